// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of SMSCs. Both addresses that a message carries are looked up, each by its most specific entry: black when
 * either is black, else gray when either is gray, white only when both are white; a missing address says nothing.
 * Immutable and thread-safe.
 */
public final class SmscLists {

    private final DigitIndex<ListEntry> index;
    private final int size;

    /**
     * What was found.
     *
     * @param entry the entry that decided; empty for {@link Colour#UNLISTED}
     */
    public record Finding(Colour colour, Optional<ListEntry> entry) {}

    private static final Finding UNLISTED = new Finding(Colour.UNLISTED, Optional.empty());

    /**
     * @param entries of the same address, the last one counts
     * @throws IllegalArgumentException when ranges overlap
     */
    SmscLists(Collection<ListEntry> entries) {
        Map<DigitPattern, ListEntry> byAddress = new HashMap<>(entries.size() * 2);
        entries.forEach(entry -> byAddress.put(entry.address(), entry));
        index = new DigitIndex<>(byAddress);
        size = byAddress.size();
    }

    int size() {
        return size;
    }

    Finding find(Sender sender, long epochMillis) {
        if (size == 0) {
            return UNLISTED;
        }
        Finding sccp = sender.callingGlobalTitle().isEmpty()
                ? null
                : find(sender.callingGlobalTitle().get(), epochMillis);
        if (sccp != null && (sender.serviceCentreAddress().isEmpty() || sender.consistent())) {
            return sccp;
        }
        Finding map =
                sender.serviceCentreAddress().isEmpty() ? UNLISTED : find(sender.serviceCentreAddress(), epochMillis);
        return sccp == null || map.colour().compareTo(sccp.colour()) < 0 ? map : sccp;
    }

    private Finding find(String digits, long epochMillis) {
        return index.find(digits, entry -> entry.counts(epochMillis))
                .map(entry -> new Finding(entry.colour(), Optional.of(entry)))
                .orElse(UNLISTED);
    }
}
