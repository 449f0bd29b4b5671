package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TypeOfNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShortMessageJsonTest {

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(ShortMessageModule.class.getResourceAsStream(ShortMessageModule.SCHEMA));

    private JsonNode json(ShortMessage message) throws Exception {
        return mapper.readTree(mapper.writeValueAsBytes(message));
    }

    static Stream<ShortMessage> messages() {
        return Stream.of(
                Messages.hello(),
                Messages.message().from(Address.alphanumeric("Bank & \"Co\"")).allFlags().build(),
                Messages.message().from(new Address(TypeOfNumber.NATIONAL, 9, "07700*#a")).withoutTimestamp().build(),
                Messages.message().text("").userData().build(),
                Messages.message().text("\ud83d\ude00 \u0000 \n").dataCodingScheme(0x18).userData(0xd8, 0x3d).build(),
                Messages.message().text("").dataCodingScheme(0xF6).userData(0, 255).build(),
                Messages.message().text("").dataCodingScheme(0x21).userData(1, 2, 3).build(),
                Messages.message().element(0, 7, 3, 2).userData(5, 0, 3, 7, 3, 2, 0x41).build(),
                Messages.message().element(8, 1, 0, 3, 2).dataCodingScheme(8).userData(6, 8, 4, 1, 0, 3, 2, 0, 0x41).build(),
                Messages.message().element(0x70).build());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageKeepsToTheSchemaAndIsReadBackAsItWas(ShortMessage message) throws Exception {
        JsonNode json = json(message);
        assertThat(schema.validate(json, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))).isEmpty();
        assertThat(mapper.treeToValue(json, ShortMessage.class)).isEqualTo(message);
    }

    @Test
    void theFieldsAreThoseOfTheContract() throws Exception {
        JsonNode json = json(Messages.message().element(8, 1, 0, 3, 2).userData(6, 8, 4, 1, 0, 3, 2, 0x41).build());
        assertThat(json).isEqualTo(mapper.readTree("""
                {"id": "01JD8Z6M3QK5T7V9X1B2C4D6E8", "from": "+447700900123", "fromType": "international", "fromNumberingPlan": 1,
                 "to": "+447700900001", "text": "Hello", "alphabet": "gsm7", "dataCodingScheme": 0, "messageClass": null,
                 "protocolIdentifier": 0, "serviceCentreAddress": "+447785016005",
                 "serviceCentreTimestamp": "2026-11-22T04:05:06+05:45", "receivedAt": "2026-11-21T22:20:07.123Z",
                 "userDataHeader": [{"identifier": 8, "data": "01000302"}],
                 "concatenation": {"reference": 256, "sixteenBit": true, "total": 3, "number": 2},
                 "userData": "0608040100030241", "flags": ["userDataHeaderIndicator"]}
                """));
    }

    @Test
    void aSenderWithANameIsWrittenAsItIs() throws Exception {
        JsonNode json = json(Messages.message().from(Address.alphanumeric("+Bank")).build());
        assertThat(json.path("from").textValue()).isEqualTo("+Bank");
        assertThat(json.path("fromType").textValue()).isEqualTo("alphanumeric");
    }

    @Test
    void dataThatIsNoTextHasNullForItsText() throws Exception {
        assertThat(json(Messages.message().text("").dataCodingScheme(0x04).build()).path("text").isNull()).isTrue();
        assertThat(json(Messages.message().text("").dataCodingScheme(0x20).build()).path("text").isNull()).isTrue();
        assertThat(json(Messages.message().text("").build()).path("text").textValue()).isEmpty();
    }

    @Test
    void halfACharacterAtTheEdgeOfAPartIsWrittenAsTheReplacementCharacter() throws Exception {
        ShortMessage message = Messages.message().text("\ude00ab\ud83d").dataCodingScheme(8).build();
        assertThat(json(message).path("text").textValue()).isEqualTo("\ufffdab\ufffd");
    }

    @Test
    void whatIsNoShortMessageIsRefusedByTheFieldsName() throws Exception {
        ObjectNode json = (ObjectNode) json(Messages.hello());
        json.remove("receivedAt");
        assertThatThrownBy(() -> mapper.treeToValue(json, ShortMessage.class)).isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining("receivedAt");
        ObjectNode hex = (ObjectNode) json(Messages.hello());
        hex.put("userData", "xyz");
        assertThatThrownBy(() -> mapper.treeToValue(hex, ShortMessage.class)).isInstanceOf(MismatchedInputException.class);
    }

    @Test
    void theExampleInTheDocumentationKeepsToTheSchema() throws Exception {
        String page = Files.readString(Path.of("docs/message.md"));
        JsonNode example = mapper.readTree(page.substring(page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7)));
        assertThat(schema.validate(example)).isEmpty();
        assertThat(json(mapper.treeToValue(example, ShortMessage.class))).isEqualTo(example);
    }

    @Test
    void camelConvertsAMessageToItsTextItsDataAndItsJson() throws Exception {
        try (Hub hub = new Hub().routes("""
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
            assertThat(hub.context().createProducerTemplate().requestBody("direct:back", body)).isEqualTo(message);
            assertThat(hub.context().getTypeConverter().convertTo(String.class, message)).isEqualTo("Hello");
            assertThat(hub.context().getTypeConverter().convertTo(byte[].class, message)).isEqualTo(message.deliver().userData());
        }
    }
}
