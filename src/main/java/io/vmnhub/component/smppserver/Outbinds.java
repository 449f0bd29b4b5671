// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.HashedWheelTimer;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.EsmeAccount.Outbind;
import io.vmnhub.tls.TlsContext;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jsmpp.PDUStringException;
import org.jsmpp.util.DefaultComposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks applications that are away to bind when messages wait for them: connects to them and sends outbind (SMPP 5.0
 * clause 4.1.1.7). They bind over that connection, as over one of their own, or over another. One that does not is
 * asked again after pauses that grow, a few times for each message that has come meanwhile. Thread-safe; nobody waits.
 */
final class Outbinds {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final long FIRST_PAUSE_MILLIS = 2_000;
    private static final int MOST_DOUBLINGS = 8; // some eight minutes
    private static final int MOST_RETRIES = 10;

    private final SmppTransport transport;
    private final Executor connecting;
    private final HashedWheelTimer timer;
    private final Consumer<Channel> awaitBind;
    private final Predicate<String> isBound;
    private final Map<String, Asked> accounts = new ConcurrentHashMap<>();

    /** What is known of an account that is asked. */
    private static final class Asked {

        private boolean underWay;
        private boolean hasBound;
        private int failures;
        private int retries;
        private long next = System.nanoTime();
    }

    /**
     * @param connecting may wait for a name server
     * @param awaitBind gives a connection what takes it to its bind
     * @param isBound whether an account has a session
     */
    Outbinds(
            SmppTransport transport,
            Executor connecting,
            HashedWheelTimer timer,
            Consumer<Channel> awaitBind,
            Predicate<String> isBound) {
        this.transport = transport;
        this.connecting = connecting;
        this.timer = timer;
        this.awaitBind = awaitBind;
        this.isBound = isBound;
    }

    /** A message waits for an account without session. */
    void wanted(EsmeAccount account) {
        if (account.outbind().isPresent() && account.enabled()) {
            Asked asked = accounts.computeIfAbsent(account.systemId(), name -> new Asked());
            synchronized (asked) {
                asked.retries = 0;
            }
            attempt(account, asked);
        }
    }

    private void attempt(EsmeAccount account, Asked asked) {
        synchronized (asked) {
            if (asked.underWay || System.nanoTime() - asked.next < 0 || isBound.test(account.systemId())) {
                return;
            }
            asked.underWay = true;
            asked.hasBound = false;
        }
        try {
            connecting.execute(() -> connect(account, asked));
        } catch (RejectedExecutionException e) {
            ended(account, asked, "too many binds at the same time");
        }
    }

    private void connect(EsmeAccount account, Asked asked) {
        Outbind outbind = account.outbind().orElseThrow();
        InetSocketAddress address = new InetSocketAddress(outbind.host(), outbind.port());
        if (address.isUnresolved()) {
            ended(account, asked, "the name " + outbind.host() + " has no address");
            return;
        }
        try {
            Optional<SslHandler> tls = tls(outbind);
            ChannelFuture connected = transport
                    .client(CONNECT_MILLIS)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            transport.add(channel);
                            channel.attr(PendingConnections.ACCEPTED).set(System.nanoTime());
                            tls.ifPresent(channel.pipeline()::addLast);
                            channel.pipeline().addLast(new Asking(outbind, tls.isPresent()));
                            awaitBind.accept(channel);
                        }
                    })
                    .connect(address);
            connected.addListener(done -> {
                if (done.isSuccess()) {
                    LOG.info("SMPP account {} is asked to bind: outbind to {}", account.systemId(), outbind);
                    connected.channel().closeFuture().addListener(closed -> ended(account, asked, "it did not bind"));
                } else {
                    ended(account, asked, String.valueOf(done.cause().getMessage()));
                }
            });
        } catch (IOException | RuntimeException e) {
            ended(account, asked, e.getMessage());
        }
    }

    private static Optional<SslHandler> tls(Outbind outbind) throws IOException {
        if (!outbind.tls()) {
            return Optional.empty();
        }
        TlsFiles files = new TlsFiles(Optional.empty(), Optional.empty(), "", outbind.trustedCertificates(), "");
        SslHandler handler = new SslHandler(new TlsContext(files).client(outbind.host(), outbind.port(), true));
        handler.setHandshakeTimeoutMillis(CONNECT_MILLIS);
        return Optional.of(handler);
    }

    /** The connection has ended, with a session on it or without, or there was none. */
    private void ended(EsmeAccount account, Asked asked, String why) {
        boolean bound;
        long pause;
        boolean again;
        synchronized (asked) {
            bound = asked.hasBound || isBound.test(account.systemId());
            asked.underWay = false;
            asked.failures = bound ? 0 : asked.failures + 1;
            pause = FIRST_PAUSE_MILLIS << Math.min(Math.max(0, asked.failures - 1), MOST_DOUBLINGS);
            asked.next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            again = !bound && asked.retries++ < MOST_RETRIES;
        }
        if (!bound) {
            LOG.info(
                    "SMPP account {} was asked to bind and has no session: {}; it is asked again in {} s at the"
                            + " earliest",
                    account.systemId(),
                    why,
                    TimeUnit.MILLISECONDS.toSeconds(pause));
        }
        if (again) {
            later(account, asked, pause);
        }
    }

    private void later(EsmeAccount account, Asked asked, long pause) {
        try {
            timer.newTimeout(elapsed -> attempt(account, asked), pause, TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            LOG.debug("The SMPP server has stopped: nobody is asked to bind any more");
        }
    }

    /** A session has bound: whoever is asked next is asked at once. */
    void bound(String account) {
        Asked asked = accounts.get(account);
        if (asked != null) {
            synchronized (asked) {
                asked.hasBound = true;
                asked.failures = 0;
                asked.retries = MOST_RETRIES;
                asked.next = System.nanoTime();
            }
        }
    }

    /** Sends outbind as soon as the connection is there, and is gone. */
    private static final class Asking extends ChannelInboundHandlerAdapter {

        private final Outbind outbind;
        private final boolean tls;

        Asking(Outbind outbind, boolean tls) {
            this.outbind = outbind;
            this.tls = tls;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!tls) {
                send(context);
            }
            context.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                send(context);
            }
            context.fireUserEventTriggered(event);
        }

        private void send(ChannelHandlerContext context) {
            try {
                byte[] pdu = new DefaultComposer().outbind(1, outbind.systemId(), outbind.password());
                context.writeAndFlush(Unpooled.wrappedBuffer(pdu));
            } catch (PDUStringException e) {
                LOG.error("outbind to {} cannot be written: {}", outbind, e.getMessage());
                context.close();
            }
        }
    }
}
