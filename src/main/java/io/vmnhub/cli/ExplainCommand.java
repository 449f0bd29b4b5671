// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.NumbersModule;
import io.vmnhub.app.ScreeningModule;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.screening.Explanation;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import java.io.PrintWriter;
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
            "Tells what screening would do with a message, and why, without sending it.",
            "It names the rules of config/screening.yaml, and of the changes made at run time, that the message "
                    + "meets. Limits are shown as if nothing else had come; a sender that gray listing does not know "
                    + "is shown twice.",
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

    @Option(names = "--from", paramLabel = "SENDER", description = "The originating address: digits, or a name.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "VMN", description = "The number it is for.")
    private String to;

    @Option(names = "--text", defaultValue = "", description = "The text.")
    private String text;

    @Option(names = "--pid", defaultValue = "0", description = "The protocol identifier, 0 to 255.")
    private int protocolIdentifier;

    @Option(names = "--unsolicited", description = "As if no query for the number had preceded.")
    private boolean unsolicited;

    @Option(
            names = "--sri",
            description = "Shows what a query (sendRoutingInfoForSM) for the number would get, and why: no message.")
    private boolean routing;

    @Override
    public Integer call() throws Exception {
        if (from == null && !routing) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing required option: '--from=SENDER'");
        }
        HubHome home = options.home();
        ConfigFolder config = new ConfigFolder(home.config(), options.properties()::get);
        PrintWriter out = spec.commandLine().getOut();
        NumberPlan numbers = config.numbers();
        NumbersModule.states(home, numbers);
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
        if (routing) {
            String title = config.ss7().mscGlobalTitle();
            MessagePolicies policies = new MessagePolicies(numbers, config.messagePolicies());
            out.println(
                    "answer: " + new RoutingExplanation(new HomeLocationRegister(numbers, title), policies).of(vmn));
            String probes = options.properties().text(HubKey.HLR_DELIVERY_NOT_INTENDED);
            out.println("with sm-deliveryNotIntended: " + HubKey.HLR_DELIVERY_NOT_INTENDED.key() + " is " + probes
                    + (probes.equals("refuse") ? ", facilityNotSupported" : ", never a node"));
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        RulesInForce rules = ScreeningModule.rules(home, config.screening(), Screening::new);
        String centre = serviceCentre == null ? smsc : serviceCentre;
        new Explanation(rules.screening().rules())
                .of(
                        new Sender(Optional.of(smsc), centre),
                        application.get(),
                        Explanation.message("explained", centre, from, vmn, text, protocolIdentifier),
                        unsolicited)
                .forEach(step -> out.println(said(step)));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static String said(Explanation.Step step) {
        return step.rule().isEmpty()
                ? step.about() + ": " + step.finding()
                : "  " + step.about() + ": " + step.rule() + ": " + step.finding();
    }
}
