package io.vmnhub.northbound.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vmnhub.northbound.HubFolder;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.VertxHttpComponent;

/**
 * Posts the message to an HTTP server and waits, without a thread, for its confirmation: the processor of {@code kamelet:webhook-sink}.
 *
 * <p>Confirmed is a message when a complete answer with a 2xx status arrived within {@code confirmWithin}, counted from when the
 * message came here and so including the wait for a token and for a connection. Every other status (redirects are not followed), a
 * refused or broken connection, silence, an answer that drips or is too long, an open circuit end the exchange with a
 * {@link io.vmnhub.northbound.NotConfirmedException}.
 *
 * <p>A {@link ShortMessage} is written in the format that is set; a body that the route has replaced is sent as it is. The exchange's
 * message is never changed, and none of its headers is sent. Camel's own HTTP producer has no deadline for a whole answer and no bound
 * on its size: hence the plain client of the same Vert.x.
 */
public final class Webhook extends WebhookSettings {

    private static final int STREAMS_A_CONNECTION = 100;

    private Vertx vertx;
    private HttpEndpoint endpoint;
    private Circuit circuit;
    private Optional<AccessTokens> tokens = Optional.empty();
    private SigningSecrets secrets;
    private StatusErrors statusErrors;
    private WebhookBody writer;
    private String messageContentType;
    private String authorization;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Buffer body;
        MultiMap headers;
        try {
            boolean own = !(exchange.getMessage().getBody() instanceof ShortMessage);
            byte[] octets = own ? exchange.getMessage().getMandatoryBody(byte[].class)
                    : writer.of(exchange.getMessage().getBody(ShortMessage.class), header(exchange, "CamelSmsApplication", ""));
            body = Buffer.buffer(octets);
            headers = headers(exchange, octets, own ? ownContentType() : messageContentType);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        new WebhookDelivery(vertx, endpoint, circuit, tokens, statusErrors, exchange, callback).start(headers, body, confirmWithin);
        return false;
    }

    private MultiMap headers(Exchange exchange, byte[] body, String type) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", type).add("Accept", "*/*").add("User-Agent", "vmn-hub");
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        if (!secrets.isEmpty()) {
            String id = exchange.getMessage().getBody() instanceof ShortMessage message ? message.id()
                    : header(exchange, "CamelSmsMessageId", exchange.getExchangeId());
            long now = Instant.now().getEpochSecond();
            headers.add("webhook-id", id).add("webhook-timestamp", String.valueOf(now))
                    .add("webhook-signature", secrets.sign(id, now, body));
        }
        return headers;
    }

    private static String header(Exchange exchange, String name, String otherwise) {
        return exchange.getMessage().getHeader(name, otherwise, String.class);
    }

    private String ownContentType() {
        return contentType.isBlank() ? "application/json" : contentType;
    }

    @Override
    protected void doStart() throws Exception {
        refuseContradictions();
        secrets = new SigningSecrets(signingSecrets);
        statusErrors = new StatusErrors(errors);
        messageContentType = contentType.isBlank() ? format.contentType() : contentType;
        writer = new WebhookBody(format, source, format == WebhookFormat.TEMPLATE
                ? new MessageTemplate(Files.readString(file(template)), messageContentType, WebhookBody.fields()) : null);
        vertx = getCamelContext().getComponent("vertx-http", VertxHttpComponent.class).getVertx();
        endpoint = endpoint(url, maxConnections);
        circuit = new Circuit(endpoint.place(), circuitCalls, circuitOpenFor);
        if (!bearerToken.isEmpty()) {
            authorization = "Bearer " + bearerToken;
        } else if (!username.isEmpty()) {
            authorization = "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
        if (tokenUrl != null) {
            tokens = Optional.of(new AccessTokens(vertx, endpoint(tokenUrl, 2), clientId, clientSecret, scope));
        }
    }

    private HttpEndpoint endpoint(URI target, int connections) throws IOException {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(Math.toIntExact(connectWithin().toMillis()))
                .setKeepAliveTimeout(15).setHttp2KeepAliveTimeout(15);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections);
        if ("https".equals(target.getScheme())) {
            new TlsSettings(file(clientCertificate), file(clientKey), clientCertificatePassword, file(trustedCertificates),
                    trustedCertificatesPassword).applyTo(options);
            if (http2) {
                options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true).setHttp2MultiplexingLimit(STREAMS_A_CONNECTION);
                pool.setHttp2MaxSize(Math.max(1, connections / STREAMS_A_CONNECTION));
            }
        }
        return new HttpEndpoint(vertx, target, allowPrivateTargets, options, pool);
    }

    private Duration connectWithin() {
        return connectTimeout.compareTo(confirmWithin) < 0 ? connectTimeout : confirmWithin;
    }

    private Path file(String name) {
        return name.isBlank() ? null : HubFolder.resolve(getCamelContext(), name.trim());
    }

    @Override
    protected void doStop() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
        tokens.ifPresent(AccessTokens::close);
        tokens = Optional.empty();
    }
}
