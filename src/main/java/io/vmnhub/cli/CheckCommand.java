// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.check.HubCheck;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmn-hub check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks every configuration, route and connector file.",
            "Prints one line for each thing that is wrong, as file:line: what is wrong and what would be right. "
                    + "Connects nowhere, listens nowhere and changes no file.",
            ""
        })
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--ports",
            description = "Looks, too, whether the ports that the hub would listen on are free; not beside a running "
                    + "hub.")
    private boolean ports;

    @ArgGroup
    private Form form = new Form();

    /** How findings are printed, when not as lines for people. */
    static final class Form {

        @Option(names = "--json", description = "Prints one JSON document.")
        private boolean json;

        @Option(names = "--github", description = "Prints workflow commands, which GitHub Actions shows at the files.")
        private boolean github;
    }

    @Override
    public Integer call() throws Exception {
        HubCheck.Result result = new HubCheck(options.home(), options.properties(), ports).run();
        PrintWriter out = spec.commandLine().getOut();
        CheckPrinter printer = new CheckPrinter(result, out);
        if (form.json) {
            printer.json();
        } else if (form.github) {
            printer.github();
        } else {
            printer.text();
        }
        out.flush();
        return result.findings().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
