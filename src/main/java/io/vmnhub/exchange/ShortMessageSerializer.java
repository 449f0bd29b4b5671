// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.ApplicationPorts;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.MessagesWaiting;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.UserDataHeader;
import io.vmnhub.sms.UtcTime;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the JSON form of a short message. Every field is always present, so that a receiver need not tell null from
 * absent.
 */
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
        json.writeStringField("identity", message.identity().toString());
        json.writeStringField("kind", message.kind().word());
        json.writeStringField("from", JsonNames.number(deliver.originatingAddress()));
        json.writeStringField(
                "fromType", JsonNames.of(deliver.originatingAddress().typeOfNumber()));
        json.writeNumberField("fromNumberingPlan", deliver.originatingAddress().numberingPlan());
        json.writeStringField("to", JsonNames.number(message.destinationAddress()));
        text(message, json);
        coding(deliver, json);
        json.writeStringField("serviceCentreAddress", JsonNames.international(message.serviceCentreAddress()));
        json.writeStringField(
                "serviceCentreTimestamp",
                deliver.serviceCentreTimestamp()
                        .map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format)
                        .orElse(null));
        json.writeStringField("receivedAt", UtcTime.of(message.receivedAt()));
        header(deliver.userDataHeader(), json);
        concatenation(message, json);
        json.writeStringField("userData", HexFormat.of().formatHex(deliver.userData()));
        flags(deliver, json);
        report(message, json);
        json.writeEndObject();
    }

    private static void report(ShortMessage message, JsonGenerator json) throws IOException {
        if (message.statusReport().isEmpty()) {
            json.writeNullField("statusReport");
            return;
        }
        StatusReport report = message.statusReport().get();
        json.writeObjectFieldStart("statusReport");
        json.writeNumberField("messageReference", report.messageReference());
        json.writeNumberField("status", report.status());
        json.writeStringField("outcome", report.outcome().word());
        json.writeStringField(
                "dischargeTime",
                report.dischargeTime()
                        .map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format)
                        .orElse(null));
        json.writeBooleanField("ofCommand", report.ofCommand());
        json.writeEndObject();
    }

    private static void text(ShortMessage message, JsonGenerator json) throws IOException {
        json.writeStringField("text", message.hasText() ? wellFormed(message.text()) : null);
        json.writeStringField(
                "data",
                message.deliver().alphabet() == Alphabet.OCTETS
                        ? HexFormat.of().formatHex(message.deliver().payload())
                        : null);
        json.writeStringField(
                "charset", message.charset().map(EightBitCharset::name).orElse(null));
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
        waiting(deliver, json);
        Optional<ApplicationPorts> ports = deliver.userDataHeader().applicationPorts();
        if (ports.isEmpty()) {
            json.writeNullField("applicationPorts");
        } else {
            json.writeObjectFieldStart("applicationPorts");
            json.writeNumberField("destination", ports.get().destination());
            json.writeNumberField("originator", ports.get().originator());
            json.writeBooleanField("sixteenBit", ports.get().sixteenBit());
            json.writeEndObject();
        }
    }

    private static void waiting(SmsDeliver deliver, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messagesWaiting");
        for (MessagesWaiting waiting : deliver.messagesWaiting()) {
            json.writeStartObject();
            json.writeStringField("kind", JsonNames.of(waiting.kind()));
            json.writeBooleanField("active", waiting.active());
            json.writeBooleanField("stored", waiting.stored());
            if (waiting.count().isPresent()) {
                json.writeNumberField("count", waiting.count().getAsInt());
            } else {
                json.writeNullField("count");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
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
    }

    private static void concatenation(ShortMessage message, JsonGenerator json) throws IOException {
        Optional<Concatenation> part = message.concatenation();
        if (message.joined().isEmpty() && part.isEmpty()) {
            json.writeNullField("concatenation");
            return;
        }
        json.writeObjectFieldStart("concatenation");
        if (message.joined().isPresent()) {
            JoinedParts joined = message.joined().get();
            parts(joined.reference(), joined.sixteenBit(), joined.total(), json);
            json.writeNullField("number");
        } else {
            parts(part.get().reference(), part.get().sixteenBit(), part.get().total(), json);
            json.writeNumberField("number", part.get().number());
        }
        json.writeArrayFieldStart("missing");
        for (int number : message.joined().map(JoinedParts::missing).orElse(List.of())) {
            json.writeNumber(number);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void parts(int reference, boolean sixteenBit, int total, JsonGenerator json) throws IOException {
        json.writeNumberField("reference", reference);
        json.writeBooleanField("sixteenBit", sixteenBit);
        json.writeNumberField("total", total);
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
     * A part of a concatenated UCS2 message may end in the first half of a surrogate pair, which is not a character and
     * which UTF-8 cannot hold: U+FFFD stands for it, and {@code userData} has the octets.
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
