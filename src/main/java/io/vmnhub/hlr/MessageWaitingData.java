// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.sms.MessageWaitingStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Which service centres have messages for numbers that could not receive (TS 23.040 clauses 3.2.6 and 10). Look-ups and
 * changes are in memory; a change's future ends when it is also on the disk. Thread-safe, bounded, nothing waits.
 */
public final class MessageWaitingData implements AutoCloseable {

    private final WaitingLimits limits;
    private final Clock clock;
    private final ConcurrentMap<String, MessageWaiting> numbers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> byApplication = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> probes = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final WaitingJournal journal;
    private volatile WaitingNews news = WaitingNews.NONE;
    private volatile Consumer<List<MessageWaiting>> whenLoaded = found -> {};

    public MessageWaitingData(WaitingStore store, WaitingLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        journal = new WaitingJournal(store, this::of, this::loaded);
    }

    /**
     * Reads what an earlier run has left, and begins to write.
     *
     * @param loaded gets what was read
     */
    public void start(Consumer<List<MessageWaiting>> loaded) {
        whenLoaded = loaded;
        journal.start();
    }

    private void loaded(List<MessageWaiting> found) {
        for (MessageWaiting one : found) {
            change(one.msisdn(), one.application(), now -> {
                MessageWaiting merged = now.isEmpty() ? one : now;
                for (WaitingCentre centre : one.centres()) {
                    merged = merged.centre(centre.address()).isPresent() ? merged : merged.with(centre);
                }
                return merged;
            });
        }
        news.loaded(found);
        whenLoaded.accept(found);
    }

    /** From now on other nodes hear of changes; to be called before the start. */
    public void tell(WaitingNews others) {
        news = others;
    }

    /**
     * Another node has changed what a number has.
     *
     * @param isKept whether that node has it in a database that is this node's, too
     */
    public void take(String msisdn, Optional<MessageWaiting> changed, boolean isKept) {
        String application =
                changed.or(() -> of(msisdn)).map(MessageWaiting::application).orElse("");
        change(msisdn, application, now -> changed.orElseGet(() -> MessageWaiting.none(msisdn, application)));
        if (!isKept) {
            journal.changed(msisdn);
        }
    }

    private CompletableFuture<Void> changed(String msisdn) {
        news.changed(msisdn, of(msisdn));
        return journal.changed(msisdn);
    }

    /** What a number has; empty when nobody waits for it and no flag is set. */
    public Optional<MessageWaiting> of(String msisdn) {
        return Optional.ofNullable(numbers.get(msisdn));
    }

    /** Whether somebody waits for a number of the application, or a flag is set. */
    public boolean isWaiting(String application) {
        return byApplication.containsKey(application);
    }

    /** Numbers of the application that have message waiting data. */
    public List<MessageWaiting> waitingFor(String application) {
        return byApplication.getOrDefault(application, Set.of()).stream()
                .flatMap(msisdn -> of(msisdn).stream())
                .toList();
    }

    /** The applications whose numbers have message waiting data. */
    public Set<String> applications() {
        return Set.copyOf(byApplication.keySet());
    }

    /** All message waiting data, in no order. */
    public Collection<MessageWaiting> all() {
        return numbers.values();
    }

    /** How many service centres wait, over all numbers. */
    public int size() {
        return total.get();
    }

    /**
     * What became of noting a service centre.
     *
     * @param included false when there was no room for it: messageWaitingListFull
     * @param status the number's, after it
     * @param kept ends well when that is on the disk
     */
    public record Noted(boolean included, MessageWaitingStatus status, CompletableFuture<Void> kept) {}

    /**
     * A number is not reachable (MNRF), and the service centre has a message for it.
     *
     * @param dialogueVersion MAP version that the SMSC uses
     */
    public Noted absent(String msisdn, String application, Cause cause, String serviceCentre, int dialogueVersion) {
        return note(msisdn, application, serviceCentre, dialogueVersion, now -> now.absent(cause, application));
    }

    /** A number has no room (MCEF), and the service centre has a message for it. */
    public Noted memoryCapacityExceeded(String msisdn, String application, String serviceCentre, int dialogueVersion) {
        return note(msisdn, application, serviceCentre, dialogueVersion, now -> now.full(application));
    }

