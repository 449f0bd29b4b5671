// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.CorrelationImsis;
import io.vmnhub.hlr.CorrelationJournal;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.hlr.NetworkNodes;
import io.vmnhub.hlr.ScanWatch;
import io.vmnhub.hlr.WeightedNodes;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.RulesInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The hub's numbers, bound as a {@link HomeLocationRegister}, and kept as {@code config/numbers.yaml} and the files
 * that it imports say while the hub runs; with them go the states that operators give them.
 */
public final class NumbersModule implements HubModule {

    private CorrelationJournal journal;
    private ScanResponse response;
    private SharedChanges changes;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            return;
        }
        Optional<CorrelationImsis> correlation = correlation(hub);
        Path file = hub.home().config().resolve("numbers.yaml");
        requirePool(file, hub.numbers(), correlation);
        correlation.ifPresent(imsis -> measure(imsis, hub.metrics()));
        HomeLocationRegister register =
                new HomeLocationRegister(hub.numbers(), nodes(context, hub), correlation, scans(context, hub));
        context.getRegistry().bind("numbers", HomeLocationRegister.class, register);
        StatesInForce states = states(hub.home(), hub.numbers());
        states.compact();
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        if (cluster != null) {
            changes = new SharedChanges(cluster, "states", states);
            correlation.ifPresent(imsis -> new FarmImsis(
                            imsis,
                            cluster.map("correlation-imsis", hub.properties().number(HubKey.HLR_CORRELATION_CAPACITY)),
                            Duration.ofSeconds(2L * hub.properties().number(HubKey.HLR_CORRELATION_SECONDS)))
                    .join());
        }
        context.getRegistry().bind("numberStates", StatesInForce.class, states);
        context.addStartupListener(new AfterStart(started -> {
            Alerts alerts = started.getRegistry().findSingleByType(Alerts.class);
            hub.live().add(file, hub.config()::numbersFiles, () -> {
                NumberPlan changed = hub.config().numbers();
                requirePool(file, changed, correlation);
                return take(changed, hub.numbers(), alerts);
            });
        }));
    }

    /** @throws IOException when the changes made at run time cannot be read */
    public static StatesInForce states(HubHome home, NumberPlan numbers) throws IOException {
        return new StatesInForce(numbers, home.data().resolve("numbers").resolve("states.changes"), Clock.systemUTC());
    }

    /** Those of a farm, where it has bound some; else by weight, all of them ready. */
    private static NetworkNodes nodes(CamelContext context, HubContext hub) {
        NetworkNodes bound = context.getRegistry().findSingleByType(NetworkNodes.class);
        return bound != null ? bound : new WeightedNodes(hub.settings().mscGlobalTitle(), title -> true);
    }

    private Optional<CorrelationImsis> correlation(HubContext hub) throws IOException {
        HubProperties properties = hub.properties();
        String pool = properties.text(HubKey.HLR_CORRELATION_POOL).trim();
        if (pool.isEmpty()) {
            return Optional.empty();
        }
        boolean refuse =
                properties.text(HubKey.HLR_CORRELATION_EXHAUSTED).trim().equals("refuse");
        CorrelationImsis imsis = new CorrelationImsis(
                pool,
                Duration.ofSeconds(properties.number(HubKey.HLR_CORRELATION_SECONDS)),
                properties.number(HubKey.HLR_CORRELATION_CAPACITY),
                refuse ? CorrelationImsis.Exhausted.REFUSE : CorrelationImsis.Exhausted.REPLACE_OLDEST,
                imsi -> hub.numbers().byImsi(imsi).isPresent(),
                System::currentTimeMillis);
        if (properties.isTrue(HubKey.HLR_CORRELATION_PERSIST)) {
            journal = new CorrelationJournal(hub.home().data().resolve("hlr/correlation-imsis"));
            imsis.keepIn(journal);
        }
        return Optional.of(imsis);
    }

    private Optional<ScanWatch> scans(CamelContext context, HubContext hub) {
        HubProperties properties = hub.properties();
        String action = properties.text(HubKey.HLR_SCAN_ACTION).trim();
        if (action.equals("off")) {
            return Optional.empty();
        }
        response = new ScanResponse(
                () -> context.getRegistry().findSingleByType(RulesInForce.class),
                action.equals("log") ? Optional.empty() : Optional.of(Colour.valueOf(action.toUpperCase(Locale.ROOT))),
                Duration.ofHours(properties.number(HubKey.HLR_SCAN_HOURS)));
        ScanWatch watching = new ScanWatch(
                Math.min(ScanWatch.MOST, properties.number(HubKey.HLR_SCAN_UNKNOWN)),
                Duration.ofSeconds(properties.number(HubKey.HLR_SCAN_SECONDS)),
                response::found,
                System::nanoTime);
        FunctionCounter.builder("vmnhub.hlr.scans", watching, ScanWatch::scans)
                .description("SMSCs found that try many numbers or IMSIs which are not there")
                .register(hub.metrics());
        return Optional.of(watching);
    }

    private static void requirePool(Path file, NumberPlan numbers, Optional<CorrelationImsis> correlation) {
        if (numbers.hasCorrelation() && correlation.isEmpty()) {
            throw new ConfigException(List.of(Finding.of(
                    file,
                    0,
                    "has numbers with correlation IMSIs, but " + HubKey.HLR_CORRELATION_POOL.key()
                            + " of application.properties does not say from which pool")));
        }
    }

    private static void measure(CorrelationImsis imsis, MeterRegistry metrics) {
        Gauge.builder("vmnhub.hlr.correlation.imsis", imsis, CorrelationImsis::size)
                .description("Correlation IMSIs that are given")
                .register(metrics);
        for (CorrelationImsis.Refusal refusal : CorrelationImsis.Refusal.values()) {
            FunctionCounter.builder("vmnhub.hlr.correlation.refused", imsis, all -> all.refusals(refusal))
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("Messages refused because of their IMSI: guesses and replays")
                    .register(metrics);
        }
    }

    private static LiveFiles.Taken take(NumberPlan changed, NumberPlan numbers, Alerts alerts) {
        numbers.become(changed);
        alerts.numbersChanged();
        return LiveFiles.Taken.whole(changed.size() + " numbers");
    }

    @Override
    public void close() {
        if (response != null) {
            response.close();
        }
        if (journal != null) {
            journal.close();
        }
        if (changes != null) {
            changes.close();
        }
    }
}
