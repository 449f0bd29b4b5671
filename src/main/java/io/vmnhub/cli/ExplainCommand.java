// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.ScreeningModule;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubHome;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.screening.MemorySource;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import io.vmnhub.screening.Trace;
import io.vmnhub.screening.Verdict;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmn-hub explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what screening would do with a message, and why, without sending it: which rules of "
                    + "config/screening.yaml and of the changes made",
            "at run time it meets. Limits are shown as if nothing else had come; a sender that gray listing "
                    + "does not know is shown twice.",
            ""
        })
public final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Option(names = "--smsc", required = true, paramLabel = "TITLE", description = "The SCCP calling global title.")
    private String smsc;

    @Option(
            names = "--service-centre",
            paramLabel = "ADDRESS",
            description = "The MAP service centre address, where it is not the same.")
    private String serviceCentre;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SENDER",
            description = "The originating address: digits, or a name.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "VMN", description = "The number it is for.")
    private String to;

    @Option(names = "--text", defaultValue = "", description = "The text.")
    private String text;

    @Option(names = "--pid", defaultValue = "0", description = "The protocol identifier, 0 to 255.")
    private int protocolIdentifier;

    @Option(names = "--unsolicited", description = "As if no query for the number had preceded.")
    private boolean unsolicited;

    @Override
    public Integer call() throws Exception {
        HubHome home = options.home();
        ConfigFolder config = new ConfigFolder(home.config(), options.properties()::get);
        PrintWriter out = spec.commandLine().getOut();
        NumberPlan numbers = config.numbers();
        String vmn = to.startsWith("+") ? to.substring(1) : to;
        Optional<String> application = numbers.byMsisdn(vmn).map(Vmn::application);
        if (application.isEmpty()) {
            out.println(vmn
                    + " is not a number of this hub (config/numbers.yaml): a query for it is answered with "
                    + "unknownSubscriber");
            out.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        out.println("The number belongs to application " + application.get());
        Moved clock = new Moved();
        RulesInForce rules = ScreeningModule.rules(
                home, config.screening(), seed -> new Screening(seed, MemorySource.local(), clock, System::nanoTime));
        explain(rules.screening(), clock, application.get(), vmn, out);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private void explain(Screening screening, Moved clock, String application, String vmn, PrintWriter out) {
        Sender sender = new Sender(Optional.of(smsc), serviceCentre == null ? smsc : serviceCentre);
        clock.ahead = screening.rules().spoofing().queryWithin();
        if (!unsolicited) {
            Verdict query = screening.query(sender, vmn, application, steps(out, "query"));
            out.println("query: " + said(query));
            if (query.outcome().refuses()) {
                return;
            }
        }
        ShortMessage message = message(vmn);
        Verdict verdict = screening.message(sender, application, message, steps(out, "message"));
        out.println("message: " + said(verdict));
        if (verdict.rule().equals("list.gray")) {
            clock.ahead = clock.ahead.plus(screening.rules().gray().minDelay());
            Verdict retry = screening.message(sender, application, message, steps(out, "retry"));
            out.println("retry after " + screening.rules().gray().minDelay().toSeconds() + " s: " + said(retry));
        }
    }

    private ShortMessage message(String vmn) {
        Address originator = from.matches("\\+?[0-9]+")
                ? Address.international(from.startsWith("+") ? from.substring(1) : from)
                : Address.alphanumeric(from);
        DataCodingScheme scheme = DataCodingScheme.forText(text);
        return new ShortMessage(
                "explained",
                Address.international(vmn),
                serviceCentre == null ? smsc : serviceCentre,
                Instant.now(),
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        originator,
                        protocolIdentifier,
                        scheme,
                        Optional.empty(),
                        UserDataHeader.NONE,
                        text.getBytes(StandardCharsets.UTF_16BE),
                        text));
    }

    private static Trace steps(PrintWriter out, String about) {
        return (rule, finding) -> out.println("  " + about + ": " + rule + ": " + finding);
    }

    private static String said(Verdict verdict) {
        String tags = verdict.tags().isEmpty() ? "" : ", tagged " + String.join(" ", verdict.tags());
        return verdict.rule().isEmpty()
                ? "passes" + tags
                : (verdict.outcome() instanceof Outcome.Accept
                                ? "passes"
                                : verdict.outcome().toString()) + ", by rule " + verdict.rule() + tags;
    }

    /** The system's clock, set ahead, so that whatever needs time has had it. */
    private static final class Moved extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("explaining needs no zones");
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}
