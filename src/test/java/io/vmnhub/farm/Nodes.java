// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Three hubs in processes of their own that are a farm, as processes of one application server. */
final class Nodes implements AutoCloseable {

    static final int COUNT = 3;

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<HubProcess> hubs = new ArrayList<>();
    private final List<Integer> httpPorts = new ArrayList<>();
    private final List<Integer> smppPorts = new ArrayList<>();

    /** @param properties of all nodes, further ones */
    Nodes(Path folder, TransferPoint stp, FarmApplications applications, List<String> properties) throws Exception {
        Certificates own = Certificates.in(folder, "node"); // one for all, as a secret of Kubernetes is
        for (int i = 0; i < COUNT; i++) {
            httpPorts.add(FreePort.next());
            List<String> options = new ArrayList<>(properties);
            options.add("vmnhub.management.token=" + TOKEN);
            options.add("vmnhub.messages.identity-key=the same at all nodes");
            options.add("vmnhub.http.port=" + httpPorts.get(i));
            smppPorts.add(FreePort.next());
            options.add("vmnhub.smpp.port=" + smppPorts.get(i));
            Path home = folder.resolve("home-" + i);
            hubs.add(HubProcess.ofClasses(home, options).route("farm", applications.routes()));
            configure(home, i, stp.association(i), own);
        }
    }

    private static void configure(Path home, int number, String association, Certificates own) throws IOException {
        Files.copy(own.certificate(), home.resolve("config/node.pem"));
        Files.copy(own.key(), home.resolve("config/node.key"));
        new HubFolder(home)
                .write(Map.of(
                        "config/numbers.yaml", Application.ranges(),
                        "config/applications.yaml", FarmApplications.settings(),
                        "config/smpp.yaml", BoundApplication.account(),
                        "config/ss7.yaml", signalling(number, association),
                        "config/cluster.yaml", cluster(number)));
    }

    private static String signalling(int number, String association) {
        return """
                pointCode: 1
                networkIndicator: national
                mscGlobalTitle: "%s"
                hlrGlobalTitle: "447700000002"
                associations:
                  - %s
                applicationServers:
                  - name: stp
                    role: asp
                    routingContext: 101
                    trafficMode: loadshare
                    associations: [stp]
                    pointCodes: [2]
                globalTitleTranslation:
                  - {digits: "44770000001*", subsystemNumbers: [8], to: local}
                  - {digits: "447700000002", subsystemNumbers: [6], to: local}
                  - {digits: "4477009*", subsystemNumbers: [6], to: local}
                  - {digits: "*", to: 2}
                drainTimeout: 10s
                """.formatted(title(number), association);
    }

    private static String cluster(int number) {
        return """
                name: test-farm
                node: node-%d
                bind: {address: %s, port: %d}
                discovery:
                  nodes: ["%s", "%s", "%s"]
                tls: {certificate: node.pem, privateKey: node.key, trustedCertificates: node.pem}
                expectedMembers: %d
                suspectAfter: 4s
                """.formatted(number, address(number), GridNetwork.PORT, address(0), address(1), address(2), COUNT);
    }

    private static String address(int number) {
        return GridNetwork.address(number);
    }

    /** The MSC global title of a node. */
    static String title(int node) {
        return "44770000001" + node;
    }

    HubProcess hub(int number) {
        return hubs.get(number);
    }

    /** Where the nodes serve REST. */
    List<Integer> httpPorts() {
        return List.copyOf(httpPorts);
    }

    /** Where the nodes listen for SMPP. */
    List<Integer> smppPorts() {
        return List.copyOf(smppPorts);
    }

    void start() {
        hubs.forEach(HubProcess::launch);
        hubs.forEach(HubProcess::awaitRunning);
    }

    /** Whether each node sees all, and all are ready. */
    boolean areWhole() {
        return IntStream.range(0, COUNT).allMatch(this::seesAllReady);
    }

    private boolean seesAllReady(int number) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + hub(number).managementPort() + "/manage/v1/cluster"))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            return new ObjectMapper()
                    .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("members")
                    .findValuesAsText("state")
                    .equals(Collections.nCopies(COUNT, "ready"));
        } catch (IOException away) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (HubProcess hub : hubs) {
            hub.close();
        }
    }
}
