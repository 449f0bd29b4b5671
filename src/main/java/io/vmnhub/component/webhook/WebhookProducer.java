// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.PostTarget;
import io.vmnhub.http.SigningSecrets;
import io.vmnhub.http.TargetKind;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
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
 * The exchange's message is never changed, and of its headers only {@code traceparent} is sent. Camel's own HTTP
 * producer has no deadline for a whole answer and no bound on its size: hence the plain client of the same Vert.x.
 */
public class WebhookProducer extends DefaultAsyncProducer {

    /** What the answer to the SMSC itself takes. */
    private static final Duration TO_ANSWER = Duration.ofMillis(25);

    private final WebhookEndpoint endpoint;
    private final WebhookConfiguration configuration;
    private PostTarget target;
    private SigningSecrets secrets;
    private WebhookBody writer;
    private String messageContentType;
    private String ownContentType;
    private Optional<String> authorization;

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
        Optional<Duration> left = AnswerBy.left(exchange).map(time -> time.minus(TO_ANSWER));
        PostTarget receiver = target;
        receiver.confirm(headers, body, left).onComplete(done -> {
            if (done.failed()) {
                exchange.setException(done.cause());
            }
            receiver.onWorker(() -> callback.done(false));
        });
        return false;
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
        String traceparent = exchange.getMessage().getHeader(MessageTrace.HEADER, String.class);
        if (traceparent != null) {
            headers.add(MessageTrace.HEADER, traceparent);
        }
        secrets.addTo(headers, id, body);
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
        target = new PostTarget(
                PostContext.of(endpoint.getCamelContext()),
                endpoint.settings(),
                new PostTarget.Role(TargetKind.WEBHOOK, configuration.identity(), configuration.errorTable()));
    }

    @Override
    protected void doStop() throws Exception {
        if (target != null) {
            target.close();
            target = null;
        }
        super.doStop();
    }
}
