// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.IpRange;
import io.vmnhub.smpp.Password;
import io.vmnhub.smpp.SmppSettings.Guard;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Binds, refusals and deliveries, with jSMPP's client as the ESME. */
@Timeout(30)
class SmppServerIT {

    private static void bound(Server server, int sessions) {
        await().atMost(Duration.ofSeconds(5)).until(() -> server.bound() == sessions);
    }

    /** @return the status of the refusal */
    private static int refusal(Server server, Esme esme) {
        Throwable failure = catchThrowable(() -> esme.bind(server.port()));
        assertThat(failure).hasRootCauseInstanceOf(NegativeResponseException.class);
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return ((NegativeResponseException) root).getCommandStatus();
    }

    @ParameterizedTest
    @EnumSource(value = InterfaceVersion.class)
    void everyVersionBindsAndGetsMessages(InterfaceVersion version) throws Exception {
        try (Server server = Server.with(account());
                Esme esme = esme().version(version).bind(server.port())) {
            bound(server, 1);
            assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                    .isNull();
            DeliverSm message = esme.received.get(0);
            assertThat(new String(message.getShortMessage())).isEqualTo("Hello");
            assertThat(message.getSourceAddr()).isEqualTo("447700900123");
            assertThat(message.getDestAddress()).isEqualTo("447700900001");
            assertThat(server.server.sessions().get(0).version()).isEqualTo(SmppVersion.of(version.value()));
        }
    }

