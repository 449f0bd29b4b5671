// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.hlr.AlertSender.Outcome;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberSettings.Hlr;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts the service centres that have messages for numbers that can receive again: paced for each service centre,
 * tried again after pauses while one does not answer, in version 1 where it does not have version 2. One thread does it
 * all; whoever has news only leaves them here. Of the nodes of a farm the one that leads alerts; the others know what
 * is due, should they have to go on.
 */
public final class Alerts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final long TICK_MILLIS = 50;
    private static final long BETWEEN_EXPIRIES_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(500).toNanos();

    private final MessageWaitingData data;
    private final NumberPlan numbers;
    private final AlertSender sender;
    private final WaitingLimits limits;
    private final StateChanges changes;
    private final ApplicationNews news;
    private final Map<String, CentreAlerts> centres = new HashMap<>();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "hlr-alerts");
        made.setDaemon(true);
        return made;
    });
    /** Numbers that have data. */
    private final Set<String> changedElsewhere = ConcurrentHashMap.newKeySet();

    private volatile BooleanSupplier leads = () -> true;
    private boolean led = true;
    private volatile boolean numbersChanged;
    private volatile Consumer<String> whenAway = application -> {};
    private volatile List<MessageWaiting> loaded = List.of();
    private long nextExpiry = System.nanoTime() + BETWEEN_EXPIRIES_NANOS;
    private long nextLook = System.nanoTime();

    /** With applications of which nothing is known but what is told here. */
    public Alerts(MessageWaitingData data, NumberPlan numbers, AlertSender sender, WaitingLimits limits) {
        this(data, numbers, sender, limits, ApplicationStates.UNKNOWN);
    }

    /** @param states asked now and then: who waits for an application is alerted when it is no longer away */
    public Alerts(
            MessageWaitingData data,
            NumberPlan numbers,
            AlertSender sender,
            WaitingLimits limits,
            ApplicationStates states) {
        changes = new StateChanges(states);
        news = new ApplicationNews(data::isWaiting);
        this.data = data;
        this.numbers = numbers;
        this.sender = sender;
        this.limits = limits;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /** Begins to send; what an earlier run has not brought to its end goes on. */
    public void start() {
        data.start(found -> loaded = found);
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * An application can receive again: whoever waits for its numbers is alerted.
     *
     * @param why for the log
     */
    public void available(String application, String why) {
        news.available(application, why);
    }

    /**
     * A client has bound: the applications whose messages it gets can receive again.
     *
     * @param applications finds them; called on the thread of the alerts
     */
    public void bound(String client, Function<String, Set<String>> applications) {
        news.bound(client, applications);
    }

    /** An application has confirmed a message, so it can receive. Called for every message. */
    public void delivered(String application) {
        news.delivered(application);
    }

    /** A service centre that has just been noted waits because of the state of the application. */
    public void waitsFor(String application, ApplicationState state) {
        if (state.kind() != ApplicationState.Kind.READY) {
            changes.note(application, state);
        }
    }

    /** @param listener hears now and then of each application that is away while somebody waits; must not block */
    public void whenAway(Consumer<String> listener) {
        whenAway = listener;
    }

    /** From now on only while this node leads. */
    public void whileLeading(BooleanSupplier isLeader) {
        leads = isLeader;
    }

    /** Another node has changed the data of a number. */
    public void changedElsewhere(String msisdn) {
        if (data.of(msisdn).isPresent()) {
            changedElsewhere.add(msisdn);
        }
    }

    /** Numbers may have another state now. */
    public void numbersChanged() {
        numbersChanged = true;
    }

    /** How many alerts have ended so. */
    public long count(Outcome outcome) {
        return outcomes.get(outcome).sum();
    }

    private void tick() {
        try {
            carryOn();
            takeChanges();
            news.take(this::makeDue);
            if (numbersChanged) {
                numbersChanged = false;
                data.all().stream()
                        .filter(waiting -> waiting.cause() == Cause.SUSPENDED)
                        .forEach(this::makeDue);
            }
            long now = System.nanoTime();
            if (now - nextLook >= 0) {
                nextLook = now + BETWEEN_LOOKS_NANOS;
                changes.look(data.applications(), this::changed);
            }
            if (now - nextExpiry >= 0) {
                nextExpiry = now + BETWEEN_EXPIRIES_NANOS;
                expire();
            }
            if (isLeading()) {
                centres.forEach((address, centre) -> send(address, centre, now));
            }
        } catch (RuntimeException e) {
            LOG.error("Sending alerts to service centres failed and continues: {}", e.toString(), e);
        }
    }

    private boolean isLeading() {
        boolean now = leads.getAsBoolean();
        if (now != led) {
            led = now;
            LOG.info(now ? "This node alerts service centres now" : "Another node alerts service centres");
        }
        return now;
    }

    private void expire() {
        if (leads.getAsBoolean()) {
            data.expire();
        }
        centres.forEach((address, centre) -> centre.retain(msisdn ->
                data.of(msisdn).flatMap(waiting -> waiting.centre(address)).isPresent()));
        centres.values().removeIf(CentreAlerts::isIdle);
    }

    /** What was to be alerted when the process ended. */
    private void carryOn() {
        List<MessageWaiting> found = loaded;
        loaded = List.of();
        found.forEach(this::makeDueIfReachable);
    }

    private void takeChanges() {
        for (Iterator<String> all = changedElsewhere.iterator(); all.hasNext(); ) {
            String msisdn = all.next();
            all.remove();
            data.of(msisdn).ifPresent(this::makeDueIfReachable);
        }
    }

    private void makeDueIfReachable(MessageWaiting waiting) {
        if (!waiting.notReachable() && !waiting.memoryCapacityExceeded()) {
            makeDue(waiting);
        }
    }

    private void changed(String application, ApplicationState.Kind kind, String why) {
        if (kind == ApplicationState.Kind.AWAY) {
            whenAway.accept(application);
            return;
        }
        if (kind == ApplicationState.Kind.TRIED) {
            news.tried(application, why);
        } else {
            news.available(application, why);
        }
    }

    private void makeDue(String application, ApplicationNews.News heard) {
        int due = 0;
        int left = heard.numbers();
        for (MessageWaiting one : data.waitingFor(application)) {
            if (left-- > 0) {
                due += makeDue(one);
            }
        }
        if (due > 0) {
            LOG.info(
                    "Application {} can receive again ({}): {} alerts to service centres are due",
                    application,
                    heard.why(),
                    due);
        }
    }

    private int makeDue(MessageWaiting waiting) {
        Optional<Vmn> vmn = own(waiting.msisdn());
        if (vmn.isEmpty()) {
            data.forget(waiting.msisdn());
            return 0;
        }
        if (vmn.get().settings().state() != NumberState.ACTIVE) {
            return 0;
        }
        if (waiting.notReachable() || waiting.memoryCapacityExceeded()) {
            data.reachable(waiting.msisdn());
        }
        long now = System.nanoTime();
        waiting.centres().forEach(centre -> {
            CentreAlerts alerts = centres.computeIfAbsent(
                    centre.address(), address -> new CentreAlerts(limits.alertsPerSecond(), now));
            alerts.add(waiting.msisdn());
        });
        return waiting.centres().size();
    }

    private Optional<Vmn> own(String msisdn) {
        return numbers.byMsisdn(msisdn).filter(vmn -> vmn.settings().hlr() == Hlr.OWN);
    }

    private void send(String address, CentreAlerts centre, long now) {
        for (Optional<String> next = centre.next(now); next.isPresent(); next = centre.next(now)) {
            String msisdn = next.get();
            Optional<WaitingCentre> waiting =
                    data.of(msisdn).filter(one -> !one.notReachable()).flatMap(one -> one.centre(address));
            Optional<Vmn> vmn = own(msisdn);
            if (waiting.isEmpty() || vmn.isEmpty()) {
                continue; // it has gone, or is absent again
            }
            centre.sent();
            int version = waiting.get().version();
            CompletableFuture<Outcome> ended = sender.alert(vmn.get(), address, version);
            ended.whenComplete((outcome, failure) ->
                    later(() -> ended(msisdn, address, centre, version, failure == null ? outcome : Outcome.FAILED)));
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("An alert has ended after the hub has stopped");
        }
    }

    private void ended(String msisdn, String address, CentreAlerts centre, int version, Outcome outcome) {
        outcomes.get(outcome).increment();
        switch (outcome) {
            case CONFIRMED -> {
                centre.answered();
                data.remove(msisdn, address);
            }
            case REFUSED -> {
                centre.answered();
                LOG.info("Service centre {} refuses an alert; it is not alerted of the number again", address);
                data.remove(msisdn, address);
            }
            case VERSION_NOT_SUPPORTED -> {
                if (version == 1) {
                    centre.failed(msisdn, System.nanoTime());
                } else {
                    centre.answered();
                    data.version(msisdn, address, 1);
                    centre.add(msisdn);
                }
            }
            case FAILED -> {
                LOG.info("Service centre {} does not confirm an alert; it is alerted again later", address);
                centre.failed(msisdn, System.nanoTime());
            }
            default -> throw new IllegalStateException("an alert ends by " + outcome);
        }
    }

    /** Sends no more; what is due is kept. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("Alerts to service centres are still being sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        data.close();
    }
}
