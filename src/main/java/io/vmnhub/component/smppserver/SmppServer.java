// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.tls.CertificateWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SMSC that applications bind to: its ports, its accounts, their sessions. Thread-safe.
 *
 * <p>Settings may change while it runs ({@link #reload}): sessions of accounts that stay as they are stay bound.
 */
public final class SmppServer {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int TICK_MILLIS = 10;

    private final MeterRegistry metrics;
    private final HashedWheelTimer timer;
    private final SmppTransport transport = new SmppTransport("smpp-io");
    private final BindExecutors binds = new BindExecutors();
    private final ExecutorService completions;
    private final PendingConnections pending = new PendingConnections();
    private final Map<String, AccountSessions> accounts = new ConcurrentHashMap<>();
    private final SmppListeners smppListeners;
    private final BindThrottle throttle;
    private final SessionAdmission admission;
    private final Unbinding unbinding;
    private final Deliveries deliveries;
    private final SharedLimits limits;
    private final Outbinds outbinds;
    private final List<Consumer<String>> whenBound = new CopyOnWriteArrayList<>();
    private volatile OtherNodes others = OtherNodes.NONE;
    private volatile SmppSettings settings;
    private boolean started;

    /**
     * @param certificates takes the certificates of its ports when they are renewed
     * @param completionThreads threads that tell the ends of messages and run what follows in their routes
     * @param knownAddresses the file that keeps the addresses that accounts have bound from; none to forget them with
     *     the process
     */
    public SmppServer(
            SmppSettings settings,
            MeterRegistry metrics,
            CertificateWatch certificates,
            int completionThreads,
            Optional<Path> knownAddresses) {
        this.settings = settings;
        this.metrics = metrics;
        this.timer = new HashedWheelTimer(
                new DefaultThreadFactory("smpp-deadlines", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        this.completions = Executors.newFixedThreadPool(completionThreads, new DefaultThreadFactory("smpp-done", true));
        this.throttle = new BindThrottle(new KnownAddresses(knownAddresses, binds.of(true)), System::nanoTime);
        this.admission = new SessionAdmission(accounts, () -> this.settings, throttle, binds, metrics, this::bound);
        this.smppListeners = new SmppListeners(transport, certificates, this::connected);
        unbinding = new Unbinding(timer);
        limits = new SharedLimits(accounts, unbinding);
        deliveries = new Deliveries(accounts, () -> others, this::askToBind, this::complete);
        outbinds = new Outbinds(transport, binds.of(true), timer, this::awaitBind, this::isBound);
        settings.accounts().forEach(this::open);
        Gauge.builder("vmnhub.smpp.unbound", pending, PendingConnections::size)
                .description("Connections that have not bound yet")
                .register(metrics);
    }

    private void connected(SmppListener smppListener, Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            channel.close(); // it has gone already
            return;
        }
        SmppSettings.Guard guard = settings.guard();
        smppListener
                .tls(binds.of(throttle.knows(peer.getAddress())), guard.bindTimeout())
                .ifPresent(tls -> channel.pipeline().addLast(tls));
        awaitBind(channel);
    }

    /** What takes a connection to its bind. */
    private void awaitBind(Channel channel) {
        SmppSettings.Guard guard = settings.guard();
        PduDecoder decoder = new PduDecoder();
        channel.pipeline()
                .addLast(
                        decoder, new BindHandler(decoder, pending, guard.maxUnbound(), guard.bindTimeout(), admission));
    }

    /** From now on {@code listener} hears of every account that has bound; it must not block. */
    public void whenBound(Consumer<String> listener) {
        whenBound.add(listener);
    }

    /** From now on the limits of the accounts hold for all nodes, and messages may go by another one. */
    public void join(OtherNodes farm) {
        others = farm;
        othersChanged();
    }

    /** Sessions have come or gone at other nodes. */
    public void othersChanged() {
        limits.share(others, settings.accounts());
    }

    /** The account has bound at another node: what is kept for it here can be delivered there. */
    public void boundElsewhere(String account) {
        AccountSessions sessions = accounts.get(account);
        if (sessions != null) {
            sessions.takesMessages();
            bound(account);
        }
    }

    private void bound(String account) {
        outbinds.bound(account);
        whenBound.forEach(listener -> listener.accept(account));
    }

    private void open(EsmeAccount account) {
        accounts.put(
                account.systemId(),
                new AccountSessions(
                        DeliveryPolicy.of(account, others),
                        timer,
                        this::complete,
                        AccountMetrics.ofAccount(metrics, account.systemId()),
                        () -> others.sessions(account.systemId()) > 0));
    }

    /** A message that ends after the server has stopped ends all the same. */
    private void complete(Runnable end) {
        try {
            completions.execute(end);
        } catch (RejectedExecutionException e) {
            end.run();
        }
    }

    /**
     * Opens its ports.
     *
     * @throws IOException names the port or the file that cannot be used
     */
    public synchronized void start() throws IOException {
        if (!started) {
            started = true;
            smppListeners.openAt(listeners(settings));
            if (smppListeners.ports().isEmpty()) {
                LOG.info("SMPP does not listen: config/smpp.yaml has no account that may bind");
            }
        }
    }

    /** Where it should listen: nowhere as long as nobody may bind. */
    private static List<SmppSettings.Listener> listeners(SmppSettings settings) {
        return settings.accounts().stream().anyMatch(EsmeAccount::enabled) ? settings.listeners() : List.of();
    }

    /**
     * Changes the settings. Sessions are unbound when their account is gone or disabled, has another password, or would
     * no longer let them in as they are; everything else takes effect on bound sessions. Ports are opened and closed as
     * far as they differ.
     *
     * @throws IOException when a port or certificate cannot be used; the accounts have changed all the same
     */
    public synchronized void reload(SmppSettings changed) throws IOException {
        SmppSettings before = settings;
        settings = changed;
        for (EsmeAccount account : changed.accounts()) {
            AccountSessions sessions = accounts.get(account.systemId());
            if (sessions == null) {
                open(account);
                continue;
            }
            EsmeAccount old = before.account(account.systemId()).orElseThrow();
            if (!old.equals(account)) {
                sessions.policy(DeliveryPolicy.of(account, others));
                sessions.sessions().stream()
                        .filter(session -> Unbinding.mustGo(session, old, account))
                        .forEach(session -> unbinding.unbind(sessions, session, "its account has changed"));
            }
        }
        before.accounts().stream()
                .filter(account -> changed.account(account.systemId()).isEmpty())
                .forEach(this::close);
        if (started) {
            smppListeners.openAt(listeners(changed));
        }
    }

    private void close(EsmeAccount account) {
        AccountSessions sessions = accounts.remove(account.systemId());
        sessions.sessions().forEach(session -> unbinding.unbind(sessions, session, "its account is gone"));
        sessions.metrics().remove();
    }

    /** True when there is such an account, bound or not. */
    public boolean hasAccount(String account) {
        return accounts.containsKey(account);
    }

    /** Asks the application to bind, where its account says how: messages wait for it. */
    public void askToBind(String account) {
        if (others.sessions(account) == 0) {
            settings.account(account).ifPresent(outbinds::wanted);
        }
    }

    /** Tells when a session of the account has bound; empty when there is no such account. */
    Optional<SessionRecovery> recovery(String account) {
        return Optional.ofNullable(accounts.get(account)).map(AccountSessions::recovery);
    }

    /** Whether a session of the account is bound. */
    public boolean isBound(String account) {
        AccountSessions sessions = accounts.get(account);
        return sessions != null && !sessions.sessions().isEmpty();
    }

    /**
     * Sends a message to one of an account's sessions: one of this node's if there is any, else another node's.
     *
     * @param application the owner of the number
     * @param whenEnded called once, on another thread: with null when the application has confirmed, else with what the
     *     network is told
     */
    public void deliver(
            String account, ShortMessage message, String application, Consumer<MapUserErrorException> whenEnded) {
        deliveries.deliver(account, message, application, whenEnded);
    }

    /**
     * Sends a message to one of the sessions of this node.
     *
     * @param most how long it may take at most; the account may have less
     * @param whenEnded as with {@link #deliver}
     */
    public void deliverHere(
            String account,
            ShortMessage message,
            String application,
            Duration most,
            Consumer<MapUserErrorException> whenEnded) {
        deliveries.deliverHere(account, message, application, most, whenEnded);
    }

    /** The names of all accounts. */
    public List<String> accounts() {
        return accounts.keySet().stream().sorted().toList();
    }

    /** The bound sessions. */
    public List<SessionStatus> sessions() {
        List<SessionStatus> all = new ArrayList<>();
        accounts.forEach((systemId, account) -> account.sessions()
                .forEach(session -> all.add(new SessionStatus(
                        session.peer().id(),
                        systemId,
                        session.peer().place(),
                        session.peer().tls(),
                        session.peer().bindType().orElseThrow(),
                        session.peer().version(),
                        session.peer().since(),
                        session.inWindow()))));
        return all;
    }

    /**
     * Unbinds a session; messages it has may still be answered for a moment.
     *
     * @return false when there is no such session
     */
    public boolean disconnect(String id) {
        for (AccountSessions account : accounts.values()) {
            Optional<BoundSession> session = account.sessions().stream()
                    .filter(s -> s.peer().id().equals(id))
                    .findFirst();
            if (session.isPresent()) {
                unbinding.unbind(account, session.get(), "an operator wants it so");
                return true;
            }
        }
        return false;
    }

    /** Addresses that are locked out, and accounts that answer strangers late. */
    public List<BindLock> locks() {
        return throttle.locks(settings.guard());
    }

    /**
     * Forgets the wrong binds of an address or of an account.
     *
     * @param name as {@link #locks()} names it
     * @return false when it had none
     */
    public boolean liftLock(String name) {
        return throttle.lift(name);
    }

    /** The ports it listens at, in the order of the settings: what 0 has become. */
    public List<Integer> ports() {
        return smppListeners.ports();
    }

    /** Closes its ports and unbinds everybody; to be called when no messages come any more. */
    public synchronized void stop() {
        started = false;
        smppListeners.close();
        pending.closeAll();
        accounts.values()
                .forEach(account -> account.sessions().forEach(session -> {
                    account.leave(session);
                    session.wire().unbind();
                }));
        transport.close();
        binds.close();
        completions.shutdown();
        timer.stop();
        accounts.values().forEach(account -> account.metrics().remove());
    }
}
