// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmn-hub completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script by which a shell completes commands and options.",
            "For one session: source <(vmn-hub completion bash). For all: write it into "
                    + "/etc/bash_completion.d/vmn-hub, or for zsh source it in ~/.zshrc.",
            ""
        })
public final class CompletionCommand implements Callable<Integer> {

    /** Shells that can load the script. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine program = spec.parent().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.ZSH) {
            out.println("autoload -U +X compinit && compinit");
            out.println("autoload -U +X bashcompinit && bashcompinit");
        }
        out.println(AutoComplete.bash(program.getCommandName(), program));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
