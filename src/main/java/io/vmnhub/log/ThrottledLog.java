// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.log;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Log lines for events that may come in floods: the first of a kind at once, and then one a second at most, which says
 * how many there were. An event that is left out costs no formatting. Thread-safe; nothing waits in it.
 */
public final class ThrottledLog {

    /** What goes beyond shares a kind, so that no peer fills the memory by inventing reasons. */
    static final int MOST_KINDS = 1_000;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Pattern VARIABLE =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{20,}|[0-9A-HJKMNP-TV-Z]{26}|[0-9]+");

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Executor aSecondLater;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final Kind others = new Kind();

    private static final class Kind {

        private boolean seen;
        private boolean waiting;
        private long lastLine;
        private long leftOut;
        private Level level;
        private Supplier<String> line;
    }

    public ThrottledLog(Logger log) {
        this(log, System::nanoTime, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /** @param aSecondLater runs what it is given a second later, never in the caller's thread */
    ThrottledLog(Logger log, LongSupplier nanoTime, Executor aSecondLater) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.aSecondLater = aSecondLater;
    }

    /**
     * @param application whom the event concerns; empty for nobody
     * @param reason numbers and identifiers in it do not make another kind of event
     * @param line the whole line
     */
    public void info(String application, String reason, Supplier<String> line) {
        write(Level.INFO, application, reason, line);
    }

    /** As {@link #info}. */
    public void warn(String application, String reason, Supplier<String> line) {
        write(Level.WARN, application, reason, line);
    }

    private void write(Level level, String application, String reason, Supplier<String> line) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        Kind kind = kind(application + ' ' + VARIABLE.matcher(reason).replaceAll("#"));
        synchronized (kind) {
            long now = nanoTime.getAsLong();
            if (kind.waiting || kind.seen && now - kind.lastLine < INTERVAL_NANOS) {
                kind.leftOut++;
                kind.level = level;
                kind.line = line;
                if (!kind.waiting) {
                    kind.waiting = true;
                    aSecondLater.execute(() -> writeLast(kind));
                }
                return;
            }
            kind.seen = true;
            kind.lastLine = now;
        }
        log.atLevel(level).log(line.get());
    }

    private void writeLast(Kind kind) {
        Level level;
        String line;
        synchronized (kind) {
            level = kind.level;
            line = kind.line.get() + (kind.leftOut == 1 ? "" : " (and " + (kind.leftOut - 1) + " more like it)");
            kind.waiting = false;
            kind.leftOut = 0;
            kind.line = null;
            kind.lastLine = nanoTime.getAsLong();
        }
        log.atLevel(level).log(line);
    }

    private Kind kind(String name) {
        Kind known = kinds.get(name);
        if (known != null) {
            return known;
        }
        if (kinds.size() >= MOST_KINDS) {
            long now = nanoTime.getAsLong();
            kinds.values().removeIf(one -> {
                synchronized (one) {
                    return !one.waiting && now - one.lastLine > FORGOTTEN_NANOS;
                }
            });
        }
        return kinds.size() >= MOST_KINDS ? others : kinds.computeIfAbsent(name, added -> new Kind());
    }
}
