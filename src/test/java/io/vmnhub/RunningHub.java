package io.vmnhub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.ss7.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A hub of the shipped files in a folder of its own, on free ports, inside the test's JVM. */
final class RunningHub implements AutoCloseable {

    private final Path home;
    private final int port = TestSettings.freePort();
    private final int managementPort = TestSettings.freePort();
    private final Main main;

    private RunningHub(Path home) throws Exception {
        this.home = home;
        Map<String, String> ports = Map.of("vmnhub.ss7.port", String.valueOf(port), "camel.management.port",
                String.valueOf(managementPort));
        main = new Hub(HubHome.of(home), new HubProperties(HubHome.of(home), "prod", ports)).main();
        main.start();
    }

    /** @param edits what is changed in the shipped files before the start, by their path */
    static RunningHub in(Path home, Map<String, UnaryOperator<String>> edits) throws Exception {
        ShippedFiles.copyTo(home);
        for (Map.Entry<String, UnaryOperator<String>> edit : edits.entrySet()) {
            Path file = home.resolve(edit.getKey());
            Files.writeString(file, edit.getValue().apply(Files.readString(file, UTF_8)), UTF_8);
        }
        return new RunningHub(home);
    }

    /** Starts a hub of the files of an earlier one, which has stopped. */
    static RunningHub again(Path home) throws Exception {
        return new RunningHub(home);
    }

    /** Adds routes in YAML. */
    void routes(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(ResourceHelper.fromString("more.camel.yaml", yaml));
    }

    Path home() {
        return home;
    }

    /** Of its signalling link. */
    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    @Override
    public void close() {
        main.stop();
        main.getMainListeners().forEach(listener -> listener.afterStop(main)); // as run() does
    }
}
