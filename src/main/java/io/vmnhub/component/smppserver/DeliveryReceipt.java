// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.StatusReport.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A status report as SMPP has it: a delivery receipt (SMPP 3.4 appendix B), or an intermediate notification while the
 * SMSC goes on trying. Its id is the TP-MR. What it says stands in the text, whose characters are the same in every
 * default alphabet, and in the parameters receipted_message_id and message_state.
 */
final class DeliveryReceipt {

    private static final int DELIVERY_RECEIPT = 0x04;
    private static final int INTERMEDIATE_NOTIFICATION = 0x20;

    private static final int RECEIPTED_MESSAGE_ID = 0x001E;
    private static final int MESSAGE_STATE = 0x0427;

    private static final int NOT_CONFIRMED = 0x01;
    private static final int REPLACED = 0x02;
    private static final int EXPIRED = 0x46;
    private static final int DELETED_BY_SENDER = 0x47;
    private static final int DELETED_BY_SMSC = 0x48;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmm");

    /** The states of SMPP 3.4 clause 5.2.28, with their words in the text. */
    private enum State {
        ENROUTE(1, "ENROUTE"),
        DELIVERED(2, "DELIVRD"),
        EXPIRED(3, "EXPIRED"),
        DELETED(4, "DELETED"),
        UNDELIVERABLE(5, "UNDELIV"),
        ACCEPTED(6, "ACCEPTD"),
        UNKNOWN(7, "UNKNOWN");

        private final int value;
        private final String word;

        State(int value, String word) {
            this.value = value;
            this.word = word;
        }
    }

    private DeliveryReceipt() {}

    /** @throws java.util.NoSuchElementException when the message is not a status report */
    static Body of(ShortMessage message) {
        StatusReport report = message.statusReport().orElseThrow();
        State state = state(report);
        boolean delivered = state == State.DELIVERED;
        String text = String.format(
                "id:%d sub:001 dlvrd:%s submit date:%s done date:%s stat:%s err:%03d text:",
                report.messageReference(),
                delivered ? "001" : "000",
                time(message.deliver().serviceCentreTimestamp(), message),
                time(report.dischargeTime(), message),
                state.word,
                report.status());
        Map<Integer, byte[]> parameters = new LinkedHashMap<>();
        parameters.put(RECEIPTED_MESSAGE_ID, (report.messageReference() + "\0").getBytes(StandardCharsets.US_ASCII));
        parameters.put(MESSAGE_STATE, new byte[] {(byte) state.value});
        return Body.ascii(text, parameters);
    }

    /** The message type bits of esm_class; 0 for a short message. */
    static int esmClass(ShortMessage message) {
        return message.statusReport()
                .map(report -> report.outcome() == Outcome.TRYING ? INTERMEDIATE_NOTIFICATION : DELIVERY_RECEIPT)
                .orElse(0);
    }

    private static State state(StatusReport report) {
        return switch (report.outcome()) {
            case COMPLETED ->
                report.status() == NOT_CONFIRMED
                        ? State.ACCEPTED
                        : report.status() == REPLACED ? State.DELETED : State.DELIVERED;
            case TRYING -> State.ENROUTE;
            case PERMANENT_ERROR ->
                switch (report.status()) {
                    case EXPIRED -> State.EXPIRED;
                    case DELETED_BY_SENDER, DELETED_BY_SMSC -> State.DELETED;
                    default -> State.UNDELIVERABLE;
                };
            case TEMPORARY_ERROR -> State.UNDELIVERABLE;
            case RESERVED -> State.UNKNOWN;
        };
    }

    /** As the SMSC's clock had it; when it gave no time, when the report came. */
    private static String time(Optional<OffsetDateTime> time, ShortMessage message) {
        return TIME.format(time.orElseGet(() -> message.receivedAt().atOffset(ZoneOffset.UTC)));
    }
}
