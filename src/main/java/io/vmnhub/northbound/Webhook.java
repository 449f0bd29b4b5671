package io.vmnhub.northbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vmnhub.sms.ShortMessage;
import java.net.URI;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Posts the message to an HTTP server and waits, without a thread, for its confirmation: the processor of {@code kamelet:webhook-sink}.
 *
 * <p>Confirmed is a message when a complete answer with a 2xx status arrived within {@code confirmWithin}, counted from when the
 * message came here and so including the wait for a connection. Every other status (redirects are not followed), a refused or
 * broken connection, silence, an answer that drips or is longer than {@value #LONGEST_ANSWER} octets end the exchange with a
 * {@link NotConfirmedException}.
 *
 * <p>A {@link ShortMessage} is sent in its JSON form; a body that the route has replaced is sent as it is. The exchange's message is
 * never changed, and none of its headers is sent. Camel's own HTTP producer has no deadline for a whole answer and no bound on its
 * size: hence the plain client of the same Vert.x.
 */
public final class Webhook extends AsyncProcessorSupport implements CamelContextAware {

    /** More octets of answer than this end the connection. */
    static final int LONGEST_ANSWER = 65_536;

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private CamelContext camelContext;
    private URI url;
    private String contentType = "application/json";
    private String bearerToken = "";
    private Duration confirmWithin = Duration.ofSeconds(5);
    private int maxConnections = 2_000;
    private Vertx vertx;
    private HttpClient client;
    private RequestOptions request;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Buffer body;
        try {
            body = Buffer.buffer(exchange.getMessage().getBody() instanceof ShortMessage message
                    ? mapper.writeValueAsBytes(message) : exchange.getMessage().getMandatoryBody(byte[].class));
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        new WebhookDelivery(vertx, this, exchange, callback).start(client, request, body);
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        if (url == null) {
            throw new IllegalArgumentException("webhook: url is missing");
        }
        vertx = camelContext.getComponent("vertx-http", VertxHttpComponent.class).getVertx();
        int milliseconds = Math.toIntExact(confirmWithin.toMillis());
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(milliseconds).setKeepAliveTimeout(15),
                new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(maxConnections));
        request = new RequestOptions().setAbsoluteURI(url.toURL()).setMethod(HttpMethod.POST).setFollowRedirects(false)
                .setConnectTimeout(milliseconds).putHeader("Content-Type", contentType).putHeader("Accept", "*/*")
                .putHeader("User-Agent", "vmn-hub");
        if (!bearerToken.isBlank()) {
            request.putHeader("Authorization", "Bearer " + bearerToken);
        }
    }

    @Override
    protected void doStop() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Where to post: an absolute http or https URL. */
    public void setUrl(String url) {
        URI parsed = URI.create(url.trim());
        if (parsed.getHost() == null || !("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))) {
            throw new IllegalArgumentException("webhook: url " + url + " is not an absolute http or https URL");
        }
        if (parsed.getUserInfo() != null) {
            throw new IllegalArgumentException("webhook: url holds a user, which is not sent; use bearerToken");
        }
        this.url = parsed;
    }

    /** Content-Type of the request; default application/json. */
    public void setContentType(String contentType) {
        this.contentType = contentType;
    }

    /** Sent as {@code Authorization: Bearer …} when it is not blank; never logged. */
    public void setBearerToken(String bearerToken) {
        this.bearerToken = bearerToken == null ? "" : bearerToken.trim();
    }

    /** How long a confirmation may take in all, as {@code 5s} or {@code 800ms}; default 5 s. */
    public void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = DurationText.parse(confirmWithin);
    }

    /** Connections to the server, and so messages on their way to it, at a time; as many again may wait; default 2,000. */
    public void setMaxConnections(int maxConnections) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("webhook: maxConnections " + maxConnections + " is not above zero");
        }
        this.maxConnections = maxConnections;
    }

    Duration confirmWithin() {
        return confirmWithin;
    }

    /** The URL as it may be logged: without user, password and query, which may hold secrets. */
    String place() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + url.getRawPath();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
