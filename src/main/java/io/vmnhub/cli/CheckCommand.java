// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.check.HubCheck;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmn-hub check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks every configuration, route and connector file. Prints one line for each thing that is "
                    + "wrong, as file:line: what is wrong, and",
            "ends with status 1; with 0 when all are good. Connects nowhere, listens nowhere and changes no file.",
            ""
        })
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        HubCheck.Result result = new HubCheck(options.home(), options.properties()).run();
        PrintWriter out = spec.commandLine().getOut();
        result.lines().forEach(out::println);
        result.warnings()
                .forEach(warning ->
                        out.println("warning: " + warning.line(result.home().folder())));
        result.hints()
                .forEach(hint -> out.println("hint: " + hint.line(result.home().folder())));
        if (result.findings().isEmpty()) {
            out.println(result.files() + " files are good");
        }
        out.flush();
        return result.findings().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
