// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmn-hub reload}. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = {
            "Has the running hub take the files that have changed.",
            "All changed files are checked as one first. When something is wrong in them nothing changes, and each "
                    + "thing that is wrong is printed as file:line. The hub is asked over its management interface, "
                    + "with the token of its own files or environment.",
            ""
        })
public final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private HubOptions options;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Says what is wrong in the files, and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the hub's management interface is (default: as the hub's files say).")
    private URI url;

    @Option(
            names = "--pid",
            paramLabel = "PROCESS",
            description =
                    "The hub's process. When there is no token it gets SIGHUP, and the log says what comes of it.")
    private Long pid;

    @Override
    public Integer call() throws Exception {
        HubProperties properties = options.properties();
        Optional<String> token = token(properties);
        if (token.isEmpty()) {
            return signal();
        }
        HttpResponse<String> answer;
        URI address = (url == null ? ManagementClient.address(properties) : url)
                .resolve("/manage/v1/reload?dryRun=" + dryRun);
        try {
            answer = ManagementClient.send("POST", address, token.get());
        } catch (ConnectException e) {
            return failed("no hub answers at " + address.resolve("/") + ": start it, or name its address with --url");
        } catch (IOException e) {
            return failed("the hub at " + address.resolve("/") + " does not answer: " + e.getMessage());
        }
        JsonNode result = new ObjectMapper().readTree(answer.body());
        if (answer.statusCode() != 200) {
            return failed("the hub refuses it with status " + answer.statusCode() + ": "
                    + result.path("detail").asText(result.path("title").asText()));
        }
        return print(result);
    }

    private static Optional<String> token(HubProperties properties) {
        String token = properties.text(HubKey.MANAGEMENT_TOKEN).trim();
        return token.isEmpty()
                ? properties.family(HubKey.MANAGEMENT_OPERATORS).values().stream()
                        .findFirst()
                        .map(String::trim)
                : Optional.of(token);
    }

    private int signal() throws IOException, InterruptedException {
        if (pid == null || dryRun) {
            return failed("there is no token for the management interface: set " + HubKey.MANAGEMENT_TOKEN.key()
                    + ", or send SIGHUP to the hub's process and look at its log");
        }
        Process kill =
                new ProcessBuilder("kill", "-HUP", pid.toString()).inheritIO().start();
        return kill.waitFor() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private int print(JsonNode result) {
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode finding : result.path("findings")) {
            int line = finding.path("line").asInt();
            out.println(finding.path("file").asText() + (line > 0 ? ":" + line : "") + ": "
                    + finding.path("message").asText());
        }
        String outcome = result.path("outcome").asText();
        if (outcome.equals("refused")) {
            out.println("The hub keeps what it had.");
        } else if (outcome.equals("unchanged")) {
            out.println("No file has changed.");
        } else {
            result.path("changed").forEach(file -> out.println((dryRun ? "right: " : "taken: ") + file.asText()));
        }
        for (JsonNode later : result.path("nextStart")) {
            out.println(
                    later.path("file").asText() + ": " + keys(later.path("keys")) + " takes effect at the next start");
        }
        out.flush();
        return outcome.equals("refused") ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static String keys(JsonNode keys) {
        StringBuilder all = new StringBuilder();
        keys.forEach(key -> all.append(all.length() == 0 ? "" : ", ").append(key.asText()));
        return all.toString();
    }

    private int failed(String reason) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(reason);
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