    private Noted note(
            String msisdn,
            String application,
            String serviceCentre,
            int dialogueVersion,
            UnaryOperator<MessageWaiting> flags) {
        Instant now = clock.instant();
        WaitingCentre centre = new WaitingCentre(
                serviceCentre, WaitingCentre.alertVersion(dialogueVersion), now, now.plus(limits.keep()));
        MessageWaiting[] before = {null};
        MessageWaiting after = change(msisdn, application, current -> {
            before[0] = current;
            MessageWaiting flagged = flags.apply(current.at(now));
            Optional<WaitingCentre> known = flagged.centre(serviceCentre);
            if (known.isPresent()
                    && known.get().since().plus(limits.keep().dividedBy(10)).isAfter(now)) {
                return flagged; // noted a little while ago
            }
            boolean room =
                    known.isPresent() || flagged.centres().size() < limits.perNumber() && total.get() < limits.total();
            return room ? flagged.with(centre) : flagged;
        });
        boolean included = after.centre(serviceCentre).isPresent();
        CompletableFuture<Void> kept = after.equals(before[0]) ? journal.unchanged(msisdn) : changed(msisdn);
        return new Noted(included, after.status(serviceCentre), kept);
    }

    /** A number can receive again: its flags are cleared. Ends well when that is on the disk. */
    public CompletableFuture<Void> reachable(String msisdn) {
        return changeKept(msisdn, MessageWaiting::reachable);
    }

    /** A service centre need not be alerted any more. Ends well when that is on the disk. */
    public CompletableFuture<Void> remove(String msisdn, String serviceCentre) {
        return changeKept(msisdn, now -> now.without(centre -> centre.address().equals(serviceCentre)));
    }

    /** Everything about a number is forgotten. */
    public CompletableFuture<Void> forget(String msisdn) {
        return changeKept(msisdn, now -> now.reachable().without(centre -> true));
    }

    /** A service centre is to be alerted in another version. */
    CompletableFuture<Void> version(String msisdn, String serviceCentre, int version) {
        return changeKept(
                msisdn,
                now -> now.centre(serviceCentre)
                        .map(centre -> now.with(centre.withVersion(version)))
                        .orElse(now));
    }

    /** Forgets who has waited too long. */
    void expire() {
        Instant now = clock.instant();
        List<String> late = new ArrayList<>();
        numbers.forEach((msisdn, waiting) -> {
            if (waiting.centres().stream().anyMatch(centre -> !centre.until().isAfter(now))) {
                late.add(msisdn);
            }
        });
        for (String msisdn : late) {
            changeKept(msisdn, waiting -> {
                MessageWaiting left = waiting.at(now);
                return left.centres().isEmpty() ? left.reachable() : left;
            });
        }
    }

    /**
     * Whether a query for a number that is not reachable is to be answered all the same, to find out: true once in the
     * time of {@link WaitingLimits#probeAfter()}.
     */
    public boolean isProbe(String msisdn) {
        long now = clock.millis();
        boolean[] due = {false};
        probes.computeIfPresent(msisdn, (number, last) -> {
            due[0] = now - last >= limits.probeAfter().toMillis();
            return due[0] ? Long.valueOf(now) : last;
        });
        return due[0];
    }

    private CompletableFuture<Void> changeKept(String msisdn, UnaryOperator<MessageWaiting> how) {
        MessageWaiting known = numbers.get(msisdn);
        if (known == null) {
            return CompletableFuture.completedFuture(null);
        }
        MessageWaiting after = change(msisdn, known.application(), how);
        return after.equals(known) ? CompletableFuture.completedFuture(null) : changed(msisdn);
    }

    /** The one place where the map, its index and its count change. */
    private MessageWaiting change(String msisdn, String application, UnaryOperator<MessageWaiting> how) {
        MessageWaiting[] result = {null};
        numbers.compute(msisdn, (number, known) -> {
            MessageWaiting before = known == null ? MessageWaiting.none(number, application) : known;
            MessageWaiting after = how.apply(before);
            result[0] = after;
            total.addAndGet(after.centres().size() - before.centres().size());
            if (known != null && (after.isEmpty() || !after.application().equals(known.application()))) {
                unlist(known);
            }
            if (!after.notReachable()) {
                probes.remove(number);
            } else if (!before.notReachable()) {
                probes.put(number, clock.millis());
            }
            if (after.isEmpty()) {
                return null;
            }
            byApplication.compute(after.application(), (name, listed) -> {
                Set<String> all = listed == null ? ConcurrentHashMap.newKeySet() : listed;
                all.add(number);
                return all;
            });
            return after;
        });
        return result[0];
    }

    private void unlist(MessageWaiting known) {
        byApplication.computeIfPresent(known.application(), (name, listed) -> {
            listed.remove(known.msisdn());
            return listed.isEmpty() ? null : listed;
        });
    }

    /** Writes what has not been written, and ends. */
    @Override
    public void close() {
        journal.close();
    }
}
