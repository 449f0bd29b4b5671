// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers who has tried and who has come back. Thread-safe. */
final class GrayList {

    /** A combination that passes is written down again after this, not with every message. */
    private static final long RENEW_MILLIS = Duration.ofHours(1).toMillis();

    /** When it tried first or, once it has passed, when it last came; epoch milliseconds. */
    record Triple(boolean passed, long millis) {}

    private final WatchedMemory<Triple> memory;
    private volatile GrayListing settings;

    GrayList(GrayListing settings, MemorySource memories) {
        this.settings = settings;
        this.memory = new WatchedMemory<>(memories.create(
                "gray-list",
                FactForm.TRIPLE,
                settings.remembered(),
                triple -> (triple.passed() ? this.settings.remember() : this.settings.window()).plusSeconds(1)));
    }

    void replace(GrayListing changed) {
        settings = changed;
        memory.most(changed.remembered());
    }

    WatchedMemory<Triple> memory() {
        return memory;
    }

    /** Whether the message may pass now; a first attempt is written down. */
    boolean passes(String smsc, String originatingAddress, String vmn, long now) {
        String key = GrayCombination.key(smsc, originatingAddress, vmn);
        Triple known = memory.find(key).orElse(null);
        GrayListing rules = settings;
        if (known != null
                && known.passed()
                && now - known.millis() <= rules.remember().toMillis()) {
            if (now - known.millis() > RENEW_MILLIS) {
                memory.remember(key, new Triple(true, now));
            }
            return true;
        }
        long since = known == null || known.passed() ? Long.MAX_VALUE : now - known.millis();
        if (since > rules.window().toMillis()) {
            memory.remember(key, new Triple(false, now));
            return false;
        }
        if (since < rules.minDelay().toMillis()) {
            return false;
        }
        memory.remember(key, new Triple(true, now));
        return true;
    }

    /** The combinations with all that is given. */
    List<GrayCombination> combinations(
            Optional<String> smsc, Optional<String> originatingAddress, Optional<String> vmn) {
        List<GrayCombination> list = new ArrayList<>();
        memory.forEach((key, triple) -> {
            GrayCombination combination = GrayCombination.of(key, triple);
            if (combination.has(smsc, originatingAddress, vmn)) {
                list.add(combination);
            }
        });
        return list;
    }

    /**
     * Forgets the combinations with all that is given.
     *
     * @return how many there were
     */
    int forget(Optional<String> smsc, Optional<String> originatingAddress, Optional<String> vmn) {
        List<GrayCombination> forgotten = combinations(smsc, originatingAddress, vmn);
        forgotten.forEach(combination -> memory.forget(
                GrayCombination.key(combination.smsc(), combination.originatingAddress(), combination.vmn())));
        return forgotten.size();
    }
}
