// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.time.Instant;
import java.util.Optional;

/**
 * A combination that gray listing remembers.
 *
 * @param smsc the SCCP address, else the MAP address
 * @param originatingAddress digits or a name
 * @param vmn digits
 * @param passes whether its sender has come back; if not, it has tried once
 * @param since when it tried first or, once it passes, about when its last message came
 */
public record GrayCombination(String smsc, String originatingAddress, String vmn, boolean passes, Instant since) {

    private static final char BETWEEN = ' ';

    /** The originating address, which may have blanks, is last. */
    static String key(String smsc, String originatingAddress, String vmn) {
        return smsc + BETWEEN + vmn + BETWEEN + originatingAddress;
    }

    static GrayCombination of(String key, GrayList.Triple triple) {
        String[] parts = key.split(String.valueOf(BETWEEN), 3);
        return new GrayCombination(
                parts[0], parts[2], parts[1], triple.passed(), Instant.ofEpochMilli(triple.millis()));
    }

    boolean has(Optional<String> wantedSmsc, Optional<String> wantedOriginatingAddress, Optional<String> wantedVmn) {
        return wantedSmsc.map(smsc::equals).orElse(true)
                && wantedOriginatingAddress.map(originatingAddress::equals).orElse(true)
                && wantedVmn.map(vmn::equals).orElse(true);
    }
}
