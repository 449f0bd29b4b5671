// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Messages of one kind that wait elsewhere, whichever of its two ways the SMSC took to say so (TS 23.038 clause 4, TS
 * 23.040 clause 9.2.3.24.2).
 *
 * @param kind what waits
 * @param active whether any waits: true to switch the indication on, false to switch it off
 * @param stored true when the short message itself is to be kept
 * @param count how many wait, 0 to 255; empty when only the data coding scheme says it
 */
public record MessagesWaiting(MessageWaitingIndication.Kind kind, boolean active, boolean stored, OptionalInt count) {

    public MessagesWaiting {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(count, "count");
    }

    static MessagesWaiting of(SpecialSmsIndication indication) {
        return new MessagesWaiting(
                indication.kind(), indication.count() > 0, indication.stored(), OptionalInt.of(indication.count()));
    }

    static MessagesWaiting of(MessageWaitingIndication indication) {
        return new MessagesWaiting(indication.kind(), indication.active(), indication.stored(), OptionalInt.empty());
    }
}
