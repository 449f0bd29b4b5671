// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.Hub;
import io.vmnhub.check.HubCheck;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmn-hub run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the hub until it is stopped (Ctrl-C or SIGTERM).",
            "Stopping, it refuses new messages, answers those it has taken, and takes its links out of service.",
            ""
        })
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        HubCheck.Result check = new HubCheck(options.home(), options.properties()).run();
        if (!check.findings().isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            check.lines().forEach(err::println);
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        return new Hub(options.home(), options.properties(), HubCheck::changed).run();
    }
}
