// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/**
 * What an SMS-STATUS-REPORT says of the message that the subscriber has sent (TS 23.040 clause 9.2.2.3). Immutable.
 *
 * @param messageReference TP-MR, 0 to 255: the reference that the sent message had
 * @param status TP-ST, 0 to 255
 * @param dischargeTime TP-DT: when the message was delivered, or last tried; empty when the seven octets are not a date
 * @param ofCommand TP-SRQ: whether it answers an SMS-COMMAND and no SMS-SUBMIT
 */
public record StatusReport(
        int messageReference, int status, Optional<OffsetDateTime> dischargeTime, boolean ofCommand) {

    private static final int OCTET = 255;

    public StatusReport {
        if (messageReference < 0 || messageReference > OCTET) {
            throw new IllegalArgumentException("messageReference " + messageReference + " is not within 0..255");
        }
        if (status < 0 || status > OCTET) {
            throw new IllegalArgumentException("status " + status + " is not within 0..255");
        }
        Objects.requireNonNull(dischargeTime, "dischargeTime");
    }

    /** What TP-ST means (clause 9.2.3.15). */
    public enum Outcome {
        /** The message has reached its receiver, or was replaced by the SMSC. */
        COMPLETED("completed"),
        /** Not yet; the SMSC goes on trying. */
        TRYING("trying"),
        /** A permanent error; the SMSC has given up. */
        PERMANENT_ERROR("permanentError"),
        /** A temporary error; the SMSC has given up all the same. */
        TEMPORARY_ERROR("temporaryError"),
        /** A value that is reserved. */
        RESERVED("reserved");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As headers and the JSON form have it. */
        public String word() {
            return word;
        }
    }

    public Outcome outcome() {
        return switch (status >> 5) {
            case 0 -> Outcome.COMPLETED;
            case 1 -> Outcome.TRYING;
            case 2 -> Outcome.PERMANENT_ERROR;
            case 3 -> Outcome.TEMPORARY_ERROR;
            default -> Outcome.RESERVED;
        };
    }
}
