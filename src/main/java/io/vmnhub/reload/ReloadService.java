// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.config.LiveProperties;
import io.vmnhub.reload.ReloadResult.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed files by itself when they stay as they are for a moment, so that several files saved together are one
 * change, and when it is asked to. One thread does all of it. The metrics: {@code vmnhub.reload{outcome}},
 * {@code vmnhub.reload.findings} of changed files that were refused and still are as they were then,
 * {@code vmnhub.reload.next.start} for keys that wait. Thread-safe.
 */
public final class ReloadService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.reload");
    private static final long LOOK_MILLIS = 500;
    private static final long CLOSE_SECONDS = 10;

    private final HubHome home;
    private final LiveProperties properties;
    private final ConfigReload config;
    private final RunningRoutes routes;
    private final Reload reload;
    private final Map<Outcome, Counter> outcomes = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "reload");
        made.setDaemon(true);
        return made;
    });
    private FolderState handled;
    private FolderState lastSeen;
    private Set<Path> named = Set.of();
    private volatile ReloadResult last;
    private volatile List<Finding> refused = List.of();

    /**
     * To be made before the routes are loaded, so that no change is missed.
     *
     * @throws IOException when a folder cannot be read
     */
    public ReloadService(
            HubHome home,
            HubCamelContext context,
            LiveProperties properties,
            LiveFiles files,
            HomeCheck check,
            MeterRegistry metrics)
            throws IOException {
        this.home = home;
        this.properties = properties;
        config = new ConfigReload(home, files);
        routes = new RunningRoutes(home, context);
        reload = new Reload(home, properties, check, config, routes);
        handled = FolderState.stamps(home, named);
        lastSeen = handled;
        last = new ReloadResult(Instant.now(), Outcome.UNCHANGED, false, List.of(), List.of(), new TreeMap<>());
        for (Outcome outcome : List.of(Outcome.TAKEN, Outcome.REFUSED)) {
            outcomes.put(
                    outcome,
                    Counter.builder("vmnhub.reload")
                            .description("Changes of files, several saved together counting once")
                            .tag("outcome", outcome.word())
                            .register(metrics));
        }
        Gauge.builder("vmnhub.reload.findings", this, service -> service.refused.size())
                .description("What is wrong in changed files that are not in force")
                .register(metrics);
        Gauge.builder(
                        "vmnhub.reload.next.start",
                        this,
                        service -> service.last.later().values().stream()
                                .mapToInt(List::size)
                                .sum())
                .description("Changed keys that take effect at the next start")
                .register(metrics);
    }

    /** Begins to look for changes; to be called when all routes run. */
    public void start() {
        thread.execute(() -> named = config.named());
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            routes.sweep();
            if (!properties.current().isTrue(HubKey.RELOAD_WATCH)) {
                return;
            }
            FolderState now = FolderState.stamps(home, named);
            boolean settled = now.equals(lastSeen);
            lastSeen = now;
            if (settled && !now.equals(handled)) {
                handled = now;
                run(false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The hub's files cannot be looked at for changes; it keeps what it had: {}", e.getMessage(), e);
        }
    }

    /** Takes what has changed now, watching or not. */
    public CompletableFuture<ReloadResult> reload(boolean dryRun) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        handled = dryRun ? handled : FolderState.stamps(home, named);
                        return run(dryRun);
                    } catch (IOException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                },
                thread);
    }

    private ReloadResult run(boolean dryRun) throws IOException {
        ReloadResult result = reload.run(dryRun);
        if (dryRun) {
            return result;
        }
        named = config.named();
        if (result.outcome() == Outcome.UNCHANGED && !refused.isEmpty()) {
            LOG.info("The files are again as the hub has them");
        }
        refused = result.findings();
        if (result.outcome() != Outcome.UNCHANGED) {
            outcomes.get(result.outcome()).increment();
        }
        last = result.outcome() == Outcome.UNCHANGED && last.outcome() == Outcome.TAKEN ? last : result;
        return result;
    }

    /** What became of the last change. */
    public ReloadResult last() {
        return last;
    }

    /** What is wrong in changed files that are not in force; empty when all are. */
    public List<Finding> refused() {
        return refused;
    }

    /** How many former versions of routes still have messages in them. */
    public int formerRoutes() {
        return routes.retired();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Changed files are still being taken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
