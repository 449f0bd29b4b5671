package io.vmnhub;

import io.vmnhub.ss7.Ss7Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.camel.main.Main;

/**
 * A hub in this process, from a folder with the shipped connectors and inbound route and the files of
 * {@code src/test/resources/io/vmnhub/acceptance}. Management is on a free port.
 */
public final class HubUnderTest implements AutoCloseable {

    /** One for all requests: a client that nobody holds may be collected while it waits for its answer. */
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String MANAGEMENT_TOKEN = "a-token-of-sufficient-length";
    private static final Path RESOURCES = Path.of("src/test/resources/io/vmnhub/acceptance");

    private final Hub hub;
    private final Main main;
    private final int managementPort;

    private HubUnderTest(Hub hub, Main main, int managementPort) {
        this.hub = hub;
        this.main = main;
        this.managementPort = managementPort;
    }

    /**
     * Starts one.
     *
     * @param folder     an empty folder
     * @param ss7        the file to use as ss7.yaml, one of the resources
     * @param properties as {@code -P} on the command line
     */
    public static HubUnderTest start(Path folder, String ss7, Map<String, String> properties) {
        try {
            home(folder, ss7);
            return startAgain(folder, properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one from a folder that another has run from.
     *
     * @param properties as {@code -P} on the command line
     */
    public static HubUnderTest startAgain(Path folder, Map<String, String> properties) {
        try {
            int managementPort = freePort();
            Map<String, String> all = new LinkedHashMap<>(properties);
            all.put("camel.management.port", String.valueOf(managementPort));
            all.put("vmnhub.management.token", MANAGEMENT_TOKEN);
            all.put("vmnhub.smpp.port", String.valueOf(freePort()));
            all.put("vmnhub.broker.port", String.valueOf(freePort()));
            HubHome home = HubHome.of(folder);
            Hub hub = new Hub(home, new HubProperties(home, "prod", all));
            Main main = hub.main();
            try {
                main.start();
            } catch (RuntimeException e) {
                main.stop();
                throw e;
            }
            return new HubUnderTest(hub, main, managementPort);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the folder that a hub runs from. */
    public static void home(Path folder, String ss7) throws IOException {
        copy(Path.of("connectors"), folder.resolve("connectors"));
        copy(Path.of("config"), folder.resolve("config"));
        copy(RESOURCES.resolve("routes"), folder.resolve("routes/applications"));
        Files.copy(Path.of("routes/inbound.camel.yaml"), folder.resolve("routes/inbound.camel.yaml"));
        replace(folder, ss7);
    }

    /** Puts the acceptance tests' numbers and applications and this ss7.yaml into a hub's folder. */
    public static void replace(Path folder, String ss7) throws IOException {
        Files.deleteIfExists(folder.resolve("config/ss7.yaml"));
        Files.deleteIfExists(folder.resolve("config/numbers.yaml"));
        Files.deleteIfExists(folder.resolve("config/applications.yaml"));
        Files.copy(RESOURCES.resolve(ss7), folder.resolve("config/ss7.yaml"));
        Files.copy(RESOURCES.resolve("numbers.yaml"), folder.resolve("config/numbers.yaml"));
        Files.copy(RESOURCES.resolve("applications.yaml"), folder.resolve("config/applications.yaml"));
    }

    /** Puts the acceptance tests' routes in the place of the shipped applications. */
    public static void replaceApplications(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("routes/applications/demo.camel.yaml"));
        copy(RESOURCES.resolve("routes"), folder.resolve("routes/applications"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    public Ss7Status status() {
        return hub.stack().status();
    }

    /** The sum of a counter's values over its lines in the metrics that contain all of {@code labels}. */
    public double counter(String name, String... labels) {
        return get("/observe/metrics").lines().filter(line -> line.startsWith(name))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** Asks the management interface for something, as operator; the path is that below {@code /manage/v1}. */
    public HttpResponse<String> manage(String method, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/manage/v1" + path))
                .header("Authorization", "Bearer " + MANAGEMENT_TOKEN).method(method, HttpRequest.BodyPublishers.noBody()).build());
    }

    /** What the readiness endpoint says, details included. */
    public String readiness() {
        return get("/observe/health/ready?data=true");
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)).build()).body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A TCP port that is free now, below those that the kernel gives to outgoing connections. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        main.stop();
        main.getMainListeners().forEach(listener -> listener.afterStop(main)); // as run() does
    }
}