    @RepeatedTest(20)
    void noMessageGoesBeforeTheResponseToTheBind() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.connected(server.port())) {
            CompletableFuture<MapUserErrorException> confirmed = CompletableFuture.supplyAsync(() -> {
                MapUserErrorException end;
                do {
                    end = server.deliver(Sms.text("Hello")).join();
                } while (end != null && end.error().code() == MapUserError.Code.ABSENT_SUBSCRIBER_SM);
                return end;
            });
            esme.send(RawEsme.pdu(0x09, 0, 1, RawEsme.bind("acme", "secret", 0x34)));
            assertThat(ByteBuffer.wrap(esme.receive()).getInt(4)).isEqualTo(0x80000009);
            ByteBuffer message = ByteBuffer.wrap(esme.receive());
            assertThat(message.getInt(4)).isEqualTo(0x05);
            esme.send(RawEsme.pdu(0x80000005, 0, message.getInt(12), new byte[1]));
            assertThat(confirmed.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @RepeatedTest(20)
    void aMessageInTheMomentAfterTheBindIsNotAbsent() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            CompletableFuture<MapUserErrorException> end = server.deliver(Sms.text("Hello"));
            byte[] message = esme.receive();
            esme.send(RawEsme.pdu(0x80000005, 0, ByteBuffer.wrap(message).getInt(12), new byte[1]));
            assertThat(end.get(5, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void anUnbindIsAnswered() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            bound(server, 1);
            esme.send(RawEsme.pdu(0x06, 0, 7, new byte[0]));
            assertThat(esme.receive()).isEqualTo(RawEsme.pdu(0x80000006, 0, 7, new byte[0]));
            bound(server, 0);
            assertThat(esme.commands()).as("the hub closes").isEmpty();
        }
    }

    @Test
    void aTransmitterIsRefused() throws Exception {
        try (Server server = Server.with(account())) {
            assertThat(refusal(server, esme().as(BindType.BIND_TX))).isEqualTo(0x0D);
        }
    }

    @Test
    void wrongNamesPasswordsKindsVersionsAndAddressesAreRefused() throws Exception {
        Guard patient = new Guard(Duration.ofSeconds(5), 100, 50, 50, Duration.ofMinutes(1));
        try (Server server = Server.guarded(
                patient,
                account(),
                account().named("off").disabled(),
                account().named("receiver").bindTypes(EsmeAccount.BindType.RECEIVER),
                account().named("old").versions(SmppVersion.V3_3),
                account().named("far").addresses("192.0.2.0/24", "2001:db8::/32"),
                account().named("tls").tlsOnly(),
                account().named("hashed").password(Password.hash("geheim")))) {
            assertThat(refusal(server, esme().named("nobody", "secret"))).isEqualTo(0x0F);
            assertThat(refusal(server, esme().named("acme", "wrong"))).isEqualTo(0x0E);
            assertThat(refusal(server, esme().named("off", "secret"))).isEqualTo(0x0F);
            assertThat(refusal(server, esme().named("receiver", "secret").as(BindType.BIND_TRX)))
                    .isEqualTo(0x0D);
            assertThat(refusal(server, esme().named("old", "secret"))).isEqualTo(0x0D);
            assertThat(refusal(server, esme().named("far", "secret"))).isEqualTo(0x0D);
            assertThat(refusal(server, esme().named("tls", "secret"))).isEqualTo(0x0D);
            assertThat(refusal(server, esme().named("hashed", "secret"))).isEqualTo(0x0E);
            esme().named("hashed", "geheim").bind(server.port()).close();
            assertThat(server.counted("vmnhub.smpp.binds", "outcome", "password"))
                    .isEqualTo(2);
        }
    }

    @Test
    void rangesHoldTheirAddresses() throws Exception {
        assertThat(IpRange.parse("127.0.0.0/8").contains(java.net.InetAddress.getByName("127.3.2.1")))
                .isTrue();
        assertThat(IpRange.parse("10.0.0.0/9").contains(java.net.InetAddress.getByName("10.128.0.0")))
                .isFalse();
        assertThat(IpRange.parse("2001:db8::/32").contains(java.net.InetAddress.getByName("2001:db8:ffff::1")))
                .isTrue();
        assertThat(IpRange.parse("192.0.2.7").contains(java.net.InetAddress.getByName("192.0.2.8")))
                .isFalse();
    }

    @Test
    void guessingIsSlowedDownAndLockedOut() throws Exception {
        Guard strict = new Guard(Duration.ofSeconds(5), 100, 3, 20, Duration.ofSeconds(3));
        try (Server server = Server.guarded(strict, account())) {
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(refusal(server, esme().named("acme", "wrong"))).isEqualTo(0x0E);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_500));
            assertThat(refusal(server, esme()))
                    .as("even with the right password")
                    .isEqualTo(0x0D);
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(8))
                    .ignoreExceptions()
                    .untilAsserted(() -> esme().bind(server.port()).close());
        }
    }

    @Test
    void anAccountHasNoMoreSessionsThanItMay() throws Exception {
        try (Server server = Server.with(account().maxSessions(2));
                Esme one = esme().bind(server.port())) {
            Esme two = esme().bind(server.port());
            bound(server, 2);
            assertThat(refusal(server, esme())).isEqualTo(0x0D);
            two.close();
            bound(server, 1);
            try (Esme three = esme().bind(server.port())) {
                bound(server, 2);
            }
        }
    }

    @Test
    void messagesOfTheEsmeAreRefusedAndItsSessionLivesOn() throws Exception {
        try (Server server = Server.with(account());
                Esme esme = esme().as(BindType.BIND_TRX).bind(server.port())) {
            bound(server, 1);
            Throwable refusal = catchThrowable(() -> esme.session.submitShortMessage(
                    "",
                    TypeOfNumber.UNKNOWN,
                    NumberingPlanIndicator.UNKNOWN,
                    "1",
                    TypeOfNumber.UNKNOWN,
                    NumberingPlanIndicator.UNKNOWN,
                    "2",
                    new ESMClass(),
                    (byte) 0,
                    (byte) 0,
                    null,
                    null,
                    new RegisteredDelivery(0),
                    (byte) 0,
                    DataCodings.ZERO,
                    (byte) 0,
                    new byte[1]));
            assertThat(refusal)
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            e -> assertThat(e.getCommandStatus()).isEqualTo(0x45));
            assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"0x14,sm-DeliveryFailure(memoryCapacityExceeded)", "0x400,callBarred"})
    void aStatusAndItsMapErrorAreSaidInTheReason(String status, String error) throws Exception {
        try (Server server = Server.with(account().mapError(0x400, "callBarred"));
                Esme esme = esme().answering(message -> Integer.decode(status)).bind(server.port())) {
            bound(server, 1);
            MapUserErrorException failure = server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS);
            assertThat(failure.error()).hasToString(error);
            assertThat(failure.reason())
                    .isEqualTo("SMPP account acme: answered "
                            + (status.length() == 4 ? status : "0x" + status.substring(2)));
        }
    }

    @Test
    void whatTheLastSessionLeftUnansweredIsNotAcknowledged() throws Exception {
        try (Server server = Server.with(account());
                RawEsme only = RawEsme.bound(server.port())) {
            bound(server, 1);
            CompletableFuture<MapUserErrorException> end = server.deliver(Sms.text("Hello"));
            assertThat(only.receive()[7]).isEqualTo((byte) 0x05);
            only.close();
            assertThat(end.get(5, TimeUnit.SECONDS).error()).hasToString("absentSubscriberSM");
        }
    }

    @Test
    void silenceIsATemporaryFailureAndEndsTheSessionAfterAWindowOfIt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Server server = Server.with(account().window(3).responseTimeout(Duration.ofMillis(300)));
                Esme esme = esme().answering(message -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return 0;
                        })
                        .bind(server.port())) {
            bound(server, 1);
            List<CompletableFuture<MapUserErrorException>> ends = IntStream.range(0, 3)
                    .mapToObj(i -> server.deliver(Sms.text("Hello")))
                    .toList();
            for (CompletableFuture<MapUserErrorException> end : ends) {
                assertThat(end.get(5, TimeUnit.SECONDS).error()).hasToString("systemFailure");
            }
            bound(server, 0);
            never.countDown();
        }
    }

    @Test
    void theWindowIsKeptAndWhatIsBeyondWaits() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Server server = Server.with(account().window(2).maxWaiting(3));
                Esme esme = esme().answering(message -> {
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return 0;
                        })
                        .bind(server.port())) {
            bound(server, 1);
            List<CompletableFuture<MapUserErrorException>> ends = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ends.add(server.deliver(Sms.text("Hello")));
            }
            assertThat(ends.get(5).get(5, TimeUnit.SECONDS)).hasMessageContaining("too many messages wait");
            assertThat(server.server.sessions().get(0).inWindow()).isEqualTo(2);
            assertThat(esme.count).isLessThanOrEqualTo(2);
            go.countDown();
            for (CompletableFuture<MapUserErrorException> end : ends.subList(0, 5)) {
                assertThat(end.get(5, TimeUnit.SECONDS)).isNull();
            }
        }
    }

    @Test
    void theThroughputLimitHolds() throws Exception {
        try (Server server = Server.with(account().throughput(50));
                Esme esme = esme().bind(server.port())) {
            bound(server, 1);
            long start = System.nanoTime();
            CompletableFuture<?>[] ends = IntStream.range(0, 80)
                    .mapToObj(i -> server.deliver(Sms.text("Hello")))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ends).get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1_300), Duration.ofMillis(8_000));
            assertThat(esme.count).isEqualTo(80);
        }
    }

    @Test
    void messagesOfOneSenderGoOneAfterTheOtherWhenAskedFor() throws Exception {
        try (Server server = Server.with(account().keepingOrder().maxSessions(4))) {
            List<String> texts = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Esme> esmes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                esmes.add(esme().answering(message -> {
                            texts.add(new String(message.getShortMessage()));
                            return 0;
                        })
                        .bind(server.port()));
            }
            bound(server, 4);
            List<String> sent =
                    IntStream.range(0, 200).mapToObj(String::valueOf).toList();
            CompletableFuture<?>[] ends =
                    sent.stream().map(text -> server.deliver(Sms.text(text))).toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ends).get(10, TimeUnit.SECONDS);
            assertThat(texts).containsExactlyElementsOf(sent);
            esmes.forEach(Esme::close);
        }
    }

    @Test
    void anAddressRangePicksTheSessionsMessagesWhenHonoured() throws Exception {
        try (Server server = Server.with(account().honouringAddressRange());
                Esme one = esme().addressRange("^447700900[0-4]").bind(server.port());
                Esme two = esme().addressRange("^447700900[5-9]").bind(server.port())) {
            bound(server, 2);
            assertThat(server.deliver(Sms.sms().to("447700900123").saying("one"))
                            .get(5, TimeUnit.SECONDS))
                    .isNull();
            assertThat(server.deliver(Sms.sms().to("447700900723").saying("two"))
                            .get(5, TimeUnit.SECONDS))
                    .isNull();
            assertThat(server.deliver(Sms.sms().to("447700901723").saying("three"))
                            .get(5, TimeUnit.SECONDS)
                            .error())
                    .hasToString("absentSubscriberSM");
            assertThat(one.received).extracting(DeliverSm::getDestAddress).containsExactly("447700900123");
            assertThat(two.received).extracting(DeliverSm::getDestAddress).containsExactly("447700900723");
            assertThat(refusal(server, esme().addressRange("(((1*)*)*)"))).isEqualTo(0x0D);
        }
    }

    @Test
    void whatHappensIsMeasuredByAccountAndBySessionsPlace() throws Exception {
        try (Server server = Server.with(account().maxSessions(2));
                Esme one = esme().answering(message -> 0x14).bind(server.port())) {
            bound(server, 1);
            server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS);
            assertThat(server.counted("vmnhub.smpp.responses", "status", "0x14"))
                    .isEqualTo(1);
            assertThat(server.metrics
                            .find("vmnhub.smpp.sessions")
                            .tag("account", "acme")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(server.metrics
                            .find("vmnhub.smpp.session.bound")
                            .tag("session", "1")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(server.metrics
                            .find("vmnhub.smpp.session.response.time")
                            .tag("session", "1")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(server.metrics
                            .find("vmnhub.smpp.session.responses")
                            .tag("session", "1")
                            .tag("status", "0x14")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(server.metrics
                            .find("vmnhub.smpp.session.in.window")
                            .tag("session", "1")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(server.metrics
                            .find("vmnhub.smpp.response.time")
                            .tag("account", "acme")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(server.metrics.find("vmnhub.smpp.in.window").gauge().value())
                    .isZero();
            for (int i = 0; i < 3; i++) {
                esme().bind(server.port()).close();
                bound(server, 1);
            }
            assertThat(server.metrics.find("vmnhub.smpp.session.bound").gauges())
                    .as("places, not binds")
                    .hasSize(2);
            server.reload(account().named("other"));
            assertThat(server.metrics
                            .find("vmnhub.smpp.sessions")
                            .tag("account", "acme")
                            .gauges())
                    .isEmpty();
        }
    }

    @Test
    void anOperatorDisconnectsASession() throws Exception {
        try (Server server = Server.with(account());
                Esme one = esme().bind(server.port());
                Esme two = esme().bind(server.port())) {
            bound(server, 2);
            String id = server.server.sessions().get(0).id();
            assertThat(server.server.disconnect(id)).isTrue();
            assertThat(server.server.sessions())
                    .extracting(SessionStatus::id)
                    .doesNotContain(id)
                    .hasSize(1);
            await().until(() -> !one.session.getSessionState().isBound()
                    || !two.session.getSessionState().isBound());
            assertThat(server.server.disconnect(id)).isFalse();
        }
    }

    @Test
    void aReloadUnbindsOnlyWhomItMust() throws Exception {
        try (Server server =
                Server.with(account(), account().named("beta"), account().named("gamma"))) {
            Esme acme = esme().bind(server.port());
            Esme beta = esme().named("beta", "secret").bind(server.port());
            Esme gamma = esme().named("gamma", "secret").bind(server.port());
            bound(server, 3);
            server.reload(
                    account().window(50),
                    account().named("beta").password("other"),
                    account().named("delta"));
            bound(server, 1);
            assertThat(acme.session.getSessionState().isBound()).isTrue();
            assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                    .isNull();
            await().until(() -> !beta.session.getSessionState().isBound()
                    && !gamma.session.getSessionState().isBound());
            esme().named("delta", "secret").bind(server.port()).close();
            acme.close();
        }
    }

    @Test
    void aSilentEsmeIsAskedWhetherItLives() throws IOException {
        try (Server server =
                Server.with(account().enquireLink(Duration.ofMillis(200)).responseTimeout(Duration.ofMillis(500)))) {
            Esme alive = esme().bind(server.port());
            try (RawEsme dead = RawEsme.bound(server.port())) {
                bound(server, 2);
                await().atMost(Duration.ofSeconds(5)).until(() -> server.bound() == 1);
                assertThat(alive.session.getSessionState().isBound()).isTrue();
                assertThat(dead.commands()).contains(0x15);
            }
            alive.close();
        }
    }
}
