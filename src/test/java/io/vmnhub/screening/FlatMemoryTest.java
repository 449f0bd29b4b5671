// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Spoofing.Action;
import io.vmnhub.screening.Spoofing.Check;
import io.vmnhub.sms.Address;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Everything that remembers senders, with the usual bounds: once they are reached, a million more senders need no more
 * of the heap.
 */
class FlatMemoryTest {

    private static final int TO_THE_BOUNDS = 250_000;
    private static final int MORE = 1_000_000;
    private static final long A_LITTLE = 16 << 20;
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private final Screening screening = new Given()
            .unlisted(Colour.GRAY)
            .limit(limit("sender", RateLimit.Scope.ORIGINATING_ADDRESS))
            .limit(limit("smsc", RateLimit.Scope.SMSC))
            .limit(limit("vmn", RateLimit.Scope.VMN))
            .spoofing(new Spoofing(
                    Map.of(Check.UNSOLICITED, Action.TAG),
                    Outcome.Reject.FINAL,
                    Duration.ofHours(1),
                    Spoofing.DEFAULT_REMEMBERED_QUERIES,
                    true))
            .screening();

    /** So slow that no bucket is full again while the test runs. */
    private static RateLimit limit(String name, RateLimit.Scope per) {
        return new RateLimit(
                name,
                per,
                RateLimit.Operation.MESSAGES,
                Set.of(),
                Rate.parse("1/h").withBurst(2),
                new Outcome.Reject(Outcome.Reject.BUSY),
                RateLimit.DEFAULT_KEYS);
    }

    private void senders(int from, int to) {
        for (int i = from; i < to; i++) {
            Sender smsc = Sender.of(String.valueOf(49_000_000_000L + i));
            String vmn = String.valueOf(447_000_000_000L + i);
            screening.query(smsc, vmn, "demo");
            screening.message(
                    smsc, "demo", Given.message(Address.international(String.valueOf(33_000_000_000L + i)), vmn, "Hi"));
        }
    }

    /** The least that several collections leave: what is being freed at the moment is not counted. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            MEMORY.gc();
            least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    void aMillionDistinctSendersLeaveTheHeapFlat() {
        long empty = used();
        senders(0, TO_THE_BOUNDS);
        long before = used();
        senders(TO_THE_BOUNDS, TO_THE_BOUNDS + MORE);
        long after = used();
        System.out.printf(
                "heap: %d MB with %,d senders, %d MB with %,d more%n",
                before - empty >> 20, TO_THE_BOUNDS, after - empty >> 20, MORE);
        assertThat(after - before).as("octets of the heap").isLessThan(A_LITTLE);
        Screening.Sizes sizes = screening.sizes();
        assertThat(sizes.buckets()).isLessThanOrEqualTo(3 * RateLimit.DEFAULT_KEYS);
        assertThat(sizes.gray()).isLessThanOrEqualTo(GrayListing.DEFAULT.remembered());
        assertThat(sizes.queries()).isLessThanOrEqualTo(2 * Spoofing.DEFAULT_REMEMBERED_QUERIES);
        assertThat(screening.grayCombinations(Optional.empty(), Optional.empty(), Optional.empty()))
                .hasSizeLessThanOrEqualTo(GrayListing.DEFAULT.remembered());
    }
}
