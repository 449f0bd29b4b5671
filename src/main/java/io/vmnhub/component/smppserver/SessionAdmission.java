// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vmnhub.component.smppserver.BindAuthenticator.Accepted;
import io.vmnhub.component.smppserver.BindAuthenticator.Decision;
import io.vmnhub.component.smppserver.BindAuthenticator.Refused;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.smpp.SmppVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Bind;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of connections: sessions of their accounts, or refusals that are counted and told. Thread-safe. */
final class SessionAdmission implements BindHandler.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final OptionalParameter[] NO_PARAMETERS = {};

    private final Map<String, AccountSessions> accounts;
    private final Supplier<SmppSettings> settings;
    private final BindAuthenticator authenticator;
    private final BindThrottle throttle;
    private final BindExecutors executors;
    private final MeterRegistry metrics;
    private final Consumer<String> whenBound;
    private final AtomicLong sessionNumber = new AtomicLong();
    private final QuietLog refusals = new QuietLog(LOG);

    SessionAdmission(
            Map<String, AccountSessions> accounts,
            Supplier<SmppSettings> settings,
            BindThrottle throttle,
            BindExecutors executors,
            MeterRegistry metrics,
            Consumer<String> whenBound) {
        this.accounts = accounts;
        this.settings = settings;
        this.authenticator = new BindAuthenticator(throttle);
        this.throttle = throttle;
        this.executors = executors;
        this.metrics = metrics;
        this.whenBound = whenBound;
    }

    @Override
    public void decide(Bind bind, Channel channel, boolean tls, Consumer<Decision> then) {
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        try {
            executors.of(throttle.knows(address)).execute(() -> {
                if (channel.isActive()) {
                    then.accept(decision(bind, address, tls));
                }
            });
        } catch (RejectedExecutionException e) {
            then.accept(new Refused(CommandStatus.ESME_RBINDFAIL, "busy", "too many binds at the same time"));
        }
    }

    private Decision decision(Bind bind, InetAddress address, boolean tls) {
        try {
            return authenticator.decide(bind, address, tls, settings.get());
        } catch (RuntimeException e) {
            LOG.error("SMPP: the bind of {} could not be decided", QuietLog.printable(bind.getSystemId()), e);
            return new Refused(CommandStatus.ESME_RSYSERR, "error", "the hub could not decide about it");
        }
    }

    @Override
    public Optional<Refused> accepted(ChannelHandlerContext context, Bind bind, boolean tls, Accepted accepted) {
        AccountSessions account = accounts.get(accepted.account().systemId());
        int slot = account == null ? 0 : account.reserve();
        if (slot == 0) {
            return Optional.of(new Refused(
                    CommandStatus.ESME_RBINDFAIL, "max-sessions", "the account has as many sessions as it may have"));
        }
        BoundSession.Peer peer = new BoundSession.Peer(
                bind.getSystemId() + "-" + sessionNumber.incrementAndGet(),
                slot,
                (InetSocketAddress) context.channel().remoteAddress(),
                tls,
                Optional.of(accepted.bindType()),
                accepted.version(),
                Instant.now(),
                accepted.addressRange());
        context.channel()
                .eventLoop()
                .schedule(
                        () -> bound(context, bind, peer, account),
                        accepted.delay().toNanos(),
                        TimeUnit.NANOSECONDS);
        return Optional.empty();
    }

    /** The session takes messages before its ESME knows that it has bound: from then on it counts on getting them. */
    private void bound(ChannelHandlerContext context, Bind bind, BoundSession.Peer peer, AccountSessions account) {
        if (!context.channel().isActive()) {
            account.unreserve(peer.slot());
            refused(peer.address(), bind.getSystemId(), "broken-off", "it did not wait for the response to its bind");
            return;
        }
        PeerRole role = PeerRole.of(peer.bindType().orElseThrow());
        SmppSession session = new SmppSession(context.channel(), peer, role, account, () -> {});
        context.pipeline().replace(context.handler(), "session", session);
        account.setTimers(session.messages());
        account.bound(session.messages());
        context.channel().writeAndFlush(Unpooled.wrappedBuffer(response(bind, peer.version())));
        session.messages().open();
        throttle.bound(peer.address().getAddress(), bind.getSystemId());
        LOG.info(
                "{} has bound as {} with SMPP {}{}",
                session.messages(),
                BindType.valueOf(bind.getCommandId()),
                peer.version(),
                peer.tls() ? " over TLS" : "");
        counter(bind.getSystemId(), "bound").increment();
        whenBound.accept(bind.getSystemId());
        PduDecoder decoder = context.pipeline().get(PduDecoder.class);
        decoder.limit(Pdu.LONGEST);
        decoder.resume(context.pipeline().context(decoder));
    }

    private byte[] response(Bind bind, SmppVersion version) {
        OptionalParameter[] parameters = version == SmppVersion.V3_3
                ? NO_PARAMETERS
                : new OptionalParameter[] {
                    new OptionalParameter.Sc_interface_version(
                            InterfaceVersion.valueOf((byte) version.interfaceVersion()))
                };
        try {
            return new DefaultComposer()
                    .bindResp(
                            bind.getCommandId() | Pdu.RESPONSE,
                            bind.getSequenceNumber(),
                            settings.get().systemId(),
                            parameters);
        } catch (PDUStringException e) {
            throw new IllegalStateException("the hub's system_id does not fit a bind response", e);
        }
    }

    @Override
    public void refused(InetSocketAddress peer, String systemId, String reason, String why) {
        counter(accounts.containsKey(systemId) ? systemId : "none", reason).increment();
        if (reason.equals(BindHandler.LOOKED_IN_ONLY)) {
            return;
        }
        refusals.warn("SMPP connection from " + peer.getAddress().getHostAddress() + ":" + peer.getPort()
                + (systemId.isEmpty() ? "" : ", bind as '" + QuietLog.printable(systemId) + "',") + " refused: " + why);
    }

    private Counter counter(String account, String outcome) {
        return Counter.builder("vmnhub.smpp.binds")
                .description("Connections by what became of them")
                .tag("account", account)
                .tag("outcome", outcome)
                .register(metrics);
    }
}
