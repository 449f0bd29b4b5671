// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.DidYouMean;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in one line, and how to get help. */
public final class UsageErrors implements CommandLine.IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            err.println(
                    name + ": " + unmatched(command, unmatched.getUnmatched().get(0)));
        } else {
            err.println(name + ": " + String.valueOf(failure.getMessage()).split("\\R", 2)[0]);
            UnmatchedArgumentException.printSuggestions(failure, err);
        }
        err.println("'" + name + " --help' tells how it is used.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String unmatched(CommandLine command, String argument) {
        return command.getSubcommands().isEmpty()
                ? "there is nothing that the argument '" + argument + "' could be"
                : "there is no command " + argument
                        + DidYouMean.question(argument, command.getSubcommands().keySet());
    }
}
