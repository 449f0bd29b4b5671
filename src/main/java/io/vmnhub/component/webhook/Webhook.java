package io.vmnhub.component.webhook;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.http.AccessTokens;
import io.vmnhub.http.CircuitTimer;
import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.NameService;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.SigningSecrets;
import io.vmnhub.http.SinkEndpoints;
import io.vmnhub.http.StatusErrors;
import io.vmnhub.http.TlsSettings;
import io.vmnhub.sms.ShortMessage;
import java.net.InetAddress;
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
 * {@link io.vmnhub.exchange.NotConfirmedException}.
 *
 * <p>A {@link ShortMessage} is written in the format that is set; a body that the route has replaced is sent as it is. The exchange's
 * message is never changed, and none of its headers is sent. Camel's own HTTP producer has no deadline for a whole answer and no bound
 * on its size: hence the plain client of the same Vert.x.
 */
public final class Webhook extends WebhookSettings {

    /** What the answer to the SMSC itself takes. */
    private static final Duration TO_ANSWER = Duration.ofMillis(25);

    private static final int TOKEN_CONNECTIONS = 2;

    private Destinations destinations;
    private Destinations.Membership member;
    private SinkEndpoints endpoints;
    private WebhookDelivery.Sink sink;
    private SigningSecrets secrets;
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
                    : writer.of(exchange.getMessage().getBody(ShortMessage.class),
                            header(exchange, SmsConstants.APPLICATION, ""));
            body = Buffer.buffer(octets);
            headers = headers(exchange, octets, own ? ownContentType() : messageContentType);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        new WebhookDelivery(sink, exchange, callback).start(headers, body, isOver(exchange), confirmWithin);
        return false;
    }

    /** Whether the SMSC waits no longer, so that what is sent now would be sent again. What has begun goes on: a late confirmation counts. */
    private static boolean isOver(Exchange exchange) {
        return AnswerBy.left(exchange).filter(left -> left.compareTo(TO_ANSWER) <= 0).isPresent();
    }

    private MultiMap headers(Exchange exchange, byte[] body, String type) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", type).add("Accept", "*/*").add("User-Agent", "vmn-hub");
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        String id = exchange.getMessage().getBody() instanceof ShortMessage message ? message.identity().toString()
                : header(exchange, SmsConstants.IDENTITY, exchange.getExchangeId());
        headers.add("Idempotency-Key", '"' + id + '"');
        if (!secrets.isEmpty()) {
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
        StatusErrors statusErrors = new StatusErrors(errors);
        messageContentType = contentType.isBlank() ? format.contentType() : contentType;
        writer = new WebhookBody(format, source, format == WebhookFormat.TEMPLATE
                ? new MessageTemplate(Files.readString(file(template)), messageContentType, WebhookBody.fields()) : null);
        if (!bearerToken.isEmpty()) {
            authorization = "Bearer " + bearerToken;
        } else if (!username.isEmpty()) {
            authorization = "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
        Vertx vertx = getCamelContext().getComponent("vertx-http", VertxHttpComponent.class).getVertx();
        NameService names = getCamelContext().getRegistry().findSingleByType(NameService.class);
        endpoints = new SinkEndpoints(vertx, post(), names == null ? InetAddress::getAllByName : names);
        HttpEndpoint endpoint = endpoints.connect(url, maxInFlight, maxConnections, -1);
        Optional<AccessTokens> tokens = tokenUrl == null ? Optional.empty() : Optional.of(new AccessTokens(vertx,
                endpoints.connect(tokenUrl, TOKEN_CONNECTIONS, TOKEN_CONNECTIONS, TOKEN_CONNECTIONS), clientId, clientSecret, scope));
        Destinations bound = getCamelContext().getRegistry().findSingleByType(Destinations.class);
        destinations = bound == null ? new Destinations(new CompositeMeterRegistry(), Optional.empty()) : bound;
        member = destinations.join(endpoint.place(), String.join("\n", url.toString(), username, bearerToken, String.valueOf(tokenUrl), clientId),
                circuitCalls, circuitOpenFor, CircuitTimer.of(vertx));
        sink = new WebhookDelivery.Sink(vertx, endpoint, member.destination(), 2 * maxInFlight, member.metrics(), tokens, statusErrors);
    }

    private PostSettings post() {
        return new PostSettings(url, allowPrivateTargets, http2, Optional.of(new TlsSettings(file(clientCertificate), file(clientKey),
                clientCertificatePassword, file(trustedCertificates), trustedCertificatesPassword)), confirmWithin, connectTimeout,
                maxConnections, circuitCalls, circuitOpenFor);
    }

    private Path file(String name) {
        return name.isBlank() ? null : HubFolder.resolve(getCamelContext(), name.trim());
    }

    @Override
    protected void doStop() {
        if (endpoints != null) {
            endpoints.close();
            endpoints = null;
        }
        if (member != null) {
            destinations.leave(member);
            member = null;
        }
    }
}
