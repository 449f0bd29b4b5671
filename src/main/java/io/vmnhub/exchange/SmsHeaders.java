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

    private SmsHeaders() {}

    /** Sets the body and every header that describes it; one that does not apply to this message is removed. */
    public static void write(ShortMessage shortMessage, Message message) {
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
        set(
                message,
                SmsConstants.SERVICE_CENTRE_TIMESTAMP,
                deliver.serviceCentreTimestamp().orElse(null));
        set(
                message,
                SmsConstants.CHARSET,
                shortMessage.charset().map(charset -> charset.name()).orElse(null));
        set(
                message,
                SmsConstants.MESSAGE_CLASS,
                deliver.dataCodingScheme().messageClass().isPresent()
                        ? deliver.dataCodingScheme().messageClass().getAsInt()
                        : null);
        List<MessagesWaiting> waiting = deliver.messagesWaiting();
        set(
                message,
                SmsConstants.MESSAGES_WAITING,
                waiting.isEmpty() ? null : waiting.get(0).kind().name());
        set(
                message,
                SmsConstants.MESSAGES_WAITING_ACTIVE,
                waiting.isEmpty() ? null : waiting.get(0).active());
        deliver.userDataHeader()
                .applicationPorts()
                .ifPresentOrElse(
                        ports -> {
                            message.setHeader(SmsConstants.DESTINATION_PORT, ports.destination());
                            message.setHeader(SmsConstants.ORIGINATOR_PORT, ports.originator());
                        },
                        () -> {
                            message.removeHeader(SmsConstants.DESTINATION_PORT);
                            message.removeHeader(SmsConstants.ORIGINATOR_PORT);
                        });
        parts(shortMessage, message);
        report(shortMessage, message);
    }

    private static void report(ShortMessage shortMessage, Message message) {
        set(
                message,
                SmsConstants.STATUS,
                shortMessage.statusReport().map(StatusReport::status).orElse(null));
        set(
                message,
                SmsConstants.STATUS_OUTCOME,
                shortMessage
                        .statusReport()
                        .map(report -> report.outcome().word())
                        .orElse(null));
        set(
                message,
                SmsConstants.MESSAGE_REFERENCE,
                shortMessage.statusReport().map(StatusReport::messageReference).orElse(null));
        set(
                message,
                SmsConstants.DISCHARGE_TIME,
                shortMessage.statusReport().flatMap(StatusReport::dischargeTime).orElse(null));
    }

    private static void parts(ShortMessage shortMessage, Message message) {
        set(
                message,
                SmsConstants.REFERENCE,
                shortMessage
                        .concatenation()
                        .map(part -> part.reference())
                        .or(() -> shortMessage.joined().map(joined -> joined.reference()))
                        .orElse(null));
        set(
                message,
                SmsConstants.TOTAL_PARTS,
                shortMessage
                        .concatenation()
                        .map(part -> part.total())
                        .or(() -> shortMessage.joined().map(joined -> joined.total()))
                        .orElse(null));
        set(
                message,
                SmsConstants.PART_NUMBER,
                shortMessage.concatenation().map(part -> part.number()).orElse(null));
        set(
                message,
                SmsConstants.MISSING_PARTS,
                shortMessage
                        .joined()
                        .filter(joined -> !joined.isWhole())
                        .map(joined ->
                                joined.missing().stream().map(String::valueOf).collect(Collectors.joining(",")))
                        .orElse(null));
    }

    private static void set(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        } else {
            message.removeHeader(header);
        }
    }
}
