package io.vmnhub;

import io.vmnhub.northbound.management.ManagementResource;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.ScreeningRules;
import io.vmnhub.screening.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Screening joins the hub: the bean {@code screening} for the inbound routes, and {@code screeningRules} for whoever changes lists. */
final class ScreeningPart implements HubPart {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.screening");

    private ScreeningFiles files;

    @Override
    public void join(CamelContext context, Surroundings hub) throws IOException {
        if (!hub.listening()) {
            context.getRegistry().bind("screening", (Processor) exchange -> { });
            return;
        }
        RulesInForce rules = rules(hub.home(), hub.config().screening(), Screening::new);
        rules.compact();
        Snapshot snapshot = new Snapshot(data(hub.home()));
        try {
            snapshot.read(rules.screening());
        } catch (IOException e) {
            LOG.warn("Screening has forgotten what it knew: {}", e.getMessage());
        }
        files = new ScreeningFiles(hub.config(), rules, snapshot);
        files.start();
        context.getRegistry().bind("screeningRules", rules);
        context.getRegistry().bind("manageScreening", ManagementResource.class, new ScreeningResource(rules));
        ScreeningMetrics metrics = new ScreeningMetrics(hub.metrics(), rules.screening());
        context.getRegistry().bind("screeningMetrics", metrics);
        context.getRegistry().bind("screening", new ScreeningProcessor(rules.screening(), hub.numbers(), metrics));
    }

    /** @throws IOException when the changes made at run time cannot be read */
    static RulesInForce rules(HubHome home, ScreeningRules seed, RulesInForce.Maker maker) throws IOException {
        return new RulesInForce(seed, data(home).resolve("smsc-lists.changes"), maker);
    }

    private static Path data(HubHome home) {
        return home.data().resolve("screening");
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
