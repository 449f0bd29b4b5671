// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.HubProcess;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.transport.TcpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Two hubs in processes of their own that are a farm, each with a link to the SMSC. */
final class FarmScene implements AutoCloseable {

    static final String TOKEN = "a-token-of-sufficient-length";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<HubProcess> nodes = new ArrayList<>();
    private final int[] smppPorts = new int[2];
    private final Map<SignallingLink, Integer> links = new ConcurrentHashMap<>();

    /** @param receiver the port at which the application takes webhooks */
    FarmScene(Path folder, int receiver) throws Exception {
        int[] ports = {FreePort.next(), FreePort.next()};
        StringBuilder trusted = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            trusted.append(Files.readString(Certificates.in(folder, "node-" + i).certificate()));
        }
        for (int i = 0; i < 2; i++) {
            Path home = folder.resolve("home-" + i);
            smppPorts[i] = FreePort.next();
            nodes.add(HubProcess.ofClasses(
                            home,
                            List.of(
                                    "vmnhub.management.token=" + TOKEN,
                                    "vmnhub.messages.identity-key=the same at both nodes",
                                    "vmnhub.http.enabled=false",
                                    "vmnhub.smpp.demo=true",
                                    "vmnhub.smpp.port=" + smppPorts[i]))
                    .route("bound", """
                            - route:
                                id: bound
                                from:
                                  uri: direct:bound
                                  steps:
                                    - to: "kamelet:smpp-server-sink?account=demo"
                            """)
                    .route("demo", """
                            - route:
                                id: demo
                                from:
                                  uri: direct:demo
                                  steps:
                                    - to: "kamelet:webhook-sink?url=http://127.0.0.1:%d/&allowPrivateTargets=true"
                            """.formatted(receiver)));
            configure(home, i, ports, folder, trusted.toString());
        }
    }

    private static void configure(Path home, int number, int[] ports, Path folder, String trusted) throws IOException {
        for (String end : List.of(".pem", ".key")) {
            Files.copy(folder.resolve("node-" + number + end), home.resolve("config/node" + end));
        }
        new HubFolder(home)
                .edit(Map.of(
                        "config/applications.yaml",
                        shipped -> shipped.replace("duplicates: deliver", "duplicates: acknowledge")
                                .replace("longMessages: parts", "longMessages: whole"),
                        "config/numbers.yaml",
                        shipped -> shipped.replace("ranges:\n", """
                                ranges:
                                  - {from: "447700901000", to: "447700901999", \
                                firstImsi: "234150000001000", application: bound}
                                """),
                        "config/ss7.yaml",
                        shipped -> shipped.replace(
                                        "mscGlobalTitle: \"447700000001\"", "mscGlobalTitle: \"" + title(number) + "\"")
                                .replace("digits: \"447700000001\"", "digits: \"44770000001*\"")))
                .write(Map.of("config/farm-ca.pem", trusted, "config/cluster.yaml", """
                        name: test-farm
                        node: node-%d
                        bind: {address: 127.0.0.1, port: %d}
                        discovery:
                          nodes: ["127.0.0.1:%d", "127.0.0.1:%d"]
                        tls: {certificate: node.pem, privateKey: node.key, trustedCertificates: farm-ca.pem}
                        expectedMembers: 2
                        suspectAfter: 4s
                        """.formatted(
                                number, ports[number], ports[0], ports[1])));
    }

    /** The MSC global title of a node, 0 or 1. */
    static String title(int node) {
        return "44770000001" + node;
    }

    HubProcess node(int number) {
        return nodes.get(number);
    }

    int smppPort(int node) {
        return smppPorts[node];
    }

    /** Both at once. */
    void start() {
        nodes.forEach(HubProcess::launch);
        nodes.forEach(HubProcess::awaitRunning);
    }

    /** An SMSC that shares its load between both nodes. */
    Smsc smsc() throws IOException {
        Smsc smsc = Smsc.tcpClient("127.0.0.1", node(0).port())
                .asAsp(101)
                .hub(title(0), "447700000002")
                .answerTimeout(Duration.ofSeconds(15))
                .open();
        links.put(smsc.link(), 0);
        connect(smsc, 1);
        smsc.activate();
        return smsc;
    }

    /** A further link of the SMSC, to this node. */
    void connect(Smsc smsc, int number) throws IOException {
        SignallingLink link = smsc.attach(
                TcpTransport.connect(
                        new InetSocketAddress("127.0.0.1", 0),
                        new InetSocketAddress("127.0.0.1", node(number).port()),
                        5_000),
                Answers.byTheBook());
        links.put(link, number);
    }

    /** From now on the SMSC uses its link to this node only. */
    void over(Smsc smsc, int node) {
        smsc.signalling().sendOver(link -> links.get(link) == node);
    }

    /** Asks a node's management interface; the path is that below {@code /manage/v1}. */
    HttpResponse<String> manage(int number, String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + node(number).managementPort() + "/manage/v1" + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        for (HubProcess node : nodes) {
            node.close();
        }
    }
}
