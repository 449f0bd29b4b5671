// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The times of one HTTP/1 connection: its requests' heads and bodies must be there in time, however they drip; between
 * requests it may idle for a while; answers must be read. While the hub works at an answer there is no limit here. Runs
 * on the connection's event loop alone.
 */
final class RequestTimes {

    private static final byte[] TOO_LATE =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpLimits limits;
    private final PortMetrics metrics;
    private ChannelHandlerContext octets;
    private Reading reading = Reading.HEAD;
    private int unanswered;
    private boolean answering;
    private boolean upgraded;
    private ScheduledFuture<?> deadline;
    private ScheduledFuture<?> unread;

    private enum Reading {
        NOTHING,
        HEAD,
        BODY
    }

    private RequestTimes(HttpLimits limits, PortMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Watches a connection whose pipeline reads HTTP/1 by the handlers {@code httpDecoder} and {@code httpEncoder}. */
    static void watch(ChannelPipeline pipeline, HttpLimits limits, PortMetrics metrics) {
        RequestTimes times = new RequestTimes(limits, metrics);
        pipeline.addBefore("httpDecoder", "requestOctets", times.new Octets());
        pipeline.addAfter("httpEncoder", "requestTimes", times.new Messages());
        times.within(limits.headWithin(), PortMetrics.Reason.HEAD);
    }

    private void within(Duration time, PortMetrics.Reason reason) {
        cancel();
        deadline = octets.executor().schedule(() -> end(reason), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** @param reason null for a connection that has only idled */
    private void end(PortMetrics.Reason reason) {
        if (reason != null) {
            metrics.refused(
                    reason,
                    octets.channel().remoteAddress() instanceof InetSocketAddress remote
                            ? ClientAddress.of(remote.getAddress())
                            : "?");
        }
        boolean first = reason == PortMetrics.Reason.HEAD && unanswered == 0
                || reason == PortMetrics.Reason.BODY && unanswered == 1;
        if (first && !answering) {
            octets.writeAndFlush(Unpooled.wrappedBuffer(TOO_LATE)).addListener(ChannelFutureListener.CLOSE);
        } else {
            octets.close();
        }
    }

    private void answered() {
        unanswered--;
        answering = false;
        restIfDone();
    }

    private void restIfDone() {
        if (upgraded || !octets.channel().isActive()) {
            cancel();
        } else if (reading == Reading.NOTHING && unanswered == 0) {
            within(limits.idle(), null);
        } else if (reading == Reading.NOTHING) {
            cancel();
        }
    }

    /** Sees the octets before the decoder does. */
    private final class Octets extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            octets = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (reading == Reading.NOTHING && !upgraded) {
                reading = Reading.HEAD;
                within(limits.headWithin(), PortMetrics.Reason.HEAD);
            }
            super.channelRead(context, message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            cancel();
            if (unread != null) {
                unread.cancel(false);
            }
            super.channelInactive(context);
        }
    }

    /** Sees requests that have been read, and answers before they are written. */
    private final class Messages extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof HttpRequest) {
                reading = Reading.BODY;
                unanswered++;
                within(limits.bodyWithin(), PortMetrics.Reason.BODY);
            }
            if (message instanceof LastHttpContent) {
                reading = Reading.NOTHING;
                restIfDone();
            }
            super.channelRead(context, message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            int status =
                    message instanceof HttpResponse answer ? answer.status().code() : 0;
            if (status == 101) {
                upgraded = true;
            }
            if (status == 0 || status >= 200 || status == 101) {
                answering = answering || status != 0;
                if (message instanceof LastHttpContent) {
                    super.write(context, message, promise.unvoid().addListener(written -> answered()));
                    return;
                }
            }
            super.write(context, message, promise);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
            if (unread != null) {
                unread.cancel(false);
                unread = null;
            }
            if (!context.channel().isWritable()) {
                unread = context.executor()
                        .schedule(
                                () -> end(PortMetrics.Reason.UNREAD),
                                limits.idle().toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            super.channelWritabilityChanged(context);
        }
    }
}
