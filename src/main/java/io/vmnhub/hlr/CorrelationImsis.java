// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * IMSIs that are given in the place of a number's own (MT correlation ID, TR 23.840, TS 23.040): random ones from a
 * pool, each bound to the number and to the SMSC that has asked, for a while. A message for one that somebody else
 * sends, that is over, or that was never given, is for nobody. They are forgotten with the process. Thread-safe; memory
 * is bounded by the capacity.
 */
public final class CorrelationImsis {

    private static final int IMSI_DIGITS = 15;
    private static final int MOST_TRIES = 100;

    private final String pool;
    private final long lifetimeNanos;
    private final int capacity;
    private final Predicate<String> taken;
    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Binding> byImsi = new HashMap<>();
    private final Map<Asked, Binding> byAsked = new HashMap<>();
    private final Deque<Binding> inOrder = new ArrayDeque<>();
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    /** Why a message for a correlation IMSI, or for the own IMSI of a number that has them, is refused. */
    public enum Refusal {
        /** It was never given, or is over for long. */
        UNKNOWN,
        /** Its lifetime is over. */
        EXPIRED,
        /** Another SMSC has asked. */
        OTHER_SENDER,
        /** The number's own IMSI, which nobody is told. */
        OWN_IMSI
    }

    private record Asked(String msisdn, String callingTitle, String serviceCentre) {}

    private record Binding(String imsi, Asked asked, long until) {}

    /**
     * What an IMSI leads to.
     *
     * @param msisdn the number; empty when the message is refused
     * @param refusal why it is
     */
    public record Found(Optional<String> msisdn, Optional<Refusal> refusal) {}

    /**
     * @param pool what all of them begin with: 6 to 12 digits of a network whose messages are routed to the hub
     * @param lifetime how long an SMSC may use one; SMSCs keep answers for a while
     * @param capacity how many may be given at a time
     * @param taken tells IMSIs that are numbers' own
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public CorrelationImsis(
            String pool, Duration lifetime, int capacity, Predicate<String> taken, LongSupplier nanoTime) {
        if (!pool.matches("[0-9]{6,12}")) {
            throw new IllegalArgumentException("the pool of correlation IMSIs is '" + pool
                    + "', but must be the first 6 to 12 digits of the IMSIs");
        }
        this.pool = pool;
        this.lifetimeNanos = lifetime.toNanos();
        this.capacity = capacity;
        this.taken = taken;
        this.nanoTime = nanoTime;
        for (Refusal refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /**
     * The IMSI for an SMSC that asks for a number: the one that it has got already while half of its lifetime is left.
     *
     * @return empty when as many as there may be are given
     */
    public synchronized Optional<String> give(String msisdn, String callingTitle, String serviceCentre) {
        long now = nanoTime.getAsLong();
        forgetOld(now);
        Asked asked = new Asked(msisdn, callingTitle, serviceCentre);
        Binding known = byAsked.get(asked);
        if (known != null && known.until() - now > lifetimeNanos / 2) {
            return Optional.of(known.imsi());
        }
        if (inOrder.size() >= capacity) {
            return Optional.empty();
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            String imsi = next();
            if (!byImsi.containsKey(imsi) && !taken.test(imsi)) {
                Binding binding = new Binding(imsi, asked, now + lifetimeNanos);
                byImsi.put(imsi, binding);
                byAsked.put(asked, binding);
                inOrder.add(binding);
                return Optional.of(imsi);
            }
        }
        return Optional.empty();
    }

    private String next() {
        StringBuilder imsi = new StringBuilder(pool);
        while (imsi.length() < IMSI_DIGITS) {
            imsi.append((char) ('0' + random.nextInt(10)));
        }
        return imsi.toString();
    }

    /** Those that are over are kept as long again, to be told from those that were never given. */
    private void forgetOld(long now) {
        while (!inOrder.isEmpty() && now - inOrder.peek().until() > lifetimeNanos) {
            Binding old = inOrder.poll();
            byImsi.remove(old.imsi());
            byAsked.remove(old.asked(), old);
        }
    }

    /** Whether an IMSI is one of the pool. */
    public boolean isFromPool(String imsi) {
        return imsi.startsWith(pool) && imsi.length() == IMSI_DIGITS;
    }

    /** Who stands behind an IMSI of the pool, for a message of this SMSC. A refusal is counted. */
    public synchronized Found find(String imsi, String callingTitle, String serviceCentre) {
        Binding binding = byImsi.get(imsi);
        if (binding == null) {
            return refused(Refusal.UNKNOWN);
        }
        if (nanoTime.getAsLong() - binding.until() >= 0) {
            return refused(Refusal.EXPIRED);
        }
        return binding.asked().equals(new Asked(binding.asked().msisdn(), callingTitle, serviceCentre))
                ? new Found(Optional.of(binding.asked().msisdn()), Optional.empty())
                : refused(Refusal.OTHER_SENDER);
    }

    private Found refused(Refusal refusal) {
        count(refusal);
        return new Found(Optional.empty(), Optional.of(refusal));
    }

    void count(Refusal refusal) {
        counts.get(refusal).increment();
    }

    /** How many messages were refused so. */
    public long refusals(Refusal refusal) {
        return counts.get(refusal).sum();
    }

    /** How many are given, those that are over a while ago included. */
    public synchronized int size() {
        return inOrder.size();
    }
}
