// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel's own components send of a message that a route hands to them as it is. */
class CamelComponentsIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:http
                  steps:
                    - to: vertx-http:%1$s/sms
            - route:
                from:
                  uri: direct:json
                  steps:
                    - marshal:
                        json: {library: Jackson}
                    - to: vertx-http:%1$s/json
            - route:
                from:
                  uri: direct:file
                  steps:
                    - to:
                        uri: file:%2$s
                        parameters:
                          fileName: "${header.CamelSmsMessageId}.txt"
            - route:
                from:
                  uri: direct:latin
                  steps:
                    - to:
                        uri: file:%2$s
                        parameters:
                          fileName: latin.txt
                          charset: ISO-8859-1
            - route:
                from:
                  uri: direct:simple
                  steps:
                    - setBody:
                        simple: "${body[from]} wrote ${bodyAs(String)}"
                    - to: file:%2$s?fileName=simple.txt
            """;

    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static ConnectorHub hub;

    @BeforeAll
    static void open() throws Exception {
        receiver = Receiver.answering(200);
        hub = new ConnectorHub()
                .routes(ROUTES.formatted(receiver.url(), folder))
                .start();
    }

    @AfterAll
    static void close() throws Exception {
        hub.close();
        receiver.close();
    }

    private static void send(String uri, ShortMessage message) throws Exception {
        Exchange ended = hub.send(uri, message, Map.of("CamelSmsMessageId", message.id()))
                .get(20, TimeUnit.SECONDS);
        assertThat(ended.getException()).isNull();
    }

    private static String lastRequest() {
        return receiver.received().get(receiver.received().size() - 1).body();
    }

    @Test
    void vertxHttpPostsTheText() throws Exception {
        send("direct:http", Messages.message().text("Grüße").build());
        assertThat(lastRequest()).isEqualTo("Grüße");
        assertThat(receiver.received().get(receiver.received().size() - 1).method())
                .isEqualTo("POST");
    }

    @Test
    void vertxHttpPostsTheOctetsOfBinaryData() throws Exception {
        send(
                "direct:http",
                Messages.message()
                        .dataCodingScheme(4)
                        .userData(0x41, 0x00, 0x42)
                        .text("")
                        .build());
        assertThat(lastRequest()).isEqualTo("A\0B");
    }

    @Test
    void aMarshalledMessageIsPostedAsJson() throws Exception {
        send("direct:json", Messages.message().text("Grüße").build());
        assertThat(ShortMessageModule.objectMapper()
                        .readValue(lastRequest(), ShortMessage.class)
                        .text())
                .isEqualTo("Grüße");
    }

    @Test
    void aFileHoldsTheText() throws Exception {
        ShortMessage message = Messages.message().text("Grüße").build();
        send("direct:file", message);
        assertThat(Files.readString(folder.resolve(message.id() + ".txt"))).isEqualTo("Grüße");
    }

    @Test
    void aFileWithACharsetOfItsOwnHoldsTheTextInThat() throws Exception {
        send("direct:latin", Messages.message().text("Grüße").build());
        assertThat(Files.readAllBytes(folder.resolve("latin.txt"))).isEqualTo("Grüße".getBytes("ISO-8859-1"));
    }

    @Test
    void simpleExpressionsSeeTheFieldsOfTheJsonForm() throws Exception {
        send("direct:simple", Messages.message().text("Hello").build());
        assertThat(Files.readString(folder.resolve("simple.txt"))).isEqualTo("+447700900123 wrote Hello");
    }
}
