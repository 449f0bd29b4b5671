// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vmnhub.smpp.CommandStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What one peer is measured by: {@code vmnhub.smpp.*}, tagged {@code account}, or {@code vmnhub.smpp.client.*}, tagged
 * {@code partner}; a session is tagged with its place, 1 to maxSessions, so that their number is bounded however often
 * ESMEs bind.
 */
public final class AccountMetrics {

    private static final String OTHER = "other";
    /** A status that is not among these is counted as other: an ESME may invent any. */
    private static final Set<Integer> NAMED = Set.of(
            CommandStatus.ESME_ROK,
            CommandStatus.ESME_RSYSERR,
            CommandStatus.ESME_RINVDSTADR,
            CommandStatus.ESME_RMSGQFUL,
            CommandStatus.ESME_RTHROTTLED,
            CommandStatus.ESME_RX_T_APPN,
            CommandStatus.ESME_RX_P_APPN,
            CommandStatus.ESME_RX_R_APPN,
            CommandStatus.ESME_RINVCMDID,
            CommandStatus.ESME_RINVBNDSTS);

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final String prefix;
    private final String kind;
    private final String account;
    private final Map<String, Counter> statuses = new ConcurrentHashMap<>();
    private final Map<Integer, Place> places = new ConcurrentHashMap<>();
    private final List<Meter> meters = new ArrayList<>();
    /**
     * What a session at one place has.
     *
     * @param session the one that is bound there now
     */
    private record Place(Timer responseTime, Map<String, Counter> statuses, AtomicReference<BoundSession> session) {}

    private final Timer responseTime;
    private final Counter unanswered;
    private final Counter failed;
    private final Counter again;

    private AccountMetrics(MeterRegistry registry, String prefix, String kind, String account) {
        this.registry = registry;
        this.prefix = prefix;
        this.kind = kind;
        this.account = account;
        responseTime = Timer.builder(prefix + ".response.time")
                .description("From deliver_sm to its response")
                .tag(kind, account)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        unanswered = counter(prefix + ".unanswered", "Messages without response in time");
        failed = counter(prefix + ".not.sent", "Messages that no session could take");
        again = counter(prefix + ".again", "Messages whose session ended and that went to another");
        meters.add(responseTime);
    }

    /** Of an application that binds to the hub. */
    static AccountMetrics ofAccount(MeterRegistry registry, String account) {
        return new AccountMetrics(registry, "vmnhub.smpp", "account", account);
    }

    /** Of an SMSC that the hub binds to. */
    public static AccountMetrics ofPartner(MeterRegistry registry, String partner) {
        return new AccountMetrics(registry, "vmnhub.smpp.client", "partner", partner);
    }

    private Counter counter(String name, String description) {
        Counter counter = Counter.builder(name)
                .description(description)
                .tag(kind, account)
                .register(registry);
        meters.add(counter);
        return counter;
    }

    void observe(AccountSessions observed) {
        gauge(prefix + ".sessions", "Bound sessions", () -> observed.sessions().size());
        gauge(prefix + ".in.window", "Messages sent and not answered", observed::inWindow);
        gauge(prefix + ".waiting", "Messages that wait for room in a window", observed::waiting);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        meters.add(Gauge.builder(name, value)
                .description(description)
                .tag(kind, account)
                .register(registry));
    }

    void bound(BoundSession session) {
        places.computeIfAbsent(session.peer().slot(), this::place).session.set(session);
        if (session.isOver()) {
            left(session); // it has ended meanwhile
        }
    }

    /** A session gets no more messages. */
    void left(BoundSession session) {
        Place place = places.get(session.peer().slot());
        if (place != null) {
            place.session.compareAndSet(session, null);
        }
    }

    private Place place(int slot) {
        String place = String.valueOf(slot);
        AtomicReference<BoundSession> bound = new AtomicReference<>();
        Timer timer = Timer.builder(prefix + ".session.response.time")
                .description("From deliver_sm to its response, by session")
                .tag(kind, account)
                .tag("session", place)
                .register(registry);
        List<Meter> made = List.of(
                timer,
                Gauge.builder(prefix + ".session.bound", bound, at -> at.get() == null ? 0 : 1)
                        .description("Whether a session has this place")
                        .tag(kind, account)
                        .tag("session", place)
                        .register(registry),
                Gauge.builder(prefix + ".session.in.window", bound, at -> {
                            BoundSession session = at.get();
                            return session == null ? 0 : session.inWindow();
                        })
                        .description("Messages sent and not answered, by session")
                        .tag(kind, account)
                        .tag("session", place)
                        .register(registry));
        synchronized (meters) {
            meters.addAll(made);
        }
        return new Place(timer, new ConcurrentHashMap<>(), bound);
    }

    void responded(BoundSession session, int status, long nanos) {
        String text = NAMED.contains(status) ? CommandStatus.text(status) : OTHER;
        statuses.computeIfAbsent(text, named -> status(".responses", named, Tags.empty()))
                .increment();
        responseTime.record(nanos, TimeUnit.NANOSECONDS);
        Place place = places.get(session.peer().slot());
        if (place != null) {
            place.responseTime.record(nanos, TimeUnit.NANOSECONDS);
            place.statuses
                    .computeIfAbsent(
                            text,
                            named -> status(
                                    ".session.responses",
                                    named,
                                    Tags.of(
                                            "session",
                                            String.valueOf(session.peer().slot()))))
                    .increment();
        }
    }

    private Counter status(String name, String text, Tags more) {
        Counter counter = Counter.builder(prefix + name)
                .description("Responses by command_status")
                .tag(kind, account)
                .tag("status", text)
                .tags(more)
                .register(registry);
        synchronized (meters) {
            meters.add(counter);
        }
        return counter;
    }

    void unanswered() {
        unanswered.increment();
    }

    void failed() {
        failed.increment();
    }

    void again() {
        again.increment();
    }

    /** The account is no more. */
    public void remove() {
        synchronized (meters) {
            meters.forEach(registry::remove);
        }
    }
}
