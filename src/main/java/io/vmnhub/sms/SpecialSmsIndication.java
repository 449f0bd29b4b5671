// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Objects;

/**
 * A message waiting indication with a count, from the user data header (TS 23.040 clause 9.2.3.24.2).
 *
 * @param kind what waits
 * @param profile the multiple subscriber profile, 0 to 3 for profiles 1 to 4
 * @param stored true when the short message itself is to be kept
 * @param count how many wait, 0 to 255; 0 switches the indication off
 */
public record SpecialSmsIndication(MessageWaitingIndication.Kind kind, int profile, boolean stored, int count) {

    public SpecialSmsIndication {
        Objects.requireNonNull(kind, "kind");
    }
}
