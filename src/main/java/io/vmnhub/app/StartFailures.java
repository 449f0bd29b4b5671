// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ConfigException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Says what stopped a command, in the words of whoever found it; the stack trace is in the log at DEBUG. */
public final class StartFailures implements CommandLine.IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        LOG.debug("The command failed", failure);
        if (failure instanceof ConfigException wrong) {
            wrong.errors().forEach(err::println);
        } else {
            err.println(command.getCommandName() + ": " + describe(failure));
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The messages of the failure and its causes, each once. */
    static String describe(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(message);
            }
        }
        return words.toString();
    }
}
