// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.SignallingLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Associations that are added, changed, removed, locked and unlocked while the hub runs and messages come. */
class SignallingReloadIT {

    private static final int RATE = 200;
    private static final List<String> LOGGERS = List.of("io.vmnhub.reload", "io.vmnhub.links");
    private static final Path FILES = Path.of("src/test/resources/io/vmnhub/acceptance");

    private static final String LISTENER = """
          - name: listener
            protocol: tcp
            side: server
            local: {addresses: [127.0.0.1], port: %d}
            peer: {addresses: [127.0.0.1]}
        """;

    @TempDir
    private static Path folder;

    private static StpScene scene;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void open() throws Exception {
        scene = new StpScene(folder, 3, "two-stps.yaml", Map.of());
    }

    @AfterAll
    static void close() {
        StpScene.close(scene);
    }

    @BeforeEach
    void listen() {
        scene.a().active(SOON);
        scene.b().active(SOON);
        log.start();
        LOGGERS.forEach(name -> {
            logger(name).addAppender(log);
            logger(name).setLevel(Level.INFO);
        });
    }

    @AfterEach
    void asAtFirst() throws IOException {
        if (!Files.readString(scene.scene().ss7File()).equals(Files.readString(FILES.resolve("two-stps.yaml")))) {
            long before = timesRead();
            write("two-stps.yaml", text -> text);
            await().atMost(SOON).until(() -> timesRead() > before);
        }
        scene.hub().manage("POST", "/links/associations/stp-a/unlock");
        LOGGERS.forEach(name -> {
            logger(name).detachAppender(log);
            logger(name).setLevel(null);
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private List<ILoggingEvent> logged() {
        synchronized (log) { // as the appender does
            return List.copyOf(log.list);
        }
    }

    private static void write(String file, UnaryOperator<String> change) throws IOException {
        Files.writeString(scene.scene().ss7File(), change.apply(Files.readString(FILES.resolve(file))));
    }

    private void awaitLogged(Level level, String... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(logged()).anySatisfy(event -> {
                    assertThat(event.getLevel()).isEqualTo(level);
                    assertThat(event.getFormattedMessage()).contains(parts);
                }));
    }

    private long timesRead() {
        return logged().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("ss7.yaml has been read again") || line.contains("again as the hub has"))
                .count();
    }

    private void awaitRead() {
        awaitLogged(Level.INFO, "ss7.yaml has been read again");
    }

    @Test
    void anAssociationIsAddedAndRemovedAndTheOthersAreUntouched() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        SignallingLink b = scene.b().link(SOON);
        final int before = a.received().size() + b.received().size();
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            write("three-stps.yaml", text -> text);
            SignallingLink c = scene.c().active(SOON);
            scene.awaitUsed(scene.c());
            await().atMost(SOON).until(() -> scene.hub().counter("vmnhub_link_up") == 3);
            assertThat(scene.hub().counter("vmnhub_point_code_reachable", "point_code=\"2\""))
                    .isEqualTo(1);
            write("two-stps.yaml", text -> text);
            c.await(MessageType.ASPIA, SOON);
            c.awaitClosed(SOON);
            await().atMost(SOON).until(() -> scene.hub().counter("vmnhub_link_up") == 2);
            load.awaitAnswered(RATE / 2);
            assertThat(load.stop()).noneMatch(SteadyLoad.Sent::unanswered);
        }
        assertThat(a.isOpen() && b.isOpen()).isTrue();
        assertThat(a.received().size() + b.received().size())
                .as("messages of management over the others")
                .isEqualTo(before);
    }

    @Test
    void anAssociationThatChangesIsOpenedAnewAndTheOtherIsUntouched() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        SignallingLink b = scene.b().link(SOON);
        write("two-stps.yaml", text -> text.replaceFirst("heartbeat: \"[^\"]*\"", "heartbeat: 9s"));
        a.awaitClosed(SOON);
        scene.a().active(SOON);
        scene.awaitUsed(scene.a());
        assertThat(b.isOpen()).isTrue();
        assertThat(scene.hub().manage("GET", "/links/changes?name=stp-a").body())
                .contains("CLOSING", "ss7.yaml was changed");
        assertThat(logged()).noneMatch(event -> event.getFormattedMessage().contains("LOCKED"));
    }

    @Test
    void aListeningAddressThatIsTakenIsNamedBeforeAnyLinkIsTouched() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(
                    "two-stps.yaml",
                    text -> text.replaceFirst("heartbeat: \"[^\"]*\"", "heartbeat: 9s")
                            .replace("associations:\n", "associations:\n" + LISTENER.formatted(taken.getLocalPort()))
                            .replaceFirst("associations: \\[", "associations: [listener, "));
            awaitLogged(Level.ERROR, "cannot listen on TCP [127.0.0.1]:" + taken.getLocalPort());
        }
        assertThat(a.isOpen()).isTrue();
        assertThat(a.received())
                .as("what came over the link that was to change")
                .noneMatch(message -> message.is(MessageType.ASPIA) || message.is(MessageType.ASPDN));
    }

    @Test
    void pointCodesAndTranslationsChangeWithoutALinkBeingTouched() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        assertThat(scene.smsc().sriSm(3, "447711000001").kind())
                .as("no translation")
                .isEqualTo(Answer.Kind.RETURNED);
        write(
                "two-stps.yaml",
                text -> text.replace("pointCodes: [2, 3]", "pointCodes: [2, 3, 4]")
                        .replace(
                                "globalTitleTranslation:\n",
                                "globalTitleTranslation:\n  - {digits: \"4477110*\", subsystemNumbers: [6], to: "
                                        + "local}\n"));
        awaitRead();
        assertThat(scene.smsc().sriSm(3, "447711000001").error().code())
                .as("unknownSubscriber")
                .isEqualTo(1);
        assertThat(scene.hub().status().applicationServers().get(0).destinations())
                .anyMatch(one -> one.pointCode() == 4 && one.reachable());
        assertThat(a.isOpen()).isTrue();
        assertThat(scene.a().received(MessageType.ASPUP)).isEqualTo(1);
    }

    @Test
    void aBrokenFileLeavesAllAsItWasAndIsNamedWithItsLine() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        write("two-stps.yaml", text -> text.replace("role: asp", "role: stp"));
        awaitLogged(Level.ERROR, "ss7.yaml has changed and is wrong", "ss7.yaml:", "role");
        scene.assertAllAnswered();
        assertThat(a.isOpen()).isTrue();
        assertThat(scene.hub().status().applicationServers()).hasSize(1);
    }

    @Test
    void whatCannotChangeAtOnceIsSaidToWaitForTheNextStart() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        write(
                "two-stps.yaml",
                text -> text.replace("pointCode: 1\n", "pointCode: 7\n")
                        .replace("mscGlobalTitle: \"447700000001\"", "mscGlobalTitle: \"447700000003\"")
                        .replace("digits: \"447700000001\"", "digits: \"44770000000*\""));
        awaitLogged(Level.WARN, "pointCode, mscGlobalTitle", "next start");
        scene.assertAllAnswered();
        assertThat(a.isOpen()).isTrue();
    }

    @Test
    void aLockedAssociationIsDrainedAndStaysClosedUntilItIsUnlocked() throws Exception {
        SignallingLink a = scene.a().link(SOON);
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            load.awaitAnswered(RATE / 2);
            assertThat(scene.hub()
                            .manage("POST", "/links/associations/stp-a/lock")
                            .statusCode())
                    .isEqualTo(204);
            a.awaitClosed(SOON);
            assertThat(a.received())
                    .anyMatch(message -> message.is(MessageType.ASPIA))
                    .anyMatch(message -> message.is(MessageType.ASPDN));
            load.awaitAnswered(RATE / 2);
            write("two-stps.yaml", text -> text + "# another\n");
            awaitRead();
            assertThat(scene.a().isActive()).as("opened although it is locked").isFalse();
            assertThat(scene.hub().readiness()).contains("stp-a LOCKED");
            assertThat(scene.hub().manage("GET", "/links").body()).contains("\"locked\":true");
            assertThat(scene.hub()
                            .manage("POST", "/links/associations/stp-a/unlock")
                            .statusCode())
                    .isEqualTo(204);
            scene.a().active(SOON);
            load.awaitAnswered(RATE / 2);
            assertThat(load.stop()).noneMatch(SteadyLoad.Sent::unanswered);
        }
        assertThat(scene.hub().manage("GET", "/links/changes?name=stp-a").body())
                .contains("LOCKED", "UNLOCKED", "UP");
    }
}
