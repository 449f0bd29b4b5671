// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.CxfApplication;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zeep, node-soap and CXF's own client work from the WSDLs that the hub serves. */
@NeedsPeer
class ParlayXClientsIT {

    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDEC\uD83C\uDDE7";
    private static final String RIGHT_TO_LEFT = "\u202Eשלום\u202C مرحبا <&>]]>\"'";
    private static final String LINES = "a\r\nb\rc\n\td";

    private SoapServer server;
    private String base;

    @BeforeEach
    void start() throws Exception {
        server = new SoapServer();
        base = server.uri("").toString();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static ShortMessage named(String id, Messages message) {
        ShortMessage one = message.build();
        return new ShortMessage(
                id, one.destinationAddress(), one.serviceCentreAddress(), one.receivedAt(), one.deliver());
    }

    private JsonNode call(ParlayXClient client, String how, String... operation) throws Exception {
        client.peer().ifPresent(Peer::require);
        return client.call(base, "acme", how, operation);
    }

    @ParameterizedTest
    @CsvSource({
        "ZEEP,basic",
        "ZEEP,PasswordText",
        "ZEEP,PasswordDigest",
        "ZEEP,1.2",
        "NODE,basic",
        "NODE,PasswordText",
        "NODE,PasswordDigest",
        "NODE,1.2",
        "CXF,basic",
        "CXF,PasswordText",
        "CXF,PasswordDigest",
        "CXF,1.2"
    })
    void messagesAreReceivedWhole(ParlayXClient client, String how) throws Exception {
        server.store("acme", named("m1", Messages.message().text(FAMILY)));
        server.store(
                "acme", named("m2", Messages.message().text(RIGHT_TO_LEFT).timestamp("2026-11-22T04:05:06-03:30")));
        server.store("acme", named("m3", Messages.message().text(LINES).from(Address.alphanumeric("My Bank £"))));
        server.store("acme", named("m4", Messages.message().text("a\0b").withoutTimestamp()));
        JsonNode told = call(client, how, "receive", "acme");
        assertThat(told.path("addresses")).extracting(JsonNode::asText).containsOnly(base + "ReceiveSms");
        assertThat(told.path("messages"))
                .extracting(one -> one.path("message").asText())
                .containsExactly(FAMILY, RIGHT_TO_LEFT, LINES, "a\uFFFDb");
        assertThat(told.path("messages"))
                .extracting(one -> one.path("sender").asText())
                .containsExactly("tel:+447700900123", "tel:+447700900123", "My%20Bank%20%C2%A3", "tel:+447700900123");
        assertThat(told.path("messages"))
                .extracting(one -> one.path("number").asText())
                .containsOnly("tel:+447700900001");
        assertThat(told.path("messages"))
                .extracting(one -> one.path("dateTime").asText())
                .startsWith("2026-11-22T04:05:06+05:45", "2026-11-22T04:05:06-03:30", "2026-11-22T04:05:06+05:45")
                .last()
                .asString()
                .startsWith("2026-11-21T22:20:07.123");
        assertThat(call(client, how, "receive", "acme").path("messages")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ParlayXClient.class)
    void faultsAreUnderstood(ParlayXClient client) throws Exception {
        for (String how : List.of("PasswordDigest", "1.2")) {
            JsonNode fault = call(client, how, "receive", "nobody").path("fault");
            assertThat(fault.path("messageId").asText()).isEqualTo("SVC0003");
            assertThat(fault.path("variables"))
                    .extracting(JsonNode::asText)
                    .containsExactly("registrationIdentifier", "acme or one of its numbers");
            assertThat(fault.path("text").asText())
                    .isEqualTo("Invalid input value for message part registrationIdentifier, valid values are acme "
                            + "or one of its numbers");
        }
    }

    @ParameterizedTest
    @EnumSource(ParlayXClient.class)
    void notificationsBeginAndEnd(ParlayXClient client) throws Exception {
        try (CxfApplication application = CxfApplication.wantingToken("PasswordDigest")) {
            String[] start = {"start", application.url(), "c-1", "tel:+447700900001", "hello"};
            JsonNode begun = call(client, "PasswordDigest", start);
            assertThat(begun.has("fault")).as(begun.toString()).isFalse();
            assertThat(begun.path("addresses"))
                    .extracting(JsonNode::asText)
                    .containsOnly(base + "SmsNotificationManager");
            server.store("acme", SoapServer.message("m1", "Hello " + FAMILY));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> application.notifications().size() == 1 && server.pending("acme") == 0);
            assertThat(application.notifications().get(0).message().message()).isEqualTo("Hello " + FAMILY);
            assertThat(call(client, "1.2", start).at("/fault/messageId").asText())
                    .isEqualTo("SVC0005");
            assertThat(call(client, "basic", "stop", "c-1").has("fault")).isFalse();
            assertThat(call(client, "basic", "stop", "c-1")
                            .at("/fault/messageId")
                            .asText())
                    .isEqualTo("SVC0002");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReceiveSms", "SmsNotificationManager", "SmsNotification"})
    void theServedWsdlsAndAllThatTheyNameAreThere(String port) throws Exception {
        assertThatAllIsThere(server.uri(port + "?wsdl"), 0);
        HttpResponse<String> wsdl =
                server.send(HttpRequest.newBuilder(server.uri(port + "?WSDL")).build());
        assertThat(wsdl.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        assertThat(server.send(HttpRequest.newBuilder(server.uri(port)).build()).statusCode())
                .isEqualTo(405);
    }

    private void assertThatAllIsThere(URI uri, int depth) throws Exception {
        HttpResponse<String> file = server.send(HttpRequest.newBuilder(uri).build());
        assertThat(file.statusCode()).as(uri.toString()).isEqualTo(200);
        assertThat(depth).isLessThan(5);
        Matcher matcher = Pattern.compile("(?:schemaLocation|<wsdl:import[^>]* location)=\"([^\"]+)\"")
                .matcher(file.body());
        while (matcher.find()) {
            assertThatAllIsThere(uri.resolve(matcher.group(1)), depth + 1);
        }
        Envelope.document(file.body());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : List.of("Nothing?wsdl", "..%2f..%2fapplication.properties", "parlayx.xsd")) {
            assertThat(server.send(HttpRequest.newBuilder(server.uri(path)).build())
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
