// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub;

import io.vmnhub.app.StartFailures;
import io.vmnhub.cli.CheckCommand;
import io.vmnhub.cli.ClassArchiveCommand;
import io.vmnhub.cli.CompletionCommand;
import io.vmnhub.cli.ConnectorCommand;
import io.vmnhub.cli.DrainCommand;
import io.vmnhub.cli.ExplainCommand;
import io.vmnhub.cli.HashPasswordCommand;
import io.vmnhub.cli.ManualCommand;
import io.vmnhub.cli.ReloadCommand;
import io.vmnhub.cli.RunCommand;
import io.vmnhub.cli.SimulateCommand;
import io.vmnhub.cli.UsageErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code vmn-hub} with its commands. */
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
            ReloadCommand.class,
            DrainCommand.class,
            ConnectorCommand.class,
            HashPasswordCommand.class,
            ClassArchiveCommand.class,
            CompletionCommand.class,
            ManualCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Every command has a --help of its own."})
public final class VmnHub {

    private static final Map<String, String> DONE = Map.of(
            "run", "The hub was told to stop, and has stopped in order.",
            "check", "Nothing is wrong. Warnings and hints may have been printed.",
            "reload", "The changed files are in force, or none has changed.",
            "explain", "The message was explained.",
            "simulate", "Every message was acknowledged.");
    private static final Map<String, String> FAILED = Map.of(
            "run", "The hub could not start, or its files are wrong.",
            "check", "Something is wrong.",
            "reload", "Something is wrong in the files, or the hub was not there.",
            "explain", "The number does not belong to the hub, or its files are wrong.",
            "simulate", "A message was not acknowledged, or the hub was not there.");

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
        commandLine.setParameterExceptionHandler(new UsageErrors());
        commandLine.getSubcommands().values().forEach(command -> describe(command.getCommandSpec()));
        return commandLine;
    }

    /** What every command has: its version, and what its exit status says. */
    private static void describe(CommandLine.Model.CommandSpec command) {
        command.versionProvider(new Version());
        Map<String, String> statuses = new LinkedHashMap<>();
        statuses.put("0", DONE.getOrDefault(command.name(), "It is done."));
        statuses.put("1", FAILED.getOrDefault(command.name(), "It could not be done; the last lines say why."));
        statuses.put("2", "The command line is wrong.");
        command.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(statuses);
        command.subcommands().values().forEach(inner -> describe(inner.getCommandSpec()));
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VmnHub.class.getPackage().getImplementationVersion();
            return new String[] {"vmn-hub " + (version == null ? "(from source)" : version)};
        }
    }
}
