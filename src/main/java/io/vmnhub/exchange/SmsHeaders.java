// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.sms.MessagesWaiting;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.StatusReport;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Makes a short message the body of a Camel message, with the headers of {@link SmsConstants}. Stateless. */
public final class SmsHeaders {

    /** Those that not every message has. */
    private static final List<String> OPTIONAL = List.of(
            SmsConstants.SERVICE_CENTRE_TIMESTAMP,
            SmsConstants.CHARSET,
            SmsConstants.MESSAGE_CLASS,
            SmsConstants.MESSAGES_WAITING,
            SmsConstants.MESSAGES_WAITING_ACTIVE,
            SmsConstants.DESTINATION_PORT,
            SmsConstants.ORIGINATOR_PORT,
            SmsConstants.REFERENCE,
            SmsConstants.TOTAL_PARTS,
            SmsConstants.PART_NUMBER,
            SmsConstants.MISSING_PARTS,
            SmsConstants.STATUS,
            SmsConstants.STATUS_OUTCOME,
            SmsConstants.MESSAGE_REFERENCE,
            SmsConstants.DISCHARGE_TIME);

    private SmsHeaders() {}

    /** Sets the body and every header that describes it; one that does not apply to this message is removed. */
    public static void write(ShortMessage shortMessage, Message message) {
        OPTIONAL.forEach(message::removeHeader);
        writeNew(shortMessage, message);
    }

    /** As {@link #write}, for a Camel message that has none of these headers yet. */
    public static void writeNew(ShortMessage shortMessage, Message message) {
        SmsDeliver deliver = shortMessage.deliver();
        message.setBody(shortMessage);
        message.setHeader(SmsConstants.MESSAGE_ID, shortMessage.id());
        message.setHeader(SmsConstants.IDENTITY, shortMessage.identity().toString());
        message.setHeader(SmsConstants.KIND, shortMessage.kind().word());
        message.setHeader(
                SmsConstants.ORIGINATING_ADDRESS, deliver.originatingAddress().value());
        message.setHeader(
                SmsConstants.ORIGINATING_ADDRESS_TYPE,
                deliver.originatingAddress().typeOfNumber().name());
        message.setHeader(
                SmsConstants.DESTINATION_ADDRESS,
                shortMessage.destinationAddress().value());
        message.setHeader(SmsConstants.TEXT, deliver.text());
        message.setHeader(SmsConstants.ALPHABET, deliver.alphabet().name());
        message.setHeader(SmsConstants.PROTOCOL_IDENTIFIER, deliver.protocolIdentifier());
        message.setHeader(
                SmsConstants.DATA_CODING_SCHEME, deliver.dataCodingScheme().value());
        message.setHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, shortMessage.serviceCentreAddress());
        deliver.serviceCentreTimestamp()
                .ifPresent(timestamp -> message.setHeader(SmsConstants.SERVICE_CENTRE_TIMESTAMP, timestamp));
        shortMessage.charset().ifPresent(charset -> message.setHeader(SmsConstants.CHARSET, charset.name()));
        deliver.dataCodingScheme()
                .messageClass()
                .ifPresent(messageClass -> message.setHeader(SmsConstants.MESSAGE_CLASS, messageClass));
        List<MessagesWaiting> waiting = deliver.messagesWaiting();
        if (!waiting.isEmpty()) {
            message.setHeader(
                    SmsConstants.MESSAGES_WAITING, waiting.get(0).kind().name());
            message.setHeader(
                    SmsConstants.MESSAGES_WAITING_ACTIVE, waiting.get(0).active());
        }
        deliver.userDataHeader().applicationPorts().ifPresent(ports -> {
            message.setHeader(SmsConstants.DESTINATION_PORT, ports.destination());
            message.setHeader(SmsConstants.ORIGINATOR_PORT, ports.originator());
        });
        parts(shortMessage, message);
        shortMessage.statusReport().ifPresent(report -> report(report, message));
    }

    private static void report(StatusReport report, Message message) {
        message.setHeader(SmsConstants.STATUS, report.status());
        message.setHeader(SmsConstants.STATUS_OUTCOME, report.outcome().word());
        message.setHeader(SmsConstants.MESSAGE_REFERENCE, report.messageReference());
        report.dischargeTime().ifPresent(time -> message.setHeader(SmsConstants.DISCHARGE_TIME, time));
    }

    private static void parts(ShortMessage shortMessage, Message message) {
        shortMessage.joined().ifPresent(joined -> {
            message.setHeader(SmsConstants.REFERENCE, joined.reference());
            message.setHeader(SmsConstants.TOTAL_PARTS, joined.total());
            if (!joined.isWhole()) {
                message.setHeader(
                        SmsConstants.MISSING_PARTS,
                        joined.missing().stream().map(String::valueOf).collect(Collectors.joining(",")));
            }
        });
        shortMessage.concatenation().ifPresent(part -> {
            message.setHeader(SmsConstants.REFERENCE, part.reference());
            message.setHeader(SmsConstants.TOTAL_PARTS, part.total());
            message.setHeader(SmsConstants.PART_NUMBER, part.number());
        });
    }
}
