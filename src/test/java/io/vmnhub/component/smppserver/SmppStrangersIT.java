// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.vmnhub.smpp.SmppSettings.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What strangers and broken clients do, beside a session that must not notice. */
@Timeout(60)
class SmppStrangersIT {

    private static final int ENQUIRE_LINK = 0x15;

    @Test
    void halfOpenBindsHoldNothingForLongAndKeepNobodyOut() throws Exception {
        Guard guard = new Guard(Duration.ofSeconds(2), 20, 5, 20, Duration.ofMinutes(1));
        try (Server server = Server.guarded(guard, account());
                Esme good = esme().bind(server.port())) {
            await().until(() -> server.bound() == 1);
            int threads = Thread.activeCount();
            List<RawEsme> halves = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                RawEsme half = RawEsme.connected(server.port());
                halves.add(i % 3 == 0 ? half.send(new byte[] {0, 0, 0, 40, 0, 0}) : half);
            }
            assertThat(Thread.activeCount() - threads).isLessThan(40);
            try (Esme other = esme().bind(server.port())) {
                await().until(() -> server.bound() == 2);
                assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                        .isNull();
                assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                        .isNull();
            }
            await().atMost(Duration.ofSeconds(6))
                    .until(() ->
                            server.metrics.find("vmnhub.smpp.unbound").gauge().value() == 0);
            for (RawEsme half : halves) {
                assertThat(half.commands()).isEmpty();
                half.close();
            }
            assertThat(good.session.getSessionState().isBound()).isTrue();
        }
    }

    @Test
    void aBindThatComesOctetByOctetRunsOutOfTime() throws Exception {
        Guard guard = new Guard(Duration.ofSeconds(1), 20, 5, 20, Duration.ofMinutes(1));
        try (Server server = Server.guarded(guard, account());
                RawEsme slow = RawEsme.connected(server.port())) {
            byte[] bind = RawEsme.pdu(0x09, 0, 1, RawEsme.bind("acme", "secret", 0x34));
            assertThatThrownBy(() -> {
                        for (byte octet : bind) {
                            slow.send(new byte[] {octet});
                            await().pollDelay(Duration.ofMillis(100)).until(() -> true); // the peer's slowness
                        }
                        slow.receive();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(server.bound()).isZero();
        }
    }

    @Test
    void whatIsNoBindIsRefused() throws Exception {
        try (Server server = Server.with(account())) {
            try (RawEsme http = RawEsme.connected(server.port()).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes())) {
                assertThat(ByteBuffer.wrap(http.receive()).getInt(8)).isEqualTo(0x02);
            }
            try (RawEsme early = RawEsme.connected(server.port()).send(RawEsme.pdu(0x04, 0, 1, new byte[0]))) {
                assertThat(ByteBuffer.wrap(early.receive()).getInt(8)).isEqualTo(0x04);
            }
            try (RawEsme unending =
                    RawEsme.connected(server.port()).send(RawEsme.pdu(0x01, 0, 1, "no end".getBytes()))) {
                assertThat(unending.commands()).containsExactly(0x80000001);
            }
            assertThat(server.bound()).isZero();
        }
    }

    @Test
    void anEnquireLinkMayComeBeforeTheBindButNotInsteadOfIt() throws Exception {
        try (Server server = Server.with(account())) {
            try (RawEsme early = RawEsme.connected(server.port()).send(RawEsme.pdu(ENQUIRE_LINK, 0, 7, new byte[0]))) {
                assertThat(early.receive()).isEqualTo(RawEsme.pdu(0x80000015, 0, 7, new byte[0]));
                assertThat(early.bindAs("secret")).isZero();
                await().until(() -> server.bound() == 1);
            }
            try (RawEsme flood = RawEsme.connected(server.port())) {
                ByteBuffer enquiries = ByteBuffer.allocate(30 * 16);
                for (int i = 0; i < 30; i++) {
                    enquiries.put(RawEsme.pdu(ENQUIRE_LINK, 0, i, new byte[0]));
                }
                flood.send(enquiries.array());
                assertThat(flood.commands()).as("it is closed").hasSizeLessThanOrEqualTo(21);
            }
        }
    }

    @Test
    void malformedPdusEndTheirSessionAtMostAndNoOther() throws Exception {
        try (Server server = Server.with(account().maxSessions(100));
                Esme good = esme().bind(server.port())) {
            await().until(() -> server.bound() == 1);
            List<byte[]> malformed = List.of(
                    ByteBuffer.allocate(16).putInt(0x7FFFFFFF).array(),
                            ByteBuffer.allocate(16).putInt(-1).array(),
                    ByteBuffer.allocate(16).putInt(3).array(), RawEsme.pdu(0x80000005, 0, 99, new byte[] {1, 2, 3}),
                    RawEsme.pdu(0x04, 0, 1, new byte[] {1, 2, 3}), RawEsme.pdu(0x103, 0, 1, new byte[3_000]),
                    RawEsme.pdu(0x80000000, 0, 0, new byte[0]), RawEsme.pdu(0x12345678, 0, 1, new byte[10]),
                    RawEsme.pdu(0x80000015, 0, 5, new byte[8]), RawEsme.pdu(0x06, 0, 1, new byte[40]));
            Random random = new Random(11);
            for (byte[] pdu : malformed) {
                try (RawEsme bad = RawEsme.bound(server.port())) {
                    bad.send(pdu);
                    byte[] noise = new byte[2_000];
                    random.nextBytes(noise);
                    bad.send(noise);
                }
            }
            await().until(() -> server.bound() == 1);
            for (int i = 0; i < 20; i++) {
                assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                        .isNull();
            }
            assertThat(good.count).isEqualTo(20);
        }
    }

    @Test
    void refusedRequestsLeaveTheSessionAsItWas() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            esme.send(RawEsme.pdu(0x04, 0, 2, new byte[] {1, 2, 3}))
                    .send(RawEsme.pdu(0x03, 0, 3, new byte[0]))
                    .send(RawEsme.pdu(0x111, 0, 4, new byte[0]))
                    .send(RawEsme.pdu(0x09, 0, 5, RawEsme.bind("acme", "secret", 0x34)))
                    .send(RawEsme.pdu(ENQUIRE_LINK, 0, 6, new byte[0]));
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ByteBuffer answer = ByteBuffer.wrap(esme.receive());
                answers.add(String.format("%08X %02X %d", answer.getInt(4), answer.getInt(8), answer.getInt(12)));
            }
            assertThat(answers)
                    .containsExactlyInAnyOrder(
                            "80000004 45 2", "80000003 67 3", "80000000 03 4", "80000009 05 5", "80000015 00 6");
            assertThat(server.bound()).isEqualTo(1);
        }
    }

    @Test
    void anEsmeThatReadsNothingHoldsNobodyUp() throws Exception {
        try (Server server =
                        Server.with(account().window(2_000).maxWaiting(20_000).responseTimeout(Duration.ofSeconds(2)));
                RawEsme deaf = RawEsme.bound(server.port());
                Esme good = esme().counting().bind(server.port())) {
            await().until(() -> server.bound() == 2);
            long start = System.nanoTime();
            for (int i = 0; i < 6_000; i++) {
                server.deliver(Sms.text("x".repeat(150)));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("no caller waits for a socket")
                    .isLessThan(Duration.ofSeconds(20));
            await().atMost(Duration.ofSeconds(20)).until(() -> server.bound() == 1);
            // what the deaf one held goes to the good one, which may say for a while that it is throttled
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.deliver(Sms.text("Hello")).get(10, TimeUnit.SECONDS) == null);
            deaf.close();
        }
    }

    @Test
    void aPduThatComesOctetByOctetCountsAsSilence() throws Exception {
        try (Server server = Server.with(
                        account().enquireLink(Duration.ofMillis(300)).responseTimeout(Duration.ofMillis(300)));
                RawEsme slow = RawEsme.bound(server.port())) {
            await().until(() -> server.bound() == 1);
            byte[] pdu = RawEsme.pdu(0x04, 0, 1, new byte[60_000]);
            assertThatThrownBy(() -> {
                        for (byte octet : pdu) {
                            slow.send(new byte[] {octet});
                            await().pollDelay(Duration.ofMillis(20)).until(() -> true); // the peer's slowness
                        }
                    })
                    .isInstanceOf(IOException.class);
            await().until(() -> server.bound() == 0);
        }
    }

    @Test
    void whoAsksWithoutEndAndReadsNothingIsNotReadEither() throws Exception {
        try (Server server = Server.with(
                        account().enquireLink(Duration.ofSeconds(1)).responseTimeout(Duration.ofSeconds(1)));
                Esme good = esme().bind(server.port());
                RawEsme flood = RawEsme.bound(server.port())) {
            await().until(() -> server.bound() == 2);
            ByteBuffer requests = ByteBuffer.allocate(1_000 * 16);
            for (int i = 0; i < 1_000; i++) {
                requests.put(RawEsme.pdu(ENQUIRE_LINK, 0, i, new byte[0]));
            }
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            flood.send(requests.array());
                        }
                    })
                    .as("its answers pile up, so it is silent to the hub, and is disconnected")
                    .isInstanceOf(IOException.class);
            await().until(() -> server.bound() == 1);
            assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                    .isNull();
            assertThat(good.count).isEqualTo(1);
        }
    }

    @Test
    void whatComesWithTheBindIsAnsweredAfterIt() throws Exception {
        try (Server server = Server.with(account());
                RawEsme hasty = RawEsme.connected(server.port())) {
            byte[] bind = RawEsme.pdu(0x09, 0, 1, RawEsme.bind("acme", "secret", 0x34));
            hasty.send(ByteBuffer.allocate(bind.length + 32)
                    .put(bind)
                    .put(RawEsme.pdu(ENQUIRE_LINK, 0, 2, new byte[0]))
                    .put(RawEsme.pdu(0x04, 0, 3, new byte[0]))
                    .array());
            assertThat(ByteBuffer.wrap(hasty.receive()).getInt(4)).isEqualTo(0x80000009);
            assertThat(ByteBuffer.wrap(hasty.receive()).getInt(4)).isEqualTo(0x80000015);
            assertThat(ByteBuffer.wrap(hasty.receive()).getInt(4)).isEqualTo(0x80000004);
        }
    }

    @Test
    void sessionsHaveNoThreadsOfTheirOwn() throws Exception {
        try (Server server = Server.with(account().maxSessions(200))) {
            RawEsme.bound(server.port()).close();
            int threads = Thread.activeCount();
            List<RawEsme> esmes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                esmes.add(RawEsme.bound(server.port()));
            }
            await().until(() -> server.bound() == 200);
            for (int i = 0; i < 200; i++) {
                server.deliver(Sms.text("Hello"));
            }
            for (RawEsme esme : esmes) {
                assertThat(ByteBuffer.wrap(esme.receive()).getInt(4)).isEqualTo(0x05);
            }
            assertThat(Thread.activeCount() - threads).isLessThan(10);
            for (RawEsme esme : esmes) {
                esme.close();
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has all of 127.0.0.0/8 as addresses of its own")
    void whoConnectsALotPushesOutHisOwnConnections() throws Exception {
        Guard guard = new Guard(Duration.ofSeconds(20), 16, 5, 20, Duration.ofMinutes(1));
        try (Server server = Server.guarded(guard, account());
                RawEsme early = RawEsme.connected(server.port())) {
            List<RawEsme> crowd = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                crowd.add(RawEsme.connectedFrom("127.0.0." + (2 + i % 5), server.port()));
            }
            await().until(() ->
                    server.metrics.find("vmnhub.smpp.unbound").gauge().value() == 16);
            assertThat(early.bindAs("secret")).isZero();
            for (RawEsme one : crowd) {
                one.close();
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has all of 127.0.0.0/8 as addresses of its own")
    void guessersAtManyAddressesMakeStrangersWaitAndKeepNobodyOut(@TempDir Path folder) throws Exception {
        Guard guard = new Guard(Duration.ofSeconds(10), 100, 5, 4, Duration.ofMinutes(5));
        Path known = folder.resolve("known");
        try (Server server = Server.remembering(known, guard, account())) {
            esme().bind(server.port()).close();
            for (int i = 2; i < 6; i++) {
                assertThat(bind("127.0.0." + i, "guess", server)).isEqualTo(0x0E);
            }
            assertThat(server.server.locks())
                    .extracting(BindLock::kind, BindLock::name, BindLock::wrongBinds)
                    .containsExactly(tuple(BindLock.Kind.ACCOUNT, "acme", 4));
            assertThat(took(() -> bind("127.0.0.9", "secret", server)))
                    .as("new to the account, with the right password")
                    .isGreaterThan(Duration.ofSeconds(2));
            assertThat(took(() -> bind("127.0.0.9", "secret", server)))
                    .as("known by now")
                    .isLessThan(Duration.ofMillis(1_500));
            assertThat(took(() -> bind("127.0.0.1", "secret", server))).isLessThan(Duration.ofMillis(1_500));
            assertThat(server.counted("vmnhub.smpp.binds", "outcome", "password"))
                    .isEqualTo(4);
            await().until(() -> Files.exists(known) && Files.readAllLines(known).size() == 2);
            assertThat(server.server.liftLock("acme")).isTrue();
            assertThat(server.server.locks()).isEmpty();
        }
        try (Server restarted = Server.remembering(known, guard, account())) {
            for (int i = 2; i < 6; i++) {
                assertThat(bind("127.0.0." + i, "guess", restarted)).isEqualTo(0x0E);
            }
            assertThat(took(() -> bind("127.0.0.9", "secret", restarted)))
                    .as("known since before the restart")
                    .isLessThan(Duration.ofMillis(1_500));
            assertThat(took(() -> bind("127.0.0.8", "secret", restarted))).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    private static int bind(String from, String password, Server server) throws IOException {
        try (RawEsme esme = RawEsme.connectedFrom(from, server.port())) {
            return esme.bindAs(password);
        }
    }

    /** How long a bind took that must succeed. */
    private static Duration took(Callable<Integer> bind) throws Exception {
        long start = System.nanoTime();
        assertThat(bind.call()).isZero();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
