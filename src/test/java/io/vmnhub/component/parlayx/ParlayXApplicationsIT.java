// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.CxfApplication;
import io.vmnhub.fixture.SoapApplication;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications on SOAP stacks that are not the hub's get every message whole, and their faults are understood. */
class ParlayXApplicationsIT {

    private static final List<ShortMessage> MESSAGES = List.of(
            Messages.message()
                    .text("\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDEC\uD83C\uDDE7")
                    .build(),
            Messages.message()
                    .text("\u202Eשלום\u202C مرحبا")
                    .timestamp("2026-11-22T04:05:06-03:30")
                    .build(),
            Messages.message()
                    .text("<&>]]>\"' a\r\nb\rc\n\td")
                    .from(Address.alphanumeric("My Bank £"))
                    .build(),
            Messages.message().text("a\0b\u001Bc").withoutTimestamp().build(),
            Messages.message().text("").build());
    private static final List<String> TEXTS = List.of(
            MESSAGES.get(0).text(), MESSAGES.get(1).text(), MESSAGES.get(2).text(), "a\uFFFDb\uFFFDc", "");
    private static final List<String> TIMES = List.of(
            "2026-11-22T04:05:06+05:45",
            "2026-11-22T04:05:06-03:30",
            "2026-11-22T04:05:06+05:45",
            "2026-11-21T22:20:07.123Z",
            "2026-11-22T04:05:06+05:45");

    private static ConnectorHub hub(String url, String more) {
        return new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:parlayx-sink
                            parameters: {url: "%s", correlator: acme-1, allowPrivateTargets: true, confirmWithin: 20s%s}
                """.formatted(url, more)).start();
    }

    private static void deliverAll(String url, String more) throws Exception {
        try (ConnectorHub hub = hub(url, more)) {
            for (ShortMessage message : MESSAGES) {
                assertThat(hub.send("direct:acme", message, Map.of())
                                .get(30, TimeUnit.SECONDS)
                                .getException())
                        .isNull();
            }
        }
    }

    private static Exchange deliver(String url, String text, String more) throws Exception {
        try (ConnectorHub hub = hub(url, more)) {
            return hub.send("direct:acme", Messages.message().text(text).build(), Map.of())
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void assertAllArrived(List<JsonNode> notifications) {
        assertThat(notifications)
                .extracting(told -> told.path("wrong").asText())
                .containsOnly("");
        assertThat(notifications)
                .extracting(told -> told.path("message").asText())
                .isEqualTo(TEXTS);
        assertThat(notifications)
                .extracting(told -> told.path("dateTime").asText())
                .isEqualTo(TIMES);
        assertThat(notifications)
                .extracting(told -> told.path("correlator").asText())
                .containsOnly("acme-1");
        assertThat(notifications)
                .extracting(told -> told.path("number").asText())
                .containsOnly("tel:+447700900001");
        assertThat(notifications)
                .extracting(told -> told.path("sender").asText())
                .containsExactly(
                        "tel:+447700900123",
                        "tel:+447700900123",
                        "My%20Bank%20%C2%A3",
                        "tel:+447700900123",
                        "tel:+447700900123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void cxfsServerGetsThemAndItsSchemaIsKept(String version) throws Exception {
        try (CxfApplication application = version.equals("1.1") ? CxfApplication.open() : CxfApplication.openSoap12()) {
            deliverAll(application.url(), ", soapVersion: '" + version + "'");
            assertThat(application.notifications())
                    .extracting(told -> told.message().message())
                    .isEqualTo(TEXTS);
            assertThat(application.notifications())
                    .extracting(told -> told.message().dateTime())
                    .isEqualTo(TIMES);
            assertThat(application.notifications())
                    .extracting(NotifySmsReception::correlator)
                    .containsOnly("acme-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PasswordDigest", "PasswordText"})
    void cxfsServerTakesTheUserNameToken(String type) throws Exception {
        String token = ", tokenUsername: acme, tokenPassword: secret, tokenDigest: " + type.equals("PasswordDigest");
        try (CxfApplication application = CxfApplication.wantingToken(type)) {
            assertThat(deliver(application.url(), "one", token).getException()).isNull();
            assertThat(deliver(application.url(), "two", token.replace("secret", "wrong"))
                            .getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("answered with the fault");
            assertThat(deliver(application.url(), "three", "").getException())
                    .isInstanceOf(NotConfirmedException.class);
            assertThat(application.notifications())
                    .extracting(told -> told.message().message())
                    .containsExactly("one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    @NeedsPeer(Peer.PYTHON_SOAP)
    void theBytesAreWhatTheSchemaSays(String version) throws Exception {
        try (SoapApplication application = SoapApplication.onPython()) {
            deliverAll(application.url(), ", soapVersion: '" + version + "'");
            assertAllArrived(application.notifications(MESSAGES.size()));
        }
    }

    @Test
    @NeedsPeer(Peer.PYTHON_SOAP)
    void credentialsAreSentAsTheirSpecificationsSay() throws Exception {
        try (SoapApplication application = SoapApplication.onPython()) {
            deliver(
                    application.url(),
                    "x",
                    ", username: acme, password: 'p:ß', tokenUsername: tina, tokenPassword: secret");
            deliver(application.url(), "x", ", tokenUsername: tina, tokenPassword: 'se<cret', tokenDigest: false");
            deliver(application.url(), "x", ", tokenUsername: tina, tokenPassword: secret");
            List<JsonNode> told = application.notifications(3);
            assertThat(told.get(0).path("authorization").asText()).isEqualTo("Basic YWNtZTpwOsOf");
            assertThat(told.get(0).at("/token/type").asText()).isEqualTo("PasswordDigest");
            assertThat(told.get(0).at("/token/username").asText()).isEqualTo("tina");
            assertThat(told.get(0).at("/token/password").asText())
                    .isEqualTo(told.get(0).at("/token/expected").asText());
            assertThat(told.get(1).at("/token/type").asText()).isEqualTo("PasswordText");
            assertThat(told.get(1).at("/token/password").asText()).isEqualTo("se<cret");
            assertThat(told.get(2).at("/token/nonce").asText())
                    .isNotEqualTo(told.get(0).at("/token/nonce").asText());
        }
    }

    @Test
    @NeedsPeer(Peer.NODE_SOAP)
    void nodesServerGetsThem() throws Exception {
        try (SoapApplication application = SoapApplication.onNode()) {
            deliverAll(application.url(), "");
            assertAllArrived(application.notifications(MESSAGES.size()));
        }
    }

    @Test
    @NeedsPeer(Peer.NODE_SOAP)
    void nodesFaultsAreTemporaryUnlessTheTableSaysOtherwise() throws Exception {
        try (SoapApplication application = SoapApplication.onNode()) {
            assertThat(deliver(application.url(), "fault Server", "").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageEndingWith("answered with the fault Server")
                    .hasNoCause();
            assertThat(deliver(application.url(), "fault Client", ", faultErrors: Client=illegalSubscriber")
                            .getException())
                    .cause()
                    .isInstanceOfSatisfying(
                            MapUserErrorException.class,
                            told -> assertThat(told.error()).hasToString("illegalSubscriber"));
        }
    }
}
