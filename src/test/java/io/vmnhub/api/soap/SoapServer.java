// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vmnhub.api.soap.SoapSettings.Authentication;
import io.vmnhub.api.soap.SoapSettings.Credentials;
import io.vmnhub.api.soap.SoapSettings.Delivery;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.http.AllowedPorts;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;

/**
 * The SOAP interfaces over an inbox of their own, on a free port, with the applications acme (at most once, private
 * targets), careful (at least once) and strict (two calls a second, public targets). Their passwords are their names
 * and "-pass".
 */
final class SoapServer implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(2);

    private final Database database =
            new Database(new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 10));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final SoapApi soap;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** While it is held nobody gets a connection to the database. */
    final ReentrantReadWriteLock databaseHeld = new ReentrantReadWriteLock();

    final Inbox inbox = new Inbox(holdable(database.dataSource()), Duration.ofDays(1));

    private DataSource holdable(DataSource dataSource) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    databaseHeld.readLock().lock();
                    try {
                        return method.invoke(dataSource, arguments);
                    } finally {
                        databaseHeld.readLock().unlock();
                    }
                });
    }

    /** What {@code vmnhub.http.credentials} of the SOAP interface is. */
    double credentials(String outcome) {
        return metrics.get("vmnhub.http.credentials")
                .tag("interface", "soap")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    SoapServer() throws Exception {
        Router router = Router.router(vertx);
        soap = new SoapApi(
                vertx,
                inbox,
                Map.of(
                        "acme",
                                new SoapSettings(
                                        "acme",
                                        "acme-pass",
                                        Delivery.AT_MOST_ONCE,
                                        SoapSettings.LEASE,
                                        100,
                                        10_000,
                                        true,
                                        AllowedPorts.ALL,
                                        Optional.of(new Credentials(Authentication.PASSWORD_DIGEST, "acme", "secret"))),
                        "careful",
                                new SoapSettings(
                                        "careful",
                                        "careful-pass",
                                        Delivery.AT_LEAST_ONCE,
                                        LEASE,
                                        2,
                                        10_000,
                                        true,
                                        AllowedPorts.ALL,
                                        Optional.empty()),
                        "strict",
                                new SoapSettings(
                                        "strict",
                                        "strict-pass",
                                        Delivery.AT_MOST_ONCE,
                                        SoapSettings.LEASE,
                                        100,
                                        1,
                                        false,
                                        AllowedPorts.STANDARD,
                                        Optional.empty())),
                metrics);
        soap.mount(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    static ShortMessage message(String id, String text) {
        return message(id, text, "447700900001");
    }

    static ShortMessage message(String id, String text, String to) {
        ShortMessage one = Messages.message().text(text).build();
        return new ShortMessage(
                id, Address.international(to), one.serviceCentreAddress(), one.receivedAt(), one.deliver());
    }

    void store(String application, ShortMessage message) throws Exception {
        inbox.store(application, message).get(10, TimeUnit.SECONDS);
    }

    int pending(String application) throws Exception {
        return inbox.count(new Selection(application, "", "")).get(10, TimeUnit.SECONDS);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/soap/" + path);
    }

    static String basic(String application) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((application + ":" + application + "-pass").getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request(String port) {
        return HttpRequest.newBuilder(uri(port)).timeout(Duration.ofSeconds(20)).header("SOAPAction", "\"\"");
    }

    /** A call with HTTP basic. */
    HttpResponse<String> call(String application, String port, Envelope envelope) throws Exception {
        return call(client, application, port, envelope);
    }

    HttpResponse<String> call(HttpClient by, String application, String port, Envelope envelope) throws Exception {
        return by.send(
                request(port)
                        .header("Content-Type", envelope.contentType())
                        .header("Authorization", basic(application))
                        .POST(HttpRequest.BodyPublishers.ofString(envelope.xml()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> callLater(String application, String port, Envelope envelope) {
        return client.sendAsync(
                request(port)
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", envelope.contentType())
                        .header("Authorization", basic(application))
                        .POST(HttpRequest.BodyPublishers.ofString(envelope.xml()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        soap.close();
        inbox.close();
        database.close();
    }
}
