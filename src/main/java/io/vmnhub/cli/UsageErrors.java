// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

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
        err.println(name + ": " + String.valueOf(failure.getMessage()).split("\\R", 2)[0]);
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("'" + name + " --help' tells how it is used.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
