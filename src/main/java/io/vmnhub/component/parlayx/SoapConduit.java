// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.HttpAnswer;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.PostTarget;
import io.vmnhub.http.PostTarget.Posted;
import io.vmnhub.http.StatusRefusedException;
import io.vmnhub.http.TargetKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.logging.Logger;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.helpers.HttpHeaderHelper;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.AbstractConduit;
import org.apache.cxf.transport.Conduit;
import org.apache.cxf.transport.MessageObserver;

/**
 * CXF's way to one service, over the HTTP client of webhooks: no thread waits for an answer (CXF's own conduits keep
 * one for each call, or read answers without a bound and connect to addresses that nobody has checked), and what a
 * webhook refuses is refused here. The URL is the one of the settings, whatever a message says. Answers are read by
 * Vert.x's worker threads. Thread-safe.
 *
 * <p>A call ends with an answer in XML, or with a {@link NotConfirmedException}. A fault is an answer; it says
 * something of one message and so does not count for the circuit, whereas 429, other statuses from 500 and silence do.
 */
final class SoapConduit extends AbstractConduit {

    private static final Logger LOG = Logger.getLogger(SoapConduit.class.getName());
    private static final Set<String> OURS = Set.of(
            "content-type",
            "content-length",
            "host",
            "connection",
            "transfer-encoding",
            "accept",
            "accept-encoding",
            "authorization",
            "user-agent");

    private final PostTarget target;
    private final Optional<String> authorization;

    /**
     * @param identity what tells services of the same URL apart
     * @param errors what the SMSC is told for a status
     * @param authorization the value of the HTTP header
     */
    SoapConduit(
            PostContext context,
            PostSettings settings,
            TargetKind kind,
            String identity,
            ErrorTable errors,
            Optional<String> authorization) {
        super(null);
        this.authorization = authorization;
        target = new PostTarget(context, settings, new PostTarget.Role(kind, identity, errors, SoapConduit::isFailing));
    }

    private static boolean isFailing(HttpAnswer answer) {
        return answer.status() == 429 || answer.status() > 500 || answer.status() == 500 && !isXml(answer);
    }

    private static boolean isXml(HttpAnswer answer) {
        String type = answer.headers().get("Content-Type");
        return type != null
                && type.toLowerCase(Locale.ROOT)
                        .matches("\\s*(text/xml|application/xml|application/soap\\+xml)\\s*(;.*)?");
    }

    /** The URL as it may be logged. */
    String place() {
        return target.place();
    }

    /** Whether there is no use in trying now. */
    boolean pauses() {
        return target.pauses();
    }

    @Override
    public void prepare(Message message) throws IOException {
        if (message.getExchange().isOneWay()) {
            throw new IOException(place() + ": the operation has no answer, so that nothing would confirm the message");
        }
        message.setContent(OutputStream.class, new Request(message));
    }

    @Override
    public void close() {
        target.close();
    }

    @Override
    protected Logger getLogger() {
        return LOG;
    }

    private void send(Message message, byte[] envelope) throws IOException {
        Future<Posted> answer = target.post(headers(message), Buffer.buffer(envelope), Optional.ofNullable((Duration)
                message.get(SoapTarget.TIME_LEFT)));
        if (message.getExchange().isSynchronous()) {
            answered(message, waitFor(answer));
        } else {
            answer.onComplete(done -> target.onWorker(() -> ended(message, done)));
        }
    }

    /** For an endpoint that was told to be synchronous. */
    private static Posted waitFor(Future<Posted> answer) throws IOException {
        try {
            return answer.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private MultiMap headers(Message message) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Map<String, List<String>> given = CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
        if (given != null) {
            given.entrySet().stream()
                    .filter(header -> !OURS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                    .forEach(header -> headers.add(header.getKey(), header.getValue()));
        }
        String type = (String) message.get(Message.CONTENT_TYPE);
        String charset = (String) message.get(Message.ENCODING);
        headers.add(
                "Content-Type", charset == null || type.contains("charset=") ? type : type + "; charset=" + charset);
        headers.add("Accept", "text/xml, application/soap+xml").add("User-Agent", "vmn-hub");
        authorization.ifPresent(value -> headers.add("Authorization", value));
        return headers;
    }

    private void ended(Message message, AsyncResult<Posted> done) {
        try {
            if (done.failed()) {
                failed(message, done.cause());
            } else {
                answered(message, done.result());
            }
        } catch (IOException | RuntimeException e) {
            failed(message, e);
        }
    }

    /** As CXF's conduits do when an exception comes after the message was sent. */
    private static void failed(Message message, Throwable cause) {
        message.getInterceptorChain().abort();
        message.setContent(Exception.class, cause instanceof Exception exception ? exception : new IOException(cause));
        MessageObserver observer = message.getInterceptorChain().getFaultObserver();
        (observer != null ? observer : message.getExchange().get(MessageObserver.class)).onMessage(message);
    }

    private void answered(Message message, Posted posted) throws IOException {
        HttpAnswer answer = posted.answer();
        if (!isXml(answer) || answer.body().length() == 0 || !answer.ok() && answer.status() < 400) {
            throw new IOException(
                    target.refused(posted, "answered " + answer.status() + (answer.ok() ? " without XML" : "")));
        }
        String type = answer.headers().get("Content-Type");
        String charset = HttpHeaderHelper.mapCharset(HttpHeaderHelper.findCharset(type));
        if (charset == null) {
            throw new IOException(place() + ": answered in an unknown charset");
        }
        Message in = new MessageImpl();
        in.setExchange(message.getExchange());
        in.put(Message.RESPONSE_CODE, answer.status());
        in.put(Message.CONTENT_TYPE, type);
        in.put(Message.ENCODING, charset);
        in.put(Message.PROTOCOL_HEADERS, headersOf(answer));
        in.put(Conduit.class, this);
        in.put(Posted.class, posted);
        message.getExchange().put(Message.RESPONSE_CODE, answer.status());
        in.setContent(InputStream.class, new ByteArrayInputStream(answer.body().getBytes()));
        message.getExchange().get(MessageObserver.class).onMessage(in);
    }

    /** What came back by a conduit of this class is no confirmation. */
    static StatusRefusedException refused(Message in, String why) {
        return ((SoapConduit) in.get(Conduit.class)).target.refused(in.get(Posted.class), why);
    }

    private static Map<String, List<String>> headersOf(HttpAnswer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                        .add(header.getValue()));
        return headers;
    }

    /** Collects the envelope and sends it when CXF closes it. */
    private final class Request extends ByteArrayOutputStream {

        private final Message message;
        private boolean closed;

        Request(Message message) {
            this.message = message;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                send(message, toByteArray());
            }
        }
    }
}
