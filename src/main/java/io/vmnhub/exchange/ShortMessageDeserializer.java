// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON form of a short message. Fields that follow from others (kind, alphabet, data, messageClass,
 * messagesWaiting, applicationPorts, a part's concatenation) are not read, and unknown fields are ignored, so that a
 * later version's output can be read. What an earlier version wrote has no identity: that of its id stands in.
 */
final class ShortMessageDeserializer extends StdDeserializer<ShortMessage> {

    private static final long serialVersionUID = 1L;

    ShortMessageDeserializer() {
        super(ShortMessage.class);
    }

    @Override
    public ShortMessage deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode json = parser.readValueAsTree();
        try {
            return message(json);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw MismatchedInputException.from(parser, ShortMessage.class, "not a short message: " + e.getMessage());
        }
    }

    private static ShortMessage message(JsonNode json) {
        TypeOfNumber fromType = JsonNames.typeOfNumber(string(json, "fromType"));
        String from = json.path("from").isNull() ? "" : string(json, "from");
        Address originator = new Address(
                fromType,
                number(json, "fromNumberingPlan"),
                fromType == TypeOfNumber.INTERNATIONAL ? withoutPlus(from) : from);
        Set<String> flags = new HashSet<>();
        json.path("flags").forEach(flag -> flags.add(flag.asText()));
        byte[] userData = HexFormat.of().parseHex(string(json, "userData"));
        SmsDeliver deliver = new SmsDeliver(
                flags.contains("moreMessagesToSend"),
                flags.contains("loopPrevention"),
                flags.contains("statusReportIndication"),
                flags.contains("replyPath"),
                originator,
                number(json, "protocolIdentifier"),
                new DataCodingScheme(number(json, "dataCodingScheme")),
                time(json, "serviceCentreTimestamp"),
                header(json, userData, flags.contains("userDataHeaderIndicator")),
                userData,
                json.path("text").asText(""));
        String to = string(json, "to");
        Address destination = to.startsWith("+")
                ? Address.international(withoutPlus(to))
                : new Address(TypeOfNumber.UNKNOWN, Address.E164, to);
        String id = string(json, "id");
        return new ShortMessage(
                id,
                json.hasNonNull("identity")
                        ? MessageIdentity.parse(string(json, "identity"))
                        : MessageIdentity.ofId(id),
                destination,
                json.path("serviceCentreAddress").isNull() ? "" : withoutPlus(string(json, "serviceCentreAddress")),
                Instant.parse(string(json, "receivedAt")),
                deliver,
                json.hasNonNull("charset")
                        ? Optional.of(EightBitCharset.of(string(json, "charset")))
                        : Optional.empty(),
                joined(json.path("concatenation")),
                report(json.path("statusReport")));
    }

    private static Optional<StatusReport> report(JsonNode json) {
        return json.isObject()
                ? Optional.of(new StatusReport(
                        number(json, "messageReference"),
                        number(json, "status"),
                        time(json, "dischargeTime"),
                        json.path("ofCommand").asBoolean()))
                : Optional.empty();
    }

    /** A part is known by its header; only a joined message has no number. */
    private static Optional<JoinedParts> joined(JsonNode json) {
        if (!json.isObject() || json.hasNonNull("number")) {
            return Optional.empty();
        }
        List<Integer> missing = new ArrayList<>();
        json.path("missing").forEach(number -> missing.add(number.asInt()));
        return Optional.of(new JoinedParts(
                number(json, "reference"), json.path("sixteenBit").asBoolean(), number(json, "total"), missing));
    }

    private static Optional<OffsetDateTime> time(JsonNode json, String field) {
        return json.hasNonNull(field) ? Optional.of(OffsetDateTime.parse(string(json, field))) : Optional.empty();
    }

    /**
     * A header that breaks off within its last element has no elements, but its length octet still says where the text
     * begins.
     */
    private static UserDataHeader header(JsonNode json, byte[] userData, boolean indicated) {
        List<UserDataHeader.Element> elements = new ArrayList<>();
        for (JsonNode element : json.path("userDataHeader")) {
            elements.add(new UserDataHeader.Element(
                    number(element, "identifier"), HexFormat.of().parseHex(string(element, "data"))));
        }
        return elements.isEmpty() && indicated && userData.length > 0
                ? new UserDataHeader(elements, (userData[0] & 0xFF) + 1)
                : new UserDataHeader(elements);
    }

    private static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    private static String string(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing or not a string");
        }
        return value.textValue();
    }

    private static int number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt()) {
            throw new IllegalArgumentException(field + " is missing or not an integer");
        }
        return value.intValue();
    }
}
