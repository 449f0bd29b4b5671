package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.HashedWheelTimer;
import io.vmnhub.component.smppserver.BindDesk.Accepted;
import io.vmnhub.component.smppserver.BindDesk.Refused;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.smpp.SmppVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Bind;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindRequest;
import org.jsmpp.util.DefaultComposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of connections: sessions of their accounts, or refusals that are counted and told. Thread-safe. */
final class Admissions implements Binder.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);

    private final Map<String, AccountSessions> accounts;
    private final Supplier<SmppSettings> settings;
    private final BindThrottle throttle;
    private final Executor threads;
    private final HashedWheelTimer timer;
    private final MeterRegistry metrics;
    private final AtomicLong sessionNumber = new AtomicLong();
    private final QuietLog refusals = new QuietLog(LOG);

    /** @param threads where sessions write, and are made */
    Admissions(Map<String, AccountSessions> accounts, Supplier<SmppSettings> settings, BindThrottle throttle, Executor threads,
               HashedWheelTimer timer, MeterRegistry metrics) {
        this.accounts = accounts;
        this.settings = settings;
        this.throttle = throttle;
        this.threads = threads;
        this.timer = timer;
        this.metrics = metrics;
    }

    @Override
    public Optional<Refused> accepted(Socket tcp, Socket socket, boolean tls, Bind bind, Accepted accepted) {
        AccountSessions account = accounts.get(accepted.account().systemId());
        int slot = account == null ? 0 : account.reserve();
        if (slot == 0) {
            return Optional.of(new Refused(CommandStatus.ESME_RBINDFAIL, "max-sessions", "the account has as many sessions as it may have"));
        }
        if (accepted.delay().isZero()) {
            session(tcp, socket, tls, bind, accepted, account, slot);
        } else {
            timer.newTimeout(elapsed -> threads.execute(() -> session(tcp, socket, tls, bind, accepted, account, slot)),
                    accepted.delay().toMillis(), TimeUnit.MILLISECONDS);
        }
        return Optional.empty();
    }

    private void session(Socket tcp, Socket socket, boolean tls, Bind bind, Accepted accepted, AccountSessions account, int slot) {
        try {
            BoundSession.Peer peer = new BoundSession.Peer(bind.getSystemId() + "-" + sessionNumber.incrementAndGet(), slot,
                    new InetSocketAddress(tcp.getInetAddress(), tcp.getPort()), tls,
                    Optional.of(accepted.bindType()), accepted.version(), Instant.now(), accepted.addressRange());
            session(tcp, socket, bind, peer, account);
        } catch (IOException | PDUStringException | TimeoutException e) {
            refused(tcp.getInetAddress().getHostAddress() + ":" + tcp.getPort(), bind.getSystemId(), "broken-off", String.valueOf(e.getMessage()));
            account.unreserve(slot);
            Door.closeQuietly(tcp);
        }
    }

    /** jSMPP reads the bind again, without what it could stumble over: the password and the address's type are not its business. */
    private void session(Socket tcp, Socket socket, Bind bind, BoundSession.Peer peer, AccountSessions account)
            throws IOException, PDUStringException, TimeoutException {
        InterfaceVersion version = InterfaceVersion.valueOf((byte) peer.version().interfaceVersion());
        byte[] again = new DefaultComposer().bind(bind.getCommandId(), bind.getSequenceNumber(), bind.getSystemId(), "", "",
                version.value(), TypeOfNumber.UNKNOWN.value(), NumberingPlanIndicator.UNKNOWN.value(), "");
        EsmeSession session = EsmeSession.over(new SessionSocket(tcp, socket, again), peer, account, threads);
        account.setTimers(session.messages());
        BindRequest request = session.waitForBind(settings.get().guard().bindTimeout().toMillis());
        account.bound(session.messages()); // before the ESME knows: from then on it counts on getting messages
        try {
            request.accept(settings.get().systemId(), peer.version() == SmppVersion.V3_3 ? null : version);
        } catch (IOException | PDUStringException | RuntimeException e) {
            session.messages().end("broke off in its bind");
            throw e;
        }
        session.messages().open();
        throttle.bound(tcp.getInetAddress(), bind.getSystemId());
        LOG.info("{} has bound as {} with SMPP {}{}", session.messages(), BindType.valueOf(bind.getCommandId()), peer.version(),
                peer.tls() ? " over TLS" : "");
        counter(bind.getSystemId(), "bound").increment();
    }

    @Override
    public void refused(String peer, String systemId, String reason, String why) {
        counter(accounts.containsKey(systemId) ? systemId : "none", reason).increment();
        if (reason.equals(Binder.LOOKED_IN_ONLY)) {
            return;
        }
        refusals.warn("SMPP connection from " + peer + (systemId.isEmpty() ? "" : ", bind as '" + QuietLog.printable(systemId) + "',")
                + " refused: " + why);
    }

    private Counter counter(String account, String outcome) {
        return Counter.builder("vmnhub.smpp.binds").description("Connections by what became of them").tag("account", account)
                .tag("outcome", outcome).register(metrics);
    }
}
