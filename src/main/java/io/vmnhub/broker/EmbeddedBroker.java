// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.tls.CertificateWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the Artemis inside this process, from its start to its stop or to the failure of its disk. Safe to share
 * between threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    static final String HUB_USER = "vmn-hub";
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long START_SECONDS = 30;
    private static final long ACTIVATION_LOOK_MILLIS = 100;
    private static final int LEAST_CLIENT_THREADS = 6;
    private static final Duration STOP = Duration.ofSeconds(15);

    private final SecureRandom random = new SecureRandom();
    private final int inVmId =
            random.nextInt(Integer.MAX_VALUE); // Artemis keeps in-VM acceptors in one table per process
    private final String hubPassword = secret();
    private final BrokerSettings settings;
    private final ActiveMQServer server;
    private final BrokerAddresses addresses;
    private final UserLimits userLimits;
    private final StoredCounts counts;
    private volatile Exception unreadable;
    private volatile boolean counting;
    private volatile boolean diskFailed;

    /** @param whenRefused gets the application of each message that a reader refuses */
    EmbeddedBroker(BrokerSettings settings, CertificateWatch certificates, Consumer<String> whenRefused) {
        this.settings = settings;
        sizeClientThreads();
        ListenerLimits limits =
                settings.listener().map(BrokerSettings.Listener::limits).orElse(ListenerLimits.DEFAULT);
        Map<String, String> users =
                settings.listener().map(BrokerSettings.Listener::users).orElse(Map.of());
        Configuration configuration = new BrokerConfiguration(settings, inVmId, secret()).configuration();
        server = new ActiveMQServerImpl(
                configuration,
                new BrokerAccess(HUB_USER, hubPassword, users, new SignedIn(HUB_USER, limits.connectionsPerUser())));
        userLimits = new UserLimits(HUB_USER, limits);
        server.registerBrokerPlugin(new NoRouteCheck());
        server.registerBrokerPlugin(new DeadLetterNotes(whenRefused));
        server.registerBrokerPlugin(userLimits);
        server.getServiceRegistry().addIncomingInterceptor(new CoreRules());
        server.getServiceRegistry().addIncomingInterceptor(new MqttRules(server));
        server.getServiceRegistry().addIncomingInterceptor(new StompRules(server));
        settings.listener()
                .ifPresent(listener -> server.getServiceRegistry()
                        .addAcceptorFactory(
                                BrokerConfiguration.ENTERPRISES, new BrokerAcceptor.Factory(listener, certificates)));
        server.registerActivationFailureListener(failure -> unreadable = failure);
        server.registerIOCriticalErrorListener((cause, message, file) -> diskFailed = true);
        addresses = new BrokerAddresses(server, settings.limits());
        counts = new StoredCounts(settings.data().resolve("counts"));
        server.registerActivateCallback(new ActivateCallback() {
            @Override
            public void deActivate() { // every session is closed, and the journal still open
                if (counting && !diskFailed) {
                    counting = false;
                    counts.stopped(server);
                }
            }
        });
    }

    private String secret() {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /**
     * Sizes the threads that all of Artemis' clients in this process share, and its in-VM connections; once they run it
     * has no effect.
     */
    private static void sizeClientThreads() {
        ActiveMQClient.setGlobalThreadPoolProperties(
                Math.max(LEAST_CLIENT_THREADS, 2 * Runtime.getRuntime().availableProcessors()), 1, 1);
    }

    /** Starts it, makes what it always has, and lets enterprises in. After a failure nothing of it is left running. */
    void start() throws Exception {
        settings.listener().ifPresent(EmbeddedBroker::requireFree);
        try {
            PageFiles.repair(settings.data().resolve("paging"));
            server.start();
            awaitActivation();
            counts.compare(server);
            counting = true;
            addresses.queue(BrokerAddresses.EXPIRED);
            addresses.queue(BrokerAddresses.UNDELIVERED);
            if (settings.listener().isPresent()) {
                addresses.makeFor(settings.listener().get());
                Acceptor acceptor = server.getRemotingService().getAcceptor(BrokerConfiguration.ENTERPRISES);
                if (acceptor == null) {
                    throw new IllegalStateException("the broker cannot listen at "
                            + settings.listener().get().address() + ":"
                            + settings.listener().get().port()
                            + "; are vmnhub.broker.key-store and its password right?");
                }
                acceptor.start();
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Artemis itself would log stack traces and come up without the port. */
    private static void requireFree(BrokerSettings.Listener listener) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(listener.address()), listener.port()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the broker's port " + listener.address() + ":" + listener.port() + " cannot be opened ("
                            + e.getMessage() + "): stop what uses it, or change vmnhub.broker.address or "
                            + "vmnhub.broker.port",
                    e);
        }
    }

    private void awaitActivation() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!server.waitForActivation(ACTIVATION_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (unreadable != null) {
                throw new IllegalStateException(
                        "the broker cannot read its files in " + settings.data() + " (the queues are in "
                                + settings.data().resolve("bindings") + ", their messages in "
                                + settings.data().resolve("journal") + "): "
                                + unreadable.getMessage()
                                + ". Stop the hub and put the whole folder back from a copy; to begin with an "
                                + "empty broker, "
                                + "move the folder away and keep it",
                        unreadable);
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the broker in " + settings.data() + " has not come up within "
                        + START_SECONDS + " s; is another hub using the folder?");
            }
        }
    }

    public ActiveMQServer server() {
        return server;
    }

    BrokerAddresses addresses() {
        return addresses;
    }

    /** What a client inside the process connects to. */
    String url() {
        return "vm://" + inVmId;
    }

    String hubPassword() {
        return hubPassword;
    }

    boolean isRunning() {
        return server.isStarted() && !diskFailed;
    }

    /** Whether its disk has failed, or it has stopped for another reason, so that it must be started anew. */
    boolean hasFailed() {
        return diskFailed || !server.isStarted();
    }

    /** Whether its disk is too full to take more. */
    boolean isDiskFull() {
        return server.getPagingManager() != null && server.getPagingManager().isDiskFull();
    }

    /** To be called every second. */
    void tick() {
        userLimits.resume();
        if (counting && isRunning()) {
            counts.running(server);
        }
    }

    /** Stops it; what it has confirmed stays on the disk. A connection that does not end keeps nobody. */
    @Override
    public void close() {
        Thread stopping = new Thread(
                () -> {
                    try {
                        server.stop();
                    } catch (Exception e) {
                        LOG.warn("The broker did not stop cleanly: {}", e.toString());
                    }
                },
                "broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            LOG.warn("The broker has not stopped within {} s; the hub stops without it", STOP.toSeconds());
        }
    }
}
