// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.cli.SimulatedMessage.KnownRoutes;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.simulator.LinkWatch;
import io.vmnhub.simulator.ReportText;
import io.vmnhub.simulator.Run;
import io.vmnhub.simulator.RunPlan;
import io.vmnhub.simulator.RunReport;
import io.vmnhub.simulator.Smsc;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vmn-hub simulate}. */
@Command(
        name = "simulate",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Plays an SMSC that sends short messages to a hub over M3UA.",
            "It asks the hub where a number's messages go (sendRoutingInfoForSM), sends it short messages "
                    + "(mt-ForwardSM), and says what it answers and how fast. By default it plays the SMSC of the "
                    + "hub in --home, which must be running.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  One message to the demo's number:",
            "    vmn-hub simulate",
            "  Your own words:",
            "    vmn-hub simulate --to 447700900007 --from Bank --text \"Code 1234\"",
            "  500 messages, ten at a time:",
            "    vmn-hub simulate --count 500 --in-flight 10",
            "  A load of 1000 messages a second:",
            "    vmn-hub simulate --rate 1000 --duration 30s",
            "  A hub on another machine:",
            "    vmn-hub simulate --connect 10.0.0.7:2905 --protocol sctp",
            "  A hub that connects to its SMSC:",
            "    vmn-hub simulate --listen 0.0.0.0:2905 --peer 10.0.0.7",
            "  A message to an IMSI that no number has:",
            "    vmn-hub simulate --fsm-only --imsi 234159999999999"
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 10;
    private static final String DEMO_IMSI = "234150000000123";
    private static final String DEMO_MSC = "447700000001";
    private static final Logger LOG = LoggerFactory.getLogger(SimulateCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HubOptions hub;

    @ArgGroup(validate = false, order = 1, heading = "%nWhat is sent:%n")
    private SimulatedMessage message = new SimulatedMessage();

    @ArgGroup(validate = false, order = 2, heading = "%nHow much and how fast:%n")
    private SimulatedLoad load = new SimulatedLoad();

    @ArgGroup(validate = false, order = 3, heading = "%nHow the hub is reached:%n")
    private SimulatedLink link = new SimulatedLink();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(names = "-V", versionHelp = true, description = "Print version information and exit.")
    private boolean version;

    @Option(names = "--verbose", description = "Print a line for every message, not only for the first 20.")
    private boolean verbose;

    @Option(names = "--quiet", description = "Print only the summary.")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        ConsoleLog.toStandardError();
        Optional<ConfigFolder> config = link.fromConfiguration()
                ? Optional.of(new ConfigFolder(hub.home().config(), hub.properties()::get))
                : Optional.empty();
        Optional<Ss7Settings> facing = config.map(ConfigFolder::ss7);
        KnownRoutes routes = routes(config, facing);
        Ss7Settings settings;
        RunPlan plan;
        try {
            settings = link.settings(facing, load.timeout());
            plan = load.plan(message.submission(routes));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        LinkWatch watch = new LinkWatch();
        PrintWriter out = spec.commandLine().getOut();
        try (Smsc smsc = new Smsc("simulate", settings, watch, load.timeout());
                OutcomePrinter printer =
                        new OutcomePrinter(out, quiet ? 0 : verbose ? Long.MAX_VALUE : OutcomePrinter.FIRST)) {
            Run run = run(smsc, plan, printer);
            smsc.start();
            awaitHub(smsc, settings, watch);
            return perform(run, printer, out) ? 0 : 1;
        }
    }

    private static KnownRoutes routes(Optional<ConfigFolder> config, Optional<Ss7Settings> facing) {
        return config.isEmpty()
                ? new KnownRoutes(vmn -> Optional.of(DEMO_IMSI), DEMO_MSC)
                : new KnownRoutes(
                        vmn -> config.get().numbers().byMsisdn(vmn).map(Vmn::imsi),
                        facing.orElseThrow().mscGlobalTitle());
    }

    private Run run(Smsc smsc, RunPlan plan, OutcomePrinter printer) {
        try {
            return new Run(smsc, plan, printer);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "the message cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException says what is missing when the hub is not there within the timeout */
    private void awaitHub(Smsc smsc, Ss7Settings settings, LinkWatch watch) throws InterruptedException {
        long start = System.nanoTime();
        while (!smsc.ready()) {
            if (System.nanoTime() - start > load.timeout().toNanos()) {
                throw new IllegalStateException(absent(smsc, settings, watch));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private String absent(Smsc smsc, Ss7Settings settings, LinkWatch watch) {
        String reason = watch.reason().map(why -> ": " + why).orElse("");
        if (!smsc.connected()) {
            return "no hub " + SimulatedLink.describe(settings) + " within " + load.timeoutText() + reason;
        }
        ApplicationServer server = settings.applicationServers().get(0);
        return "the hub " + SimulatedLink.describe(settings)
                + " is connected, but its application server has not become active within "
                + load.timeoutText() + reason + ". Are role " + server.role() + ", routing context "
                + (server.routingContext().isPresent() ? server.routingContext().getAsLong() : "none")
                + " and traffic mode "
                + server.trafficMode() + " what the hub expects of its peer?";
    }

    /** @return whether every message was acknowledged */
    private static boolean perform(Run run, OutcomePrinter printer, PrintWriter out) throws InterruptedException {
        CountDownLatch finished = new CountDownLatch(1);
        Thread interrupt = new Thread(
                () -> {
                    run.stop();
                    awaitEnd(finished);
                },
                "simulate-interrupt");
        Runtime.getRuntime().addShutdownHook(interrupt);
        try {
            RunReport report = run.run();
            printer.close();
            new ReportText(report).lines().forEach(out::println);
            out.flush();
            return report.successful();
        } finally {
            finished.countDown();
            forget(interrupt);
        }
    }

    private static void awaitEnd(CountDownLatch finished) {
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread interrupt) {
        try {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException e) {
            LOG.debug("The program is being stopped: the summary was its last word", e);
        }
    }
}
