// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.http.AccessTokens;
import io.vmnhub.http.CircuitTimer;
import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.NameService;
import io.vmnhub.http.SigningSecrets;
import io.vmnhub.http.SinkEndpoints;
import io.vmnhub.sms.ShortMessage;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Posts each message to an HTTP server and waits, without a thread, for its confirmation.
 *
 * <p>Confirmed is a message when a complete answer with a 2xx status arrived within {@code confirmWithin}, counted from
 * when the message came here and so including the wait for a token and for a connection. Every other status (redirects
 * are not followed), a refused or broken connection, silence, an answer that drips or is too long, an open circuit end
 * the exchange with a {@link io.vmnhub.exchange.NotConfirmedException}.
 *
 * <p>A {@link ShortMessage} is written in the format that is set; a body that the route has replaced is sent as it is.
 * The exchange's message is never changed, and none of its headers is sent. Camel's own HTTP producer has no deadline
 * for a whole answer and no bound on its size: hence the plain client of the same Vert.x.
 */
public class WebhookProducer extends DefaultAsyncProducer {

    /** What the answer to the SMSC itself takes. */
    private static final Duration TO_ANSWER = Duration.ofMillis(25);

    private static final int TOKEN_CONNECTIONS = 2;

    private final WebhookEndpoint endpoint;
    private final WebhookConfiguration configuration;
    private Destinations destinations;
    private Destinations.Membership member;
    private SinkEndpoints connections;
    private WebhookDelivery.Sink sink;
    private SigningSecrets secrets;
    private WebhookBody writer;
    private String messageContentType;
    private String ownContentType;
    private Optional<String> authorization;
    private Duration confirmWithin;

    public WebhookProducer(WebhookEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        configuration = endpoint.getConfiguration();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Buffer body;
        MultiMap headers;
        try {
            boolean own = !(exchange.getMessage().getBody() instanceof ShortMessage);
            byte[] octets = own
                    ? exchange.getMessage().getMandatoryBody(byte[].class)
                    : writer.of(
                            exchange.getMessage().getBody(ShortMessage.class),
                            header(exchange, SmsConstants.APPLICATION, ""));
            body = Buffer.buffer(octets);
            headers = headers(exchange, octets, own ? ownContentType : messageContentType);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        new WebhookDelivery(sink, exchange, callback).start(headers, body, isOver(exchange), confirmWithin);
        return false;
    }

    /**
     * Whether the SMSC waits no longer, so that what is sent now would be sent again. What has begun goes on: a late
     * confirmation counts.
     */
    private static boolean isOver(Exchange exchange) {
        return AnswerBy.left(exchange)
                .filter(left -> left.compareTo(TO_ANSWER) <= 0)
                .isPresent();
    }

    private MultiMap headers(Exchange exchange, byte[] body, String type) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", type)
                .add("Accept", "*/*")
                .add("User-Agent", "vmn-hub");
        authorization.ifPresent(value -> headers.add("Authorization", value));
        String id = exchange.getMessage().getBody() instanceof ShortMessage message
                ? message.identity().toString()
                : header(exchange, SmsConstants.IDENTITY, exchange.getExchangeId());
        headers.add("Idempotency-Key", '"' + id + '"');
        if (!secrets.isEmpty()) {
            long now = Instant.now().getEpochSecond();
            headers.add("webhook-id", id)
                    .add("webhook-timestamp", String.valueOf(now))
                    .add("webhook-signature", secrets.sign(id, now, body));
        }
        return headers;
    }

    private static String header(Exchange exchange, String name, String otherwise) {
        return exchange.getMessage().getHeader(name, otherwise, String.class);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        secrets = configuration.signing();
        writer = endpoint.body();
        messageContentType = endpoint.messageContentType();
        ownContentType = configuration.getContentType().isEmpty() ? "application/json" : configuration.getContentType();
        authorization = configuration.authorization();
        confirmWithin = configuration.getConfirmWithin();
        CamelContext context = endpoint.getCamelContext();
        Vertx vertx =
                context.getComponent("vertx-http", VertxHttpComponent.class).getVertx();
        NameService names = context.getRegistry().findSingleByType(NameService.class);
        connections = new SinkEndpoints(vertx, endpoint.settings(), names == null ? InetAddress::getAllByName : names);
        int maxInFlight = configuration.getMaxInFlight();
        HttpEndpoint receiver =
                connections.connect(configuration.target(), maxInFlight, configuration.getMaxConnections(), -1);
        Optional<URI> tokenUrl = configuration.tokenTarget();
        Optional<AccessTokens> tokens = tokenUrl.isEmpty()
                ? Optional.empty()
                : Optional.of(new AccessTokens(
                        vertx,
                        connections.connect(tokenUrl.get(), TOKEN_CONNECTIONS, TOKEN_CONNECTIONS, TOKEN_CONNECTIONS),
                        configuration.getClientId(),
                        configuration.getClientSecret(),
                        configuration.getScope()));
        Destinations bound = context.getRegistry().findSingleByType(Destinations.class);
        destinations = bound == null ? new Destinations(new CompositeMeterRegistry(), Optional.empty()) : bound;
        member = destinations.join(
                receiver.place(),
                configuration.identity(),
                configuration.getCircuitCalls(),
                configuration.getCircuitOpenFor(),
                CircuitTimer.of(vertx));
        sink = new WebhookDelivery.Sink(
                vertx,
                receiver,
                member.destination(),
                2 * maxInFlight,
                member.metrics(),
                tokens,
                configuration.statusErrors());
    }

    @Override
    protected void doStop() throws Exception {
        if (connections != null) {
            connections.close();
            connections = null;
        }
        if (member != null) {
            destinations.leave(member);
            member = null;
        }
        super.doStop();
    }
}
