// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.DeliveredJson;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.TypeOfNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShortMessageJsonTest {

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();

    private JsonNode json(ShortMessage message) throws Exception {
        return mapper.readTree(mapper.writeValueAsBytes(message));
    }

    static Stream<ShortMessage> messages() {
        return Stream.of(
                Messages.hello(),
                Messages.message()
                        .from(Address.alphanumeric("Bank & \"Co\""))
                        .allFlags()
                        .build(),
                Messages.message()
                        .from(new Address(TypeOfNumber.NATIONAL, 9, "07700*#a"))
                        .withoutTimestamp()
                        .build(),
                Messages.message().text("").userData().build(),
                Messages.message().from(Address.international("")).build(),
                Messages.message().from(Address.alphanumeric("")).build(),
                withoutServiceCentre(),
                Messages.message()
                        .text("\ud83d\ude00 \u0000 \n")
                        .dataCodingScheme(0x18)
                        .userData(0xd8, 0x3d)
                        .build(),
                Messages.message()
                        .text("")
                        .dataCodingScheme(0xF6)
                        .userData(0, 255)
                        .build(),
                Messages.message()
                        .text("")
                        .dataCodingScheme(0x21)
                        .userData(1, 2, 3)
                        .build(),
                Messages.message()
                        .element(0, 7, 3, 2)
                        .userData(5, 0, 3, 7, 3, 2, 0x41)
                        .build(),
                Messages.message()
                        .element(8, 1, 0, 3, 2)
                        .dataCodingScheme(8)
                        .userData(6, 8, 4, 1, 0, 3, 2, 0, 0x41)
                        .build(),
                Messages.message().element(0x70).build(),
                Messages.message().element(1, 0x80, 3).build(),
                Messages.message().dataCodingScheme(0xC8).build(),
                Messages.message()
                        .element(5, 0x15, 0x81, 0, 0)
                        .dataCodingScheme(4)
                        .text("")
                        .userData(6, 5, 4, 0x15, 0x81, 0, 0, 1)
                        .build(),
                Messages.message()
                        .dataCodingScheme(4)
                        .userData(0xa4)
                        .build()
                        .withText("€", Optional.of(EightBitCharset.of("ISO-8859-15"))),
                joined(List.of()),
                joined(List.of(2, 5)),
                Messages.statusReport(
                        new StatusReport(7, 0, Optional.of(OffsetDateTime.parse("2026-11-22T04:06:00+01:00")), false)),
                Messages.statusReport(new StatusReport(255, 0x63, Optional.empty(), true)));
    }

    private static ShortMessage withoutServiceCentre() {
        ShortMessage hello = Messages.hello();
        return new ShortMessage(hello.id(), hello.destinationAddress(), "", hello.receivedAt(), hello.deliver());
    }

    private static ShortMessage joined(List<Integer> missing) {
        ShortMessage hello = Messages.hello();
        return new ShortMessage(
                hello.id(),
                hello.identity(),
                hello.destinationAddress(),
                hello.serviceCentreAddress(),
                hello.receivedAt(),
                hello.deliver(),
                Optional.empty(),
                Optional.of(new JoinedParts(300, true, 5, missing)),
                Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageKeepsToTheSchemaAndIsReadBackAsItWas(ShortMessage message) throws Exception {
        JsonNode json = json(message);
        assertThat(DeliveredJson.violations(json)).isEmpty();
        assertThat(mapper.treeToValue(json, ShortMessage.class)).isEqualTo(message);
    }

    @Test
    void theFieldsAreThoseOfTheContract() throws Exception {
        JsonNode json = json(Messages.message()
                .element(8, 1, 0, 3, 2)
                .userData(6, 8, 4, 1, 0, 3, 2, 0x41)
                .build());
        assertThat(json).isEqualTo(mapper.readTree("""
                {"id": "01JD8Z6M3QK5T7V9X1B2C4D6E8", "identity": "0123456789abcdef0123456789abcdef", "kind": "deliver",
                 "from": "+447700900123", "fromType": "international", "fromNumberingPlan": 1,
                 "to": "+447700900001", "text": "Hello", "data": null, "charset": null, "alphabet": "gsm7", "dataCodingScheme": 0, "messageClass": null,
                 "protocolIdentifier": 0, "messagesWaiting": [], "applicationPorts": null, "serviceCentreAddress": "+447785016005",
                 "serviceCentreTimestamp": "2026-11-22T04:05:06+05:45", "receivedAt": "2026-11-21T22:20:07.123Z",
                 "userDataHeader": [{"identifier": 8, "data": "01000302"}],
                 "concatenation": {"reference": 256, "sixteenBit": true, "total": 3, "number": 2, "missing": []},
                 "userData": "0608040100030241", "flags": ["userDataHeaderIndicator"], "statusReport": null}
                """));
    }

    @Test
    void eightBitDataHasItsOctetsAndTheTextThatWasReadInThem() throws Exception {
        JsonNode json = json(Messages.message()
                .dataCodingScheme(4)
                .userData(0xa4)
                .build()
                .withText("€", Optional.of(EightBitCharset.of("ISO-8859-15"))));
        assertThat(json.path("text").textValue()).isEqualTo("€");
        assertThat(json.path("data").textValue()).isEqualTo("a4");
        assertThat(json.path("charset").textValue()).isEqualTo("ISO-8859-15");
    }

    @Test
    void aJoinedMessageHasNoNumberAndNamesWhatItLacks() throws Exception {
        assertThat(json(joined(List.of(2, 5))).path("concatenation")).isEqualTo(mapper.readTree("""
                {"reference": 300, "sixteenBit": true, "total": 5, "number": null, "missing": [2, 5]}"""));
    }

    @Test
    void aStatusReportSaysWhatBecameOfTheMessage() throws Exception {
        JsonNode json = json(Messages.statusReport(
                new StatusReport(7, 0x46, Optional.of(OffsetDateTime.parse("2026-11-22T04:06:00+01:00")), false)));
        assertThat(json.path("kind").textValue()).isEqualTo("status-report");
        assertThat(json.path("statusReport")).isEqualTo(mapper.readTree("""
                {"messageReference": 7, "status": 70, "outcome": "permanentError", "dischargeTime": "2026-11-22T04:06:00+01:00",
                 "ofCommand": false}"""));
    }

    @Test
    void whatAnEarlierVersionHasWrittenGetsTheIdentityOfItsId() throws Exception {
        ObjectNode json = (ObjectNode) json(Messages.hello());
        json.remove(List.of("identity", "kind", "statusReport"));
        ShortMessage read = mapper.treeToValue(json, ShortMessage.class);
        assertThat(read)
                .isEqualTo(Messages.hello()
                        .withIdentity(MessageIdentity.ofId(Messages.hello().id())));
    }

    @Test
    void whatWaitsElsewhereAndPortsAreTold() throws Exception {
        assertThat(json(Messages.message().dataCodingScheme(0xC9).build()).path("messagesWaiting"))
                .isEqualTo(mapper.readTree("""
                [{"kind": "fax", "active": true, "stored": false, "count": null}]"""));
        assertThat(json(Messages.message()
                                .element(1, 0x80, 3)
                                .dataCodingScheme(0xC9)
                                .build())
                        .path("messagesWaiting"))
                .isEqualTo(mapper.readTree("""
                [{"kind": "voicemail", "active": true, "stored": true, "count": 3}]"""));
        assertThat(json(Messages.message()
                                .element(5, 0x15, 0x81, 0, 80)
                                .userData(6, 5, 4, 0x15, 0x81, 0, 80)
                                .build())
                        .path("applicationPorts"))
                .isEqualTo(mapper.readTree("""
                {"destination": 5505, "originator": 80, "sixteenBit": true}"""));
    }

    /** NFC or not, byte order marks, spaces at the ends, controls: nothing of what was typed changes. */
    @Test
    void theWordingOfTextIsKeptToTheLastControlCharacter() throws Exception {
        StringBuilder typed = new StringBuilder("\uFEFF \t e\u0301 \u00e9 \u200F\uFFFF");
        for (char c = 0; c < 0x20; c++) {
            typed.append(c);
        }
        typed.append("\u007F\u0085\u2028 ");
        ShortMessage message =
                Messages.message().dataCodingScheme(8).text(typed.toString()).build();
        assertThat(mapper.readValue(mapper.writeValueAsBytes(message), ShortMessage.class)
                        .text())
                .isEqualTo(typed.toString());
        assertThat(json(message).path("text").textValue()).isEqualTo(typed.toString());
    }

    @Test
    void aSenderWithANameIsWrittenAsItIs() throws Exception {
        JsonNode json =
                json(Messages.message().from(Address.alphanumeric("+Bank")).build());
        assertThat(json.path("from").textValue()).isEqualTo("+Bank");
        assertThat(json.path("fromType").textValue()).isEqualTo("alphanumeric");
    }

    @Test
    void addressesThatAreNotThereAreNull() throws Exception {
        assertThat(json(withoutServiceCentre()).path("serviceCentreAddress").isNull())
                .isTrue();
        assertThat(json(Messages.message().from(Address.international("")).build())
                        .path("from")
                        .isNull())
                .isTrue();
    }

    @Test
    void dataThatIsNoTextHasNullForItsText() throws Exception {
        assertThat(json(Messages.message().text("").dataCodingScheme(0x04).build())
                        .path("text")
                        .isNull())
                .isTrue();
        assertThat(json(Messages.message().text("").dataCodingScheme(0x20).build())
                        .path("text")
                        .isNull())
                .isTrue();
        assertThat(json(Messages.message().text("").build()).path("text").textValue())
                .isEmpty();
    }

    @Test
    void halfACharacterAtTheEdgeOfAPartIsWrittenAsTheReplacementCharacter() throws Exception {
        ShortMessage message =
                Messages.message().text("\ude00ab\ud83d").dataCodingScheme(8).build();
        assertThat(json(message).path("text").textValue()).isEqualTo("\ufffdab\ufffd");
    }

    @Test
    void whatIsNoShortMessageIsRefusedByTheFieldsName() throws Exception {
        ObjectNode json = (ObjectNode) json(Messages.hello());
        json.remove("receivedAt");
        assertThatThrownBy(() -> mapper.treeToValue(json, ShortMessage.class))
                .isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining("receivedAt");
        ObjectNode hex = (ObjectNode) json(Messages.hello());
        hex.put("userData", "xyz");
        assertThatThrownBy(() -> mapper.treeToValue(hex, ShortMessage.class))
                .isInstanceOf(MismatchedInputException.class);
    }

    @Test
    void theExampleInTheDocumentationKeepsToTheSchema() throws Exception {
        String page = Files.readString(Path.of("docs/message.md"));
        JsonNode example = mapper.readTree(
                page.substring(page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7)));
        assertThat(DeliveredJson.violations(example)).isEmpty();
        assertThat(json(mapper.treeToValue(example, ShortMessage.class))).isEqualTo(example);
    }

    @Test
    void camelConvertsAMessageToItsTextItsDataAndItsJson() throws Exception {
        try (ConnectorHub hub = new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:json
                      steps:
                        - marshal: {json: {library: Jackson}}
                        - convertBodyTo: {type: String}
                - route:
                    from:
                      uri: direct:back
                      steps:
                        - unmarshal: {json: {library: Jackson, unmarshalType: io.vmnhub.sms.ShortMessage}}
                """).start()) {
            ShortMessage message = Messages.hello();
            Exchange exchange = hub.send("direct:json", message, Map.of()).get(5, TimeUnit.SECONDS);
            assertThat(exchange.getException()).isNull();
            String body = exchange.getMessage().getBody(String.class);
            assertThat(mapper.readTree(body)).isEqualTo(json(message));
            assertThat(hub.context().createProducerTemplate().requestBody("direct:back", body))
                    .isEqualTo(message);
            assertThat(hub.context().getTypeConverter().convertTo(String.class, message))
                    .isEqualTo("Hello");
            assertThat(hub.context().getTypeConverter().convertTo(byte[].class, message))
                    .isEqualTo(message.deliver().userData());
        }
    }
}
