// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub;

import io.vmnhub.app.StartFailures;
import io.vmnhub.cli.CheckCommand;
import io.vmnhub.cli.ExplainCommand;
import io.vmnhub.cli.HashPasswordCommand;
import io.vmnhub.cli.ManualCommand;
import io.vmnhub.cli.RunCommand;
import io.vmnhub.cli.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code vmn-hub run}, {@code check}, {@code explain}, {@code simulate} and {@code hash-password}. */
@Command(
        name = "vmn-hub",
        mixinStandardHelpOptions = true,
        versionProvider = VmnHub.Version.class,
        description = {
            "Takes SMS for virtual mobile numbers from the SS7 network and delivers them to applications.",
            ""
        },
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            SimulateCommand.class,
            HashPasswordCommand.class,
            ManualCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Every command has a --help of its own."})
public final class VmnHub {

    private VmnHub() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** @return the exit status: 0 done, 1 it could not be done, 2 the command line is wrong */
    static int execute(String... arguments) {
        CommandLine commandLine = commandLine();
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getOut());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new VmnHub());
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(new StartFailures());
        commandLine.setExecutionStrategy(new CommandLine.RunLast());
        return commandLine;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VmnHub.class.getPackage().getImplementationVersion();
            return new String[] {"vmn-hub " + (version == null ? "(from source)" : version)};
        }
    }
}
