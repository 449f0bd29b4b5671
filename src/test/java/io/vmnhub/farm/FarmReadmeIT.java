// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README that make a farm, word for word, in a network of their own, where each port is free. */
@Timeout(value = 7, unit = TimeUnit.MINUTES)
@NeedsPeer({Peer.DISTRIBUTION, Peer.NETWORK_NAMESPACES})
class FarmReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static String commands() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## More than one node"), readme.indexOf("## What it does"));
        StringBuilder commands = new StringBuilder("set -e\n");
        Matcher block = BLOCK.matcher(section);
        while (block.find()) {
            commands.append(block.group(1));
        }
        return commands.toString();
    }

    @Test
    void threeNodesMeetAndGoOnWhenOneIsKilled() throws Exception {
        Path zip = Path.of(System.getProperty("vmnhub.zip")).toAbsolutePath();
        Files.createSymbolicLink(folder.resolve("target"), zip.getParent());
        Path output = folder.resolve("output");
        Process shell = new ProcessBuilder(
                        "unshare",
                        "-npf",
                        "--kill-child",
                        "--mount-proc",
                        "--",
                        "bash",
                        "-c",
                        "ip link set lo up\n" + commands())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(shell.waitFor(5, TimeUnit.MINUTES))
                    .as(Files.readString(output))
                    .isTrue();
        } finally {
            shell.destroyForcibly().waitFor();
        }
        String printed = Files.readString(output);
        assertThat(shell.exitValue()).as(printed).isZero();
        assertThat(printed).contains("node-0", "node-1", "node-2", "447700000010", "447700000012");
        assertThat(Pattern.compile("acknowledged 1").matcher(printed).results())
                .as(printed)
                .hasSize(2);
    }
}
