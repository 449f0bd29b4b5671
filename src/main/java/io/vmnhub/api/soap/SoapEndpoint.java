// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;
import org.apache.cxf.Bus;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.continuations.SuspendedInvocationException;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.AbstractDestination;
import org.apache.cxf.transport.Conduit;
import org.slf4j.LoggerFactory;

/** Where requests of one address enter CXF, and answers leave it. */
final class SoapEndpoint extends AbstractDestination {

    private static final Logger CXF_LOG = LogUtils.getL7dLogger(SoapEndpoint.class);
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SoapEndpoint.class);

    private final ThrottledLog failures = new ThrottledLog(LOG);

    private final Executor executor;

    SoapEndpoint(Bus bus, EndpointInfo info, Executor executor) {
        super(bus, getTargetReference(info, bus), info);
        this.executor = executor;
    }

    /**
     * Lets CXF work at a request, in a thread of its own.
     *
     * @param encoding told by HTTP; null when it was not
     * @return false when there is too much to do
     */
    boolean take(SoapCall call, byte[] body, String contentType, String encoding) {
        try {
            executor.execute(() -> begin(call, body, contentType, encoding));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void begin(SoapCall call, byte[] body, String contentType, String encoding) {
        Message message = new MessageImpl();
        Exchange exchange = new ExchangeImpl();
        exchange.setInMessage(message);
        exchange.put(SoapCall.class, call);
        message.setExchange(exchange);
        exchange.setDestination(this);
        message.put(Message.CONTENT_TYPE, contentType);
        message.put(Message.ENCODING, encoding);
        message.put(Message.HTTP_REQUEST_METHOD, "POST");
        call.resumeBy(() -> {
            try {
                executor.execute(() -> work(call, exchange.getInMessage()));
            } catch (RejectedExecutionException e) {
                work(call, exchange.getInMessage()); // its answer is there: better slowly than not
            }
        });
        message.setContent(InputStream.class, new ByteArrayInputStream(body));
        work(call, message);
    }

    private void work(SoapCall call, Message message) {
        try {
            getMessageObserver().onMessage(message);
        } catch (SuspendedInvocationException e) {
            LOG.trace("a SOAP call waits for the inbox");
        } catch (RuntimeException e) {
            failures.warn("", FailureReason.of(e), () -> "A SOAP call failed: " + FailureReason.of(e));
            LOG.debug("A SOAP call failed", e);
            call.fail();
        }
    }

    @Override
    protected Conduit getInbuiltBackChannel(Message request) {
        return new BackChannel(request.getExchange());
    }

    @Override
    protected Logger getLogger() {
        return CXF_LOG;
    }

    /** The way of one answer: collected, then handed to HTTP as a whole. */
    private final class BackChannel extends AbstractBackChannelConduit {

        private final Exchange exchange;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream(1_024);

        BackChannel(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void prepare(Message message) {
            message.setContent(OutputStream.class, answer);
        }

        @Override
        public void close(Message message) throws IOException {
            super.close(message);
            String type = String.valueOf(message.get(Message.CONTENT_TYPE));
            exchange.get(SoapCall.class)
                    .answer(
                            message == exchange.getOutFaultMessage(),
                            type.contains("charset") ? type : type + ";charset=UTF-8",
                            answer.toByteArray());
        }
    }
}
