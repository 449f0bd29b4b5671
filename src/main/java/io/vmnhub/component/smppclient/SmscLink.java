// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.vmnhub.component.smppserver.AccountMetrics;
import io.vmnhub.component.smppserver.AccountSessions;
import io.vmnhub.component.smppserver.BoundSession;
import io.vmnhub.component.smppserver.Delivery;
import io.vmnhub.component.smppserver.DeliveryPolicy;
import io.vmnhub.component.smppserver.DeliveryPolicy.Absence;
import io.vmnhub.component.smppserver.DeliveryPolicy.Encoding;
import io.vmnhub.component.smppserver.SmppTransport;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with a partner's SMSC: binds, and binds again when it is lost. Messages wait while it binds, and fail
 * as temporary between two attempts. Thread-safe; blocks none of its callers.
 */
final class SmscLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppClientComponent.class);

    private final SmscPartner partner;
    private final HashedWheelTimer timer;
    private final SmppTransport transport;
    private final ExecutorService threads;
    private final AccountMetrics metrics;
    private final AccountSessions sessions;
    /** Empty while it is bound or about to be. */
    private volatile Optional<Absence> absence = Optional.empty();

    private volatile boolean closed;
    private volatile Timeout next;
    private volatile long bound;
    private String complaint = "";

    /**
     * @param threads where connecting, which blocks, is done
     * @param completions where a message's end is told
     */
    SmscLink(
            SmscPartner partner,
            Encoding encoding,
            HashedWheelTimer timer,
            SmppTransport transport,
            ExecutorService threads,
            Executor completions,
            MeterRegistry registry) {
        this.partner = partner;
        this.timer = timer;
        this.transport = transport;
        this.threads = threads;
        this.metrics = AccountMetrics.ofPartner(registry, partner.name());
        this.sessions = new AccountSessions(
                new DeliveryPolicy(
                        "SMPP partner " + partner.name(),
                        partner.flow(),
                        1,
                        false,
                        encoding,
                        CommandStatus::mapError,
                        () -> absence),
                timer,
                completions,
                metrics);
    }

    void open() {
        soon();
    }

    String name() {
        return partner.name();
    }

    boolean isBound() {
        return !sessions.sessions().isEmpty();
    }

    /**
     * @param whenEnded called once, on another thread: with null when the partner has it, else with what the network is
     *     told
     */
    void deliver(ShortMessage message, String application, Consumer<MapUserErrorException> whenEnded) {
        sessions.deliver(new Delivery(
                message,
                application,
                System.nanoTime() + partner.flow().confirmWithin().toNanos(),
                partner.flow().keepOrder(),
                whenEnded));
    }

    private void soon() {
        try {
            threads.execute(this::bind);
        } catch (RejectedExecutionException e) {
            absent("the hub stops");
        }
    }

    private synchronized void bind() {
        if (closed) {
            return;
        }
        absence = Optional.empty();
        int slot = sessions.reserve();
        if (slot == 0) {
            later("its last session has not ended yet");
            return;
        }
        try {
            BoundSession session = SmscBinding.bind(partner, slot, sessions, transport, this::lost);
            bound = System.nanoTime();
            complaint = "";
            LOG.info(
                    "The hub has bound to {} with SMPP {}{}",
                    session,
                    partner.version(),
                    partner.tls().isPresent() ? " over TLS" : "");
            sessions.bound(session);
            if (closed) {
                sessions.leave(session);
                session.wire().unbind();
            }
        } catch (IOException | RuntimeException e) {
            sessions.unreserve(slot);
            if (!String.valueOf(e.getMessage()).equals(complaint)) {
                complaint = String.valueOf(e.getMessage());
                LOG.warn(
                        "The hub cannot bind to the SMSC {} and tries again every {} ms: {}",
                        partner,
                        partner.reconnect().toMillis(),
                        complaint);
            }
            later("there is no session: " + e.getMessage());
        }
    }

    /**
     * At once, unless it has only just been bound: a partner that drops its sessions is not stormed. Messages wait for
     * it.
     */
    private void lost() {
        if (System.nanoTime() - bound < partner.reconnect().toNanos()) {
            pause();
        } else {
            soon();
        }
    }

    private void later(String reason) {
        absent(reason);
        pause();
    }

    private void pause() {
        if (!closed) {
            try {
                next = timer.newTimeout(elapsed -> soon(), partner.reconnect().toMillis(), TimeUnit.MILLISECONDS);
            } catch (IllegalStateException e) {
                LOG.debug("The hub stops, and does not bind to {} again", partner);
            }
        }
    }

    private void absent(String reason) {
        absence = Optional.of(new Absence(MapUserError.temporary(), reason));
        sessions.pump();
    }

    /** Unbinds; to be called when no messages come any more. */
    @Override
    public void close() {
        closed = true;
        Timeout attempt = next;
        if (attempt != null) {
            attempt.cancel();
        }
        sessions.sessions().forEach(session -> {
            sessions.leave(session);
            session.wire().unbind();
        });
        absent("the hub stops");
        metrics.remove();
    }
}
