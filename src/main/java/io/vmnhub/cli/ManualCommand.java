// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmn-hub manual}: writes the manual pages of the program and its commands, as packages install them. */
@Command(
        name = "manual",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Writes the manual pages vmn-hub.1 and vmn-hub-COMMAND.1 into a folder.")
public final class ManualCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Where the pages go. It is made if it is missing.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        CommandLine program = spec.parent().commandLine();
        write(program);
        for (CommandLine command : program.getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                write(command);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void write(CommandLine command) throws IOException {
        ManualPage page = new ManualPage(command);
        Files.writeString(folder.resolve(page.name() + ".1"), page.text(), StandardCharsets.UTF_8);
    }
}
