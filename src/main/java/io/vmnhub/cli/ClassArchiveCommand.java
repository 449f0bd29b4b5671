// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.Hub;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmn-hub class-archive}, as far as Java can do it: the script has the JVM write the archive at the end. */
@Command(
        name = "class-archive",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the next starts faster: keeps the classes that a start needs in the form that Java has them in "
                    + "memory.",
            "It starts a hub with the shipped files, on ports and in a folder of its own, sends it one message and "
                    + "stops it. The hub that runs here is not touched. To be repeated after each change of Java.",
            ""
        })
public final class ClassArchiveCommand implements Callable<Integer> {

    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final List<String> FOLDERS = List.of("config", "routes", "connectors");
    private static final List<String> PORTS =
            List.of("vmnhub.ss7.port", "vmnhub.smpp.port", "vmnhub.simulator.port", "camel.management.port");

    /** The script names it. */
    @Option(
            names = "--home",
            hidden = true,
            paramLabel = "FOLDER",
            defaultValue = "${sys:vmnhub.home:-.}",
            description = "The folder with the shipped files.")
    private Path shipped;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-class-archive");
        try {
            for (String name : FOLDERS) {
                copy(shipped.resolve(name), folder.resolve(name));
            }
            return start(HubHome.of(folder));
        } finally {
            delete(folder);
        }
    }

    private int start(HubHome home) throws Exception {
        Map<String, String> overrides = new LinkedHashMap<>(freePorts());
        overrides.put("vmnhub.simulator.enabled", "true");
        HubProperties properties = new HubProperties(home, "prod", overrides);
        Optional<Hub> hub = CheckedHub.of(home, properties, spec);
        return hub.isPresent() ? hub.get().runForOneMessage(WITHIN) : CommandLine.ExitCode.SOFTWARE;
    }

    private static Map<String, String> freePorts() throws IOException {
        Map<String, String> ports = new LinkedHashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String key : PORTS) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.put(key, String.valueOf(socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
