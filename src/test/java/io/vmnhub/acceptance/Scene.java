// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.SmscBuilder;
import io.vmnhub.peer.capture.Tshark;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A hub, its applications' web server, and SMSCs. Closing it, everything must have been right: no violation seen by an
 * SMSC, no dialogue left open in the hub, nothing that tshark complains of.
 */
final class Scene implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);
    static final String WEB = "234150000000000";
    static final String SLOW = "234150000000010";
    static final String REJECT = "234150000000020";
    static final String LATE = "234150000000030";
    static final String NOBODY_LISTENS = "234150000000040";
    static final String AT_ONCE = "234150000000060";
    static final String BLOCKED = "234150000000070";
    static final String UNKNOWN = "234159999999999";
    static final String VMN = "447700900000";

    private static final OffsetDateTime FIRST = OffsetDateTime.parse("2026-11-22T12:00:00+01:00");
    private static final AtomicInteger MESSAGES = new AtomicInteger();

    private final Path folder;
    private final Application application;
    private final int port = FreePort.next();
    private final List<Smsc> smscs = new ArrayList<>();
    private final List<Path> captures = new ArrayList<>();
    private Map<String, String> started = Map.of();
    private RunningHub hub;

    /** @param folder an empty folder */
    Scene(Path folder) throws Exception {
        this.folder = folder;
        application = new Application();
    }

    /** The hub as SGP and server over TCP, one SMSC, active. */
    static Scene demo(Path folder, Map<String, String> properties) throws Exception {
        Scene scene = new Scene(folder);
        scene.start("one-link.yaml", properties);
        scene.connect(builder -> builder.asAsp(101)).activate();
        return scene;
    }

    static Scene demo(Path folder) throws Exception {
        return demo(folder, Map.of());
    }

    /** Starts the hub; its port is {@link #port()}. */
    Scene start(String ss7, Map<String, String> properties) {
        started = properties(properties);
        hub = RunningHub.acceptance(folder.resolve("hub"), ss7, started);
        return this;
    }

    /** Starts the hub as ASP and client of a gateway. */
    Scene startAsAsp(String protocol, int localPort, int gatewayPort) {
        return start(
                "one-link.yaml",
                Map.of(
                        "test.protocol",
                        protocol,
                        "test.side",
                        "client",
                        "test.role",
                        "asp",
                        "test.local-port",
                        String.valueOf(localPort),
                        "test.peer-port",
                        String.valueOf(gatewayPort)));
    }

    /** Stops the hub in order and starts it again from the same folder. */
    void restart() {
        hub.close();
        hub = RunningHub.acceptanceAgain(folder.resolve("hub"), started);
    }

    /** The hub's ss7.yaml. */
    Path ss7File() {
        return folder.resolve("hub/config/ss7.yaml");
    }

    /** What the acceptance tests' routes and links need. */
    Map<String, String> properties(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("test.local-port", String.valueOf(port));
        all.put("test.http", String.valueOf(application.port()));
        all.put("test.closed", String.valueOf(FreePort.next()));
        all.putAll(more);
        return all;
    }

    /** An SMSC that connects to the hub over TCP, not active yet. */
    Smsc connect(UnaryOperator<SmscBuilder> settings) {
        return open(settings.apply(Smsc.tcpClient("127.0.0.1", port)));
    }

    /** Any SMSC; it is captured and closed with the scene. */
    Smsc open(SmscBuilder builder) {
        Path capture = folder.resolve("smsc-" + captures.size() + ".pcap");
        Smsc smsc = builder.capture(capture).open();
        smscs.add(smsc);
        captures.add(capture);
        return smsc;
    }

    RunningHub hub() {
        return hub;
    }

    Smsc smsc() {
        return smscs.get(0);
    }

    Application application() {
        return application;
    }

    int port() {
        return port;
    }

    /** An SMS-DELIVER with this text, another one with each call: no two have the same timestamp. */
    static byte[] text(String text) {
        return SmsDeliverTpdu.from("447700900123")
                .gsm7(text)
                .timestamp(FIRST.plusSeconds(MESSAGES.getAndIncrement()))
                .encode();
    }

    void awaitReady() {
        await().atMost(SOON).until(() -> hub.status().ready());
    }

    void awaitNoDialogues() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(hub.status().openDialogues())
                        .as("open dialogues of the hub")
                        .isZero());
    }

    /** Closes everything without a judgement. */
    void abandon() {
        smscs.forEach(Smsc::close);
        if (hub != null) {
            hub.close();
        }
        application.close();
    }

    /** For a class whose scene may not have opened. */
    static void close(Scene scene) {
        if (scene != null) {
            scene.close();
        }
    }

    @Override
    public void close() {
        try {
            smscs.forEach(Smsc::assertNothingWrong);
            smscs.forEach(smsc -> Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(smsc.counts().inFlight())
                            .as(smsc.counts().toString())
                            .isZero()));
            if (hub != null) {
                awaitNoDialogues();
            }
        } finally {
            abandon();
        }
        if (Peer.TSHARK.isThere()) {
            for (Path capture : captures) {
                assertThat(new Tshark(capture).complaintsAboutHub()).isEmpty();
            }
        }
    }
}
