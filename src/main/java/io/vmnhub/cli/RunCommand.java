// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.Hub;
import java.util.Optional;
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
        Optional<Hub> hub = CheckedHub.of(options.home(), options.properties(), spec);
        return hub.isPresent() ? hub.get().run() : CommandLine.ExitCode.SOFTWARE;
    }
}
