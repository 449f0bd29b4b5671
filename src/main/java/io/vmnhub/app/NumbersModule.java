// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.CorrelationImsis;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.StatesInForce;
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
                new HomeLocationRegister(hub.numbers(), hub.settings().mscGlobalTitle(), correlation);
        context.getRegistry().bind("numbers", HomeLocationRegister.class, register);
        StatesInForce states = states(hub.home(), hub.numbers());
        states.compact();
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

    private static Optional<CorrelationImsis> correlation(HubContext hub) {
        String pool = hub.properties().text(HubKey.HLR_CORRELATION_POOL).trim();
        return pool.isEmpty()
                ? Optional.empty()
                : Optional.of(new CorrelationImsis(
                        pool,
                        Duration.ofSeconds(hub.properties().number(HubKey.HLR_CORRELATION_SECONDS)),
                        hub.properties().number(HubKey.HLR_CORRELATION_CAPACITY),
                        imsi -> hub.numbers().byImsi(imsi).isPresent(),
                        System::nanoTime));
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
}
