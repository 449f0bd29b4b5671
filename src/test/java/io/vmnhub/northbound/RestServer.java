package io.vmnhub.northbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vmnhub.northbound.inbox.Inbox;
import io.vmnhub.northbound.rest.ApiSettings;
import io.vmnhub.northbound.rest.RestApi;
import io.vmnhub.northbound.store.Database;
import io.vmnhub.northbound.store.DatabaseSettings;
import io.vmnhub.northbound.webhook.AllowedPorts;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The REST interface over an inbox of its own, on a free port, with the applications acme (key acme-key), other (key other-key) and slow (key
 * slow-key), which may ask once a second.
 */
final class RestServer implements AutoCloseable {

    static final String PATH = "/v1/smsmessaging/inbound/registrations/";

    private final Database database;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final MeterRegistry metrics = new SimpleMeterRegistry();
    final Inbox inbox;
    final RestApi api;
    /** What happens before the inbox gets a connection with its database. */
    volatile Gate gate = () -> { };

    interface Gate {
        void pass() throws Exception;
    }

    RestServer() throws Exception {
        this("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", Optional.empty(), 10_000);
    }

    RestServer(String url, Optional<ApiSettings.Jwt> jwt, int requestsPerSecond) throws Exception {
        this(new DatabaseSettings(url, "", "", 10), jwt, requestsPerSecond);
    }

    RestServer(DatabaseSettings settings, Optional<ApiSettings.Jwt> jwt, int requestsPerSecond) throws Exception {
        database = new Database(settings);
        inbox = new Inbox(gated(database.dataSource()), Duration.ofDays(1), metrics);
        Router router = Router.router(vertx);
        api = new RestApi(vertx, inbox, Map.of("acme", new ApiSettings(List.of(key("acme-key")), jwt, requestsPerSecond, 100,
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true, AllowedPorts.ALL),
                "other", new ApiSettings(List.of(key("other-key")), Optional.empty(), 1_000, 100),
                "slow", new ApiSettings(List.of(key("slow-key")), Optional.empty(), 1, 100)), metrics);
        api.mount(router);
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private DataSource gated(DataSource open) {
        return (DataSource) Proxy.newProxyInstance(RestServer.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, values) -> {
            gate.pass();
            try {
                return method.invoke(open, values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /** The database cannot be reached, until {@link #gate} is another. */
    void loseDatabase() {
        gate = () -> {
            throw new SQLTransientConnectionException("the test's database is away");
        };
    }

    static ApiSettings.ApiKey key(String key) throws Exception {
        return new ApiSettings.ApiKey(key, HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8))));
    }

    static ShortMessage message(String id) {
        return message(id, "447700900001");
    }

    static ShortMessage message(String id, String to) {
        ShortMessage hello = Messages.hello();
        return new ShortMessage(id, Address.international(to), hello.serviceCentreAddress(), hello.receivedAt(), hello.deliver());
    }

    void store(String application, ShortMessage message) throws Exception {
        inbox.store(application, message).get(10, TimeUnit.SECONDS);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    int port() {
        return server.actualPort();
    }

    HttpClient client() {
        return client;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer acme-key");
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).DELETE().build());
    }

    /** @return the status */
    int confirm(String path) {
        try {
            return delete(path).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        inbox.close();
        database.close();
    }
}
