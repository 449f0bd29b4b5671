// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmn-hub drain}. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the running hub out of traffic, and ends when that is done.",
            "Queries are answered with other nodes of its farm, what is open gets its answers, its links and SMPP "
                    + "sessions end in order. The hub itself runs on.",
            ""
        })
public final class DrainCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Option(names = "--end", description = "Puts it back into traffic.")
    private boolean end;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:VMNHUB_TOKEN}",
            description = "An operator's token (default: the environment's VMNHUB_TOKEN, else vmnhub.management.token "
                    + "of config/application.properties).")
    private String token;

    @Override
    public Integer call() throws IOException {
        HubProperties properties = options.properties();
        PrintWriter err = spec.commandLine().getErr();
        String secret = token == null || token.isBlank() ? properties.text(HubKey.MANAGEMENT_TOKEN) : token;
        if (secret.isBlank()) {
            err.println("there is no operator's token: give one with --token or in VMNHUB_TOKEN");
            return CommandLine.ExitCode.USAGE;
        }
        URI address = ManagementClient.address(properties).resolve("/manage/v1/drain");
        try {
            HttpResponse<String> answer = ManagementClient.send(end ? "DELETE" : "POST", address, secret);
            if (answer.statusCode() == 204) {
                spec.commandLine().getOut().println(end ? "The hub is in traffic." : "The hub is out of traffic.");
                return CommandLine.ExitCode.OK;
            }
            err.println("the hub at " + address + " answers " + answer.statusCode() + ": " + answer.body());
        } catch (IOException e) {
            err.println("the hub at " + address + " cannot be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
