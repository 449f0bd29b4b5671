// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.fixture.peers.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * TPDUs from many SMSCs and the decoding that several independent decoders agree on. The file lies in the folder that
 * the environment's VMNHUB_SHARED names, or in a folder {@code shared} beside the checkout; without it there is nothing
 * to do. Line ends are compared as line feeds: the file's writer turned the CR LF of one text (v085) into LF, though
 * the TPDU has both.
 */
@NeedsPeer(Peer.TPDU_VECTORS)
class TpduVectorsTest {

    private static final String FILE = "tpdu-vectors.json";

    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();
    private final SmsDeliverEncoder encoder = new SmsDeliverEncoder();

    @TestFactory
    Stream<DynamicTest> everyVectorDecodesAsExpected() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.get("id").asText(), () -> {
                    SmsDeliver deliver = decoder.decode(tpdu(vector));
                    JsonNode expected = vector.get("expect");
                    assertThat(fields(deliver)).isEqualTo(fields(expected));
                    assertThat(deliver.userDataHeader().elements()).isEqualTo(elements(expected.get("udh")));
                    if (expected.has("data")) {
                        assertThat(HexFormat.of().formatHex(deliver.payload()))
                                .isEqualTo(expected.get("data").asText());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyVectorDecodesAgainAfterEncoding() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.get("id").asText(), () -> {
                    SmsDeliver deliver = decoder.decode(tpdu(vector));
                    byte[] encoded = encoder.encode(deliver);
                    assertThat(decoder.decode(encoded)).isEqualTo(deliver);
                    assertThat(encoded).hasSameSizeAs(tpdu(vector));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyVectorCutShortByMoreThanTwoOctetsIsRefusedAndNothingElse() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.get("id").asText(), () -> {
                    byte[] tpdu = tpdu(vector);
                    for (int length = 0; length < tpdu.length - 2; length++) {
                        byte[] cut = Arrays.copyOf(tpdu, length);
                        assertThatCode(() -> decoder.decode(cut))
                                .as("%s octets", length)
                                .isInstanceOf(MalformedTpduException.class);
                    }
                }));
    }

    private static List<Object> fields(SmsDeliver deliver) {
        Address address = deliver.originatingAddress();
        Optional<ApplicationPorts> ports = deliver.userDataHeader().applicationPorts();
        return Arrays.asList(
                deliver.moreMessagesToSend(),
                deliver.userDataHeader().isPresent(),
                deliver.statusReportIndication(),
                deliver.replyPath(),
                deliver.loopPrevention(),
                address.typeOfNumber().code(),
                address.numberingPlan(),
                address.value(),
                deliver.protocolIdentifier(),
                deliver.dataCodingScheme().value(),
                deliver.serviceCentreTimestamp(),
                deliver.alphabet(),
                deliver.dataCodingScheme().messageClass().orElse(-1),
                lineFeeds(deliver.text()),
                deliver.concatenation()
                        .map(part -> List.of(part.reference(), part.total(), part.number(), part.sixteenBit() ? 16 : 8))
                        .orElse(List.of()),
                ports.map(found -> List.of(found.destination(), found.originator()))
                        .orElse(List.of()));
    }

    private static List<Object> fields(JsonNode expected) {
        JsonNode address = expected.get("oa");
        JsonNode concatenation = expected.path("concat");
        JsonNode ports = expected.path("ports");
        return Arrays.asList(
                expected.get("mms").asBoolean(),
                expected.get("udhi").asBoolean(),
                expected.get("sri").asBoolean(),
                expected.get("rp").asBoolean(),
                expected.get("lp").asBoolean(),
                address.get("ton").asInt(),
                address.get("npi").asInt(),
                address.get("value").asText(),
                expected.get("pid").asInt(),
                expected.get("dcs").asInt(),
                Optional.of(OffsetDateTime.parse(expected.get("scts").asText())),
                switch (expected.get("alphabet").asText()) {
                    case "gsm7" -> Alphabet.GSM7;
                    case "ucs2" -> Alphabet.UCS2;
                    default -> Alphabet.OCTETS;
                },
                expected.get("class").isNull() ? -1 : expected.get("class").asInt(),
                lineFeeds(expected.path("text").asText("")),
                concatenation.isMissingNode()
                        ? List.of()
                        : List.of(
                                concatenation.get("ref").asInt(),
                                concatenation.get("total").asInt(),
                                concatenation.get("seq").asInt(),
                                concatenation.get("bits").asInt()),
                ports.isMissingNode()
                        ? List.of()
                        : List.of(ports.get("dst").asInt(), ports.get("src").asInt()));
    }

    private static List<UserDataHeader.Element> elements(JsonNode header) {
        List<UserDataHeader.Element> elements = new ArrayList<>();
        header.forEach(element -> elements.add(new UserDataHeader.Element(
                element.get("iei").asInt(),
                HexFormat.of().parseHex(element.get("data").asText()))));
        return elements;
    }

    private static String lineFeeds(String text) {
        return text.replace("\r\n", "\n");
    }

    private static byte[] tpdu(JsonNode vector) {
        return HexFormat.of().parseHex(vector.get("tpdu").asText());
    }

    private static Stream<JsonNode> vectors() throws IOException {
        Optional<Path> file = SharedFiles.find(FILE);
        JsonNode vectors =
                new ObjectMapper().readTree(file.orElseThrow().toFile()).get("vectors");
        assertThat(vectors).isNotEmpty();
        return StreamSupport.stream(vectors.spliterator(), false);
    }
}
