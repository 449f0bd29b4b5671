package io.vmnhub;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vmn-hub check}. */
@Command(name = "check", mixinStandardHelpOptions = true, description = {"Checks every configuration, route and connector file.", ""})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Override
    public Integer call() throws Exception {
        new Hub(options.home(), options.properties());
        return 0;
    }
}
