// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Objects;

/**
 * What the sender wants shown about messages that wait elsewhere, as a data coding scheme says it (TS 23.038 clause 4,
 * groups 1100 to 1110).
 *
 * @param kind what waits
 * @param active true to switch the indication on, false to switch it off
 * @param stored true when the short message itself is to be kept, false when it may be discarded after the indication
 */
public record MessageWaitingIndication(Kind kind, boolean active, boolean stored) {

    public MessageWaitingIndication {
        Objects.requireNonNull(kind, "kind");
    }

    /** What waits; {@code VIDEO} exists only in the user data header (TS 23.040 clause 9.2.3.24.2). */
    public enum Kind {
        VOICEMAIL,
        FAX,
        EMAIL,
        OTHER,
        VIDEO;

        /** @param code bits 1..0, as the data coding scheme and the header element share them */
        static Kind of(int code) {
            return switch (code & 3) {
                case 0 -> VOICEMAIL;
                case 1 -> FAX;
                case 2 -> EMAIL;
                default -> OTHER;
            };
        }
    }
}
