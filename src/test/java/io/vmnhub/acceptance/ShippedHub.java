// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.AcceptanceHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The hub of the shipped zip, unpacked into a folder with a space in its name, with the acceptance tests' files in it.
 */
final class ShippedHub implements AutoCloseable {

    private final Path home;
    private final Path log;
    private final Map<String, String> properties;
    private Process process;

    private ShippedHub(Path home, Path log, Map<String, String> properties) {
        this.home = home;
        this.log = log;
        this.properties = properties;
    }

    private static Path zip() {
        return Path.of(System.getProperty("vmnhub.zip", "target/no.zip"));
    }

    static ShippedHub unpack(Path folder, String ss7, Map<String, String> properties) throws IOException {
        Path into = Files.createDirectories(folder.resolve("a hub"));
        Path home = null;
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = into.resolve(entry.getName());
                home = home == null ? into.resolve(Path.of(entry.getName()).getName(0)) : home;
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
        home.resolve("bin/vmn-hub").toFile().setExecutable(true);
        AcceptanceHub.replace(home, ss7);
        AcceptanceHub.replaceApplications(home);
        return new ShippedHub(home, folder.resolve("hub.log"), properties);
    }

    /** Starts it, from the root folder. */
    ShippedHub start() {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/vmn-hub").toString(),
                "run",
                "-P",
                "camel.management.port=" + AcceptanceHub.freePort(),
                "-P",
                "vmnhub.smpp.port=" + AcceptanceHub.freePort(),
                "-P",
                "vmnhub.broker.port=" + AcceptanceHub.freePort()));
        properties.forEach((key, value) -> command.addAll(List.of("-P", key + "=" + value)));
        try {
            process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** @return the exit status */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the hub runs on after " + seconds + " s: " + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
