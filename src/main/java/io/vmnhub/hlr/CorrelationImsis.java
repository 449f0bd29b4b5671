// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * IMSIs that are given in the place of a number's own (MT correlation ID, TR 23.840, TS 23.040): random ones from a
 * pool, each bound to the number and to the SMSC that has asked, for a while. A message for one that somebody else
 * sends, that is over, or that was never given, is for nobody. Thread-safe; memory is bounded by the capacity.
 */
public final class CorrelationImsis {

    private static final int IMSI_DIGITS = 15;
    private static final int MOST_TRIES = 100;

    private final String pool;
    private final long lifetime;
    private final int capacity;
    private final Exhausted exhausted;
    private final Predicate<String> taken;
    private final LongSupplier millis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Given> byImsi = new HashMap<>();
    private final Map<Asked, Given> byAsked = new HashMap<>();
    private final Deque<Given> inOrder = new ArrayDeque<>();
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
    private CorrelationStore store = CorrelationStore.NONE;
    private BiConsumer<String, byte[]> told = (imsi, binding) -> {};

    /** Why a message for a correlation IMSI, or for the own IMSI of a number that has them, is refused. */
    public enum Refusal {
        /** It was never given, or is over for long. */
        UNKNOWN,
        /** Its lifetime is over. */
        EXPIRED,
        /** Another SMSC has asked. */
        OTHER_SENDER,
        /** The number's own IMSI, which nobody is told. */
        OWN_IMSI;

        /** Whether who sends it cannot have been given it; who keeps an answer for too long has. */
        boolean isAttack() {
            return this != EXPIRED;
        }
    }

    /** What becomes of a query when as many are given as there may be. */
    public enum Exhausted {
        /** It gets a temporary error. */
        REFUSE,
        /** It gets one in the place of the oldest, which then nobody may use. */
        REPLACE_OLDEST
    }

    private record Asked(String msisdn, String callingTitle, String serviceCentre) {
        static Asked of(CorrelationBinding binding) {
            return new Asked(binding.msisdn(), binding.callingTitle(), binding.serviceCentre());
        }
    }

    private record Given(CorrelationBinding binding, CompletableFuture<Void> kept) {}

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
     * @param millis the clock, as {@link System#currentTimeMillis}
     */
    public CorrelationImsis(
            String pool,
            Duration lifetime,
            int capacity,
            Exhausted exhausted,
            Predicate<String> taken,
            LongSupplier millis) {
        if (!pool.matches("[0-9]{6,12}")) {
            throw new IllegalArgumentException("the pool of correlation IMSIs is '" + pool
                    + "', but must be the first 6 to 12 digits of the IMSIs");
        }
        this.pool = pool;
        this.lifetime = lifetime.toMillis();
        this.capacity = capacity;
        this.exhausted = exhausted;
        this.taken = taken;
        this.millis = millis;
        for (Refusal refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /**
     * Takes over what an earlier run has given, and keeps what is given from now on. To be called once, first.
     *
     * @throws IOException when what there is cannot be read
     */
    public synchronized void keepIn(CorrelationJournal journal) throws IOException {
        long now = millis.getAsLong();
        List<CorrelationBinding> earlier = journal.read();
        earlier.stream()
                .filter(binding -> binding.imsi().startsWith(pool) && now - binding.until() <= lifetime)
                .skip(Math.max(0, earlier.size() - (long) capacity))
                .forEach(binding -> add(new Given(binding, CompletableFuture.completedFuture(null))));
        store = journal;
        journal.start(this::bindings);
    }

    /**
     * Other nodes that are to know what is given here: what they get, they {@link #learn}.
     *
     * @param others get an IMSI and what it stands for, and must not wait for anything
     */
    public synchronized void tell(BiConsumer<String, byte[]> others) {
        told = others;
    }

    /**
     * Takes what another node has given.
     *
     * @throws IOException when it is none
     */
    public synchronized void learn(byte[] octets) throws IOException {
        CorrelationBinding binding = CorrelationBinding.of(octets);
        if (binding.imsi().startsWith(pool) && !byImsi.containsKey(binding.imsi())) {
            if (inOrder.size() >= capacity) {
                forgetFirst();
            }
            add(new Given(binding, store.keep(binding)));
        }
    }

    private synchronized Collection<CorrelationBinding> bindings() {
        return inOrder.stream().map(Given::binding).toList();
    }

    /**
     * The IMSI for an SMSC that asks for a number: the one that it has got already while half of its lifetime is left.
     *
     * @return empty when as many as there may be are given
     */
    public synchronized Optional<String> give(String msisdn, String callingTitle, String serviceCentre) {
        long now = millis.getAsLong();
        forgetOld(now);
        Given known = byAsked.get(new Asked(msisdn, callingTitle, serviceCentre));
        if (known != null && known.binding().until() - now > lifetime / 2) {
            return Optional.of(known.binding().imsi());
        }
        if (inOrder.size() >= capacity) {
            if (exhausted == Exhausted.REFUSE) {
                return Optional.empty();
            }
            forgetFirst();
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            String imsi = next();
            if (!byImsi.containsKey(imsi) && !taken.test(imsi)) {
                CorrelationBinding binding =
                        new CorrelationBinding(imsi, msisdn, callingTitle, serviceCentre, now + lifetime);
                add(new Given(binding, store.keep(binding)));
                told.accept(imsi, binding.octets());
                return Optional.of(imsi);
            }
        }
        return Optional.empty();
    }

    private void add(Given given) {
        byImsi.put(given.binding().imsi(), given);
        byAsked.put(Asked.of(given.binding()), given);
        inOrder.add(given);
    }

    /** Ends when the IMSI is kept for after a restart, as far as that is asked for; never exceptionally. */
    synchronized CompletableFuture<Void> kept(String imsi) {
        Given given = byImsi.get(imsi);
        return given == null ? CompletableFuture.completedFuture(null) : given.kept();
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
        while (!inOrder.isEmpty() && now - inOrder.peek().binding().until() > lifetime) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Given old = inOrder.poll();
        byImsi.remove(old.binding().imsi());
        byAsked.remove(Asked.of(old.binding()), old);
    }

    /** What all of them begin with. */
    String pool() {
        return pool;
    }

    /** Whether an IMSI is one of the pool. */
    public boolean isFromPool(String imsi) {
        return imsi.startsWith(pool) && imsi.length() == IMSI_DIGITS;
    }

    /** Who stands behind an IMSI of the pool, for a message of this SMSC. A refusal is counted. */
    public synchronized Found find(String imsi, String callingTitle, String serviceCentre) {
        Given given = byImsi.get(imsi);
        if (given == null) {
            return refused(Refusal.UNKNOWN);
        }
        CorrelationBinding binding = given.binding();
        if (millis.getAsLong() - binding.until() >= 0) {
            return refused(Refusal.EXPIRED);
        }
        return binding.isFor(callingTitle, serviceCentre)
                ? new Found(Optional.of(binding.msisdn()), Optional.empty())
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
