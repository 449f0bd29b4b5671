package io.vmnhub;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vmn-hub run}. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = {"Runs the hub until it is told to stop (Ctrl-C or SIGTERM). Stopping, it refuses new messages, answers those it has",
            "taken, and takes its links out of service.", ""})
final class RunCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Override
    public Integer call() throws Exception {
        return new Hub(options.home(), options.properties()).run();
    }
}
