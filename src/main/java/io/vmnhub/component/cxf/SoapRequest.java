// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.cxf.continuations.ContinuationProvider;
import org.apache.cxf.continuations.SuspendedInvocationException;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.MessageObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from its arrival to its answer. */
final class SoapRequest {

    private static final Logger LOG = LoggerFactory.getLogger(SoapRequest.class);
    private static final ThrottledLog FAILURES = new ThrottledLog(LOG);

    private final RoutingContext request;
    private final Context context;
    private final Executor workers;
    private final MessageObserver chain;
    private Message message;

    SoapRequest(RoutingContext request, Executor workers, MessageObserver chain) {
        this.request = request;
        this.workers = workers;
        this.chain = chain;
        context = request.vertx().getOrCreateContext();
    }

    /** Lets CXF work at it, in a thread of the workers; refuses it when they have too much to do. */
    void begin(Destination destination, byte[] body) {
        message = message(destination, body);
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        }
    }

    private Message message(Destination destination, byte[] body) {
        Message in = new MessageImpl();
        Exchange exchange = new ExchangeImpl();
        exchange.setInMessage(in);
        exchange.setDestination(destination);
        exchange.put(SoapRequest.class, this);
        in.setExchange(exchange);
        in.put(Message.HTTP_REQUEST_METHOD, request.request().method().name());
        in.put(Message.REQUEST_URL, withoutQuery(request.request().absoluteURI()));
        in.put(Message.REQUEST_URI, request.request().path());
        in.put(Message.PATH_INFO, request.request().path());
        in.put(Message.BASE_PATH, request.request().path());
        in.put(Message.QUERY_STRING, request.request().query());
        in.put(Message.CONTENT_TYPE, request.request().getHeader("Content-Type"));
        in.put(Message.ENCODING, request.parsedHeaders().contentType().parameter("charset"));
        in.put(Message.PROTOCOL_HEADERS, headers());
        in.put(ContinuationProvider.class.getName(), new RouteContinuation(request.vertx(), in, this::resume));
        in.setContent(InputStream.class, new ByteArrayInputStream(body));
        return in;
    }

    private static String withoutQuery(String uri) {
        return uri == null ? null : uri.split("\\?", 2)[0];
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.request()
                .headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                        .add(header.getValue()));
        return headers;
    }

    private void resume() {
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            work(); // its answer is there: better slowly than not
        }
    }

    private void work() {
        try {
            chain.onMessage(message.getExchange().getInMessage()); // CXF puts its own in place of it
            if (message.getExchange().isOneWay()) {
                answer(202, null, new byte[0]);
            }
        } catch (SuspendedInvocationException e) {
            LOG.trace("a SOAP request waits for its route");
        } catch (RuntimeException e) {
            FAILURES.warn(
                    "",
                    FailureReason.of(e),
                    () -> "A SOAP request for " + request.normalizedPath() + " failed: " + FailureReason.of(e));
            LOG.debug("A SOAP request failed", e);
            answer(500, null, new byte[0]);
        }
    }

    /** Where CXF writes the answer; closing it sends it. */
    void prepare(Message answer) {
        answer.setContent(OutputStream.class, new ByteArrayOutputStream(1_024) {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    send(answer, toByteArray());
                }
            }
        });
    }

    private void send(Message answer, byte[] body) {
        Object status = answer.get(Message.RESPONSE_CODE);
        boolean fault = answer == answer.getExchange().getOutFaultMessage();
        String type = (String) answer.get(Message.CONTENT_TYPE);
        answer(
                status instanceof Integer code ? code : fault ? 500 : 200,
                type == null || type.contains("charset") ? type : type + ";charset=UTF-8",
                body);
    }

    private void answer(int status, String type, byte[] body) {
        context.runOnContext(now -> {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed() || response.headWritten()) {
                return;
            }
            response.setStatusCode(status).putHeader("Cache-Control", "no-store");
            if (type != null) {
                response.putHeader("Content-Type", type);
            }
            response.end(Buffer.buffer(body));
        });
    }
}
