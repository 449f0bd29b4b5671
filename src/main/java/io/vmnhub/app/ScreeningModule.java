// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.inbound.Diversions;
import io.vmnhub.inbound.ScreeningMetrics;
import io.vmnhub.inbound.ScreeningProcessor;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.ScreeningGrayResource;
import io.vmnhub.management.ScreeningResource;
import io.vmnhub.screening.MemorySource;
import io.vmnhub.screening.RememberedFacts;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * Screening joins the hub: the beans {@code smscLists} and {@code screening} for the inbound routes, and
 * {@code screeningRules} for whoever changes lists.
 */
public final class ScreeningModule implements HubModule {

    private static final String SCREENING = "screening";
    private static final String LISTS = "smscLists";

    private ScreeningMemory memory;
    private Diversions diversions;
    private SharedChanges changes;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            context.getRegistry().bind(SCREENING, (Processor) exchange -> {});
            context.getRegistry().bind(LISTS, (Processor) exchange -> {});
            return;
        }
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        RulesInForce rules = rules(
                hub.home(),
                hub.config().screening(),
                cluster == null ? Screening::new : first -> shared(first, new FarmMemories(cluster)));
        rules.compact();
        RememberedFacts facts = new RememberedFacts(rules.screening(), data(hub.home()));
        memory = new ScreeningMemory(facts);
        if (cluster == null || cluster.members().size() == 1) { // else the others know better than its files
            memory.read();
        }
        if (cluster != null) {
            changes = new SharedChanges(cluster, "smsc-lists", rules);
            cluster.whenChanged(
                    () -> CompletableFuture.runAsync(() -> rules.screening().shareAmong(NodeNews.taking(cluster))));
        }
        diversions = new Diversions(context);
        context.addStartupListener(new AfterStart(started -> {
            memory.start();
            hub.live()
                    .add(
                            hub.home().config().resolve("screening.yaml"),
                            hub.config()::screeningFiles,
                            () -> reload(rules, hub.config(), DivertCheck.running(hub.home(), context)));
        }));
        context.getRegistry().bind("screeningRules", rules);
        context.getRegistry().bind("manageScreening", ManagementResource.class, new ScreeningResource(rules));
        context.getRegistry()
                .bind("manageScreeningGray", ManagementResource.class, new ScreeningGrayResource(rules.screening()));
        ScreeningMetrics metrics = new ScreeningMetrics(hub.metrics(), rules.screening());
        context.getRegistry().bind("screeningMetrics", metrics);
        ScreeningProcessor processor = new ScreeningProcessor(rules.screening(), metrics, diversions);
        context.getRegistry().bind(SCREENING, Processor.class, processor);
        context.getRegistry().bind(LISTS, Processor.class, (Processor) processor::lists);
    }

    private static Screening shared(ScreeningRules rules, MemorySource memories) {
        return new Screening(rules, memories, Clock.systemUTC(), System::nanoTime);
    }

    private static LiveFiles.Taken reload(RulesInForce rules, ConfigFolder config, DivertCheck diversions)
            throws IOException {
        if (!Files.exists(config.screeningFiles().get(0))) {
            throw new IOException("it is gone; the old rules stay in force");
        }
        ScreeningRules changed = config.screening();
        List<Finding> findings = diversions.check(changed);
        if (!findings.isEmpty()) {
            throw new ConfigException(findings);
        }
        try {
            rules.seed(changed);
        } catch (IllegalArgumentException e) {
            throw new IOException("it does not go together with changes made at run time: " + e.getMessage(), e);
        }
        Screening now = rules.screening();
        return LiveFiles.Taken.whole(
                now.entries().size() + " list entries, " + now.rules().limits().size() + " limits, "
                        + now.rules().filters().size() + " filters");
    }

    /** @throws IOException when the changes made at run time cannot be read */
    public static RulesInForce rules(HubHome home, ScreeningRules seed, RulesInForce.Maker maker) throws IOException {
        return new RulesInForce(seed, data(home).resolve("smsc-lists.changes"), maker);
    }

    private static Path data(HubHome home) {
        return home.data().resolve("screening");
    }

    @Override
    public void close() {
        if (changes != null) {
            changes.close();
        }
        if (diversions != null) {
            diversions.close();
            memory.close();
        }
    }
}
