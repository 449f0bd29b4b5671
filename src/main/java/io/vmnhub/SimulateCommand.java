package io.vmnhub;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vmn-hub simulate}. */
@Command(name = "simulate", mixinStandardHelpOptions = true, description = {"Plays an SMSC.", ""})
final class SimulateCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
