// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.EsmeAccount.VendorParameter;
import io.vmnhub.smpp.SmppVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of an account does to its sessions: only what would refuse them ends them. */
@Timeout(30)
class SmppReloadIT {

    private static final Map<String, UnaryOperator<Accounts>> REFUSING = Map.of(
            "disabled",
            Accounts::disabled,
            "password",
            account -> account.password("another"),
            "addresses",
            account -> account.addresses("192.0.2.0/24"),
            "tlsOnly",
            Accounts::tlsOnly,
            "bindTypes",
            account -> account.bindTypes(BindType.TRANSCEIVER),
            "versions",
            account -> account.versions(SmppVersion.V3_3),
            "addressRange",
            Accounts::honouringAddressRange);

    private static final Map<String, UnaryOperator<Accounts>> HARMLESS = Map.of(
            "addresses",
            account -> account.addresses("127.0.0.0/8"),
            "bindTypes",
            account -> account.bindTypes(BindType.RECEIVER),
            "versions",
            account -> account.versions(SmppVersion.V3_4),
            "flow",
            account -> account.window(1)
                    .throughput(500)
                    .maxWaiting(5)
                    .enquireLink(Duration.ofSeconds(9))
                    .responseTimeout(Duration.ofSeconds(8))
                    .confirmWithin(Duration.ofSeconds(8))
                    .keepingOrder(),
            "maxSessions",
            account -> account.maxSessions(1),
            "mapErrors",
            account -> account.mapError(0x14, "callBarred"),
            "content",
            account -> account.alphabet(DefaultAlphabet.UTF_8)
                    .longMessages(LongMessages.SAR)
                    .parameter(VendorParameter.APPLICATION, 0x1500));

    static Stream<String> refusing() {
        return REFUSING.keySet().stream();
    }

    static Stream<String> harmless() {
        return HARMLESS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void aChangeThatWouldRefuseItUnbindsASession(String change) throws Exception {
        try (Server server = Server.with(account(), account().named("beta"));
                Esme acme = esme().bind(server.port());
                Esme beta = esme().named("beta", "secret").bind(server.port())) {
            await().until(() -> server.bound() == 2);
            server.reload(REFUSING.get(change).apply(account()), account().named("beta"));
            await().until(() -> !acme.isBound());
            assertThat(beta.isBound()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void anyOtherChangeTakesEffectOnIt(String change) throws Exception {
        try (Server server = Server.with(account());
                Esme acme = esme().answering(message -> message.getShortMessage().length == 1 ? 0x14 : 0)
                        .bind(server.port())) {
            await().until(() -> server.bound() == 1);
            server.reload(HARMLESS.get(change).apply(account()));
            assertThat(server.deliver(Sms.text("Hello")).get(10, TimeUnit.SECONDS))
                    .isNull();
            assertThat(acme.isBound()).isTrue();
            assertThat(acme.received.get(0).getOptionalParameters()).hasSize(change.equals("content") ? 1 : 0);
            assertThat(server.deliver(Sms.text("x")).get(10, TimeUnit.SECONDS).error())
                    .hasToString(
                            change.equals("mapErrors") ? "callBarred" : "sm-DeliveryFailure(memoryCapacityExceeded)");
        }
    }

    @Test
    void fewerSessionsUnbindThoseBeyond() throws Exception {
        try (Server server = Server.with(account().maxSessions(3));
                Esme one = esme().bind(server.port());
                Esme two = esme().bind(server.port());
                Esme three = esme().bind(server.port())) {
            await().until(() -> server.bound() == 3);
            server.reload(account().maxSessions(1));
            await().until(() -> Stream.of(one, two, three).filter(Esme::isBound).count() == 1);
            assertThat(server.bound()).isEqualTo(1);
        }
    }
}
