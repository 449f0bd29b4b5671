// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices SMSCs that try numbers or IMSIs which are not there, as who looks for those that are. Different ones are
 * counted, so that one wrong number that is tried again and again is none. Constant memory for each SMSC, and for a
 * bounded number of them. Thread-safe.
 */
public final class ScanWatch {

    private static final int MOST_SMSCS = 10_000;
    private static final int BITS = 4_096;

    private final int unknown;
    private final Duration within;
    private final Consumer<Scan> found;
    private final LongSupplier nanoTime;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final LongAdder scans = new LongAdder();
    private final Map<String, Tried> smscs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tried> eldest) {
            return size() > MOST_SMSCS;
        }
    };

    /**
     * An SMSC that scans.
     *
     * @param smsc its SCCP calling title, or its MAP service centre where it has none
     * @param unknown how many different ones it has tried
     * @param within in how long
     */
    public record Scan(String smsc, int unknown, Duration within) {}

    /** Which ones an SMSC has tried since a moment: a bit for each, by its hash (linear counting). */
    private static final class Tried {

        private final long since;
        private final long[] bits = new long[BITS / Long.SIZE];
        private int set;
        private boolean told;

        Tried(long since) {
            this.since = since;
        }

        void add(long hash) {
            int bit = (int) Math.floorMod(hash, (long) BITS);
            long mask = 1L << bit % Long.SIZE;
            if ((bits[bit / Long.SIZE] & mask) == 0) {
                bits[bit / Long.SIZE] |= mask;
                set++;
            }
        }

        int count() {
            return (int) Math.round(-BITS * Math.log(Math.max(1, BITS - set) / (double) BITS));
        }
    }

    /**
     * @param unknown so many different ones make a scan, at most {@value #MOST}
     * @param within in so long
     * @param found gets each SMSC that scans, once in that time; must not block
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public ScanWatch(int unknown, Duration within, Consumer<Scan> found, LongSupplier nanoTime) {
        if (unknown < 1 || unknown > MOST) {
            throw new IllegalArgumentException("a scan is 1 to " + MOST + " unknown numbers, not " + unknown);
        }
        this.unknown = unknown;
        this.within = within;
        this.found = found;
        this.nanoTime = nanoTime;
    }

    /** More cannot be counted. */
    public static final int MOST = 10_000;

    /**
     * An SMSC has tried what is not there.
     *
     * @param what a number or an IMSI
     */
    public void tried(String callingTitle, String serviceCentre, String what) {
        String smsc = callingTitle.isEmpty() ? serviceCentre : callingTitle;
        if (smsc.isEmpty()) {
            return;
        }
        int count;
        synchronized (smscs) {
            long now = nanoTime.getAsLong();
            Tried tried = smscs.compute(
                    smsc,
                    (name, known) -> known == null || now - known.since >= within.toNanos() ? new Tried(now) : known);
            tried.add(hash(what));
            count = tried.told ? 0 : tried.count();
            tried.told |= count >= unknown;
        }
        if (count >= unknown) {
            scans.increment();
            found.accept(new Scan(smsc, count, within));
        }
    }

    /** Nobody outside can choose values that share a bit. */
    private long hash(String what) {
        long hash = seed;
        for (int i = 0; i < what.length(); i++) {
            hash = (hash ^ what.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** How many scans were noticed. */
    public long scans() {
        return scans.sum();
    }
}
