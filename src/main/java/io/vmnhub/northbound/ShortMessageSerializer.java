package io.vmnhub.northbound;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes the JSON form of a short message. Every field is always present, so that a receiver need not tell null from absent. */
final class ShortMessageSerializer extends StdSerializer<ShortMessage> {

    private static final long serialVersionUID = 1L;

    ShortMessageSerializer() {
        super(ShortMessage.class);
    }

    @Override
    public void serialize(ShortMessage message, JsonGenerator json, SerializerProvider provider) throws IOException {
        SmsDeliver deliver = message.deliver();
        json.writeStartObject();
        json.writeStringField("id", message.id());
        json.writeStringField("from", JsonNames.number(deliver.originatingAddress()));
        json.writeStringField("fromType", JsonNames.of(deliver.originatingAddress().typeOfNumber()));
        json.writeNumberField("fromNumberingPlan", deliver.originatingAddress().numberingPlan());
        json.writeStringField("to", JsonNames.number(message.destinationAddress()));
        text(deliver, json);
        coding(deliver, json);
        json.writeStringField("serviceCentreAddress", "+" + message.serviceCentreAddress());
        json.writeStringField("serviceCentreTimestamp",
                deliver.serviceCentreTimestamp().map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format).orElse(null));
        json.writeStringField("receivedAt", DateTimeFormatter.ISO_INSTANT.format(message.receivedAt()));
        header(deliver.userDataHeader(), json);
        json.writeStringField("userData", HexFormat.of().formatHex(deliver.userData()));
        flags(deliver, json);
        json.writeEndObject();
    }

    private static void text(SmsDeliver deliver, JsonGenerator json) throws IOException {
        DataCodingScheme scheme = deliver.dataCodingScheme();
        boolean hasText = scheme.alphabet() != Alphabet.OCTETS && !scheme.compressed();
        json.writeStringField("text", hasText ? wellFormed(deliver.text()) : null);
    }

    private static void coding(SmsDeliver deliver, JsonGenerator json) throws IOException {
        DataCodingScheme scheme = deliver.dataCodingScheme();
        json.writeStringField("alphabet", JsonNames.of(scheme.alphabet()));
        json.writeNumberField("dataCodingScheme", scheme.value());
        OptionalInt messageClass = scheme.messageClass();
        if (messageClass.isPresent()) {
            json.writeNumberField("messageClass", messageClass.getAsInt());
        } else {
            json.writeNullField("messageClass");
        }
        json.writeNumberField("protocolIdentifier", deliver.protocolIdentifier());
    }

    private static void header(UserDataHeader header, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("userDataHeader");
        for (UserDataHeader.Element element : header.elements()) {
            json.writeStartObject();
            json.writeNumberField("identifier", element.identifier());
            json.writeStringField("data", HexFormat.of().formatHex(element.data()));
            json.writeEndObject();
        }
        json.writeEndArray();
        Optional<Concatenation> concatenation = header.concatenation();
        if (concatenation.isEmpty()) {
            json.writeNullField("concatenation");
            return;
        }
        json.writeObjectFieldStart("concatenation");
        json.writeNumberField("reference", concatenation.get().reference());
        json.writeBooleanField("sixteenBit", concatenation.get().sixteenBit());
        json.writeNumberField("total", concatenation.get().total());
        json.writeNumberField("number", concatenation.get().number());
        json.writeEndObject();
    }

    private static void flags(SmsDeliver deliver, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("flags");
        flag(deliver.moreMessagesToSend(), "moreMessagesToSend", json);
        flag(deliver.loopPrevention(), "loopPrevention", json);
        flag(deliver.statusReportIndication(), "statusReportIndication", json);
        flag(deliver.replyPath(), "replyPath", json);
        flag(deliver.userDataHeader().isPresent(), "userDataHeaderIndicator", json);
        json.writeEndArray();
    }

    private static void flag(boolean set, String name, JsonGenerator json) throws IOException {
        if (set) {
            json.writeString(name);
        }
    }

    /**
     * A part of a concatenated UCS2 message may end in the first half of a surrogate pair, which is no character and which UTF-8 cannot
     * hold: U+FFFD stands for it, and {@code userData} has the octets.
     */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? new StringBuilder(text) : repaired;
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }
}
