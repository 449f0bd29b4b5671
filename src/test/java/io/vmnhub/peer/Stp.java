// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.m3ua.GatewayAnswers;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One of the signalling gateways between an {@link Smsc} and the hub. It listens; the hub comes as application server
 * process. What it hands over to the SMSC comes from all its gateways, and what the SMSC sends goes over those that are
 * active.
 */
public final class Stp implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;

    private final Smsc smsc;
    private final Listening listening;
    private final GatewayAnswers answers = new GatewayAnswers();
    private volatile Optional<Transport.Listener> listener = Optional.empty();
    private boolean listens;
    private volatile Optional<SignallingLink> link = Optional.empty();

    /** How to wait for connections at the one place where the hub looks for this gateway. */
    @FunctionalInterface
    public interface Listening {

        Transport.Listener listen(Consumer<Transport> accepted) throws IOException;
    }

    public Stp(Smsc smsc, Listening listening) {
        this.smsc = smsc;
        this.listening = listening;
    }

    /** Begins to listen. */
    public synchronized Stp start() {
        try {
            listens = true;
            listener = Optional.of(listening.listen(this::accepted));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void accepted(Transport transport) {
        if (!listens) { // it came into the queue just before
            transport.abort();
            return;
        }
        link = Optional.of(smsc.attach(transport, answers));
        notifyAll();
    }

    /** What it answers the hub. */
    public GatewayAnswers answers() {
        return answers;
    }

    /** The newest link, once there is one. */
    public SignallingLink link(Duration timeout) {
        return await(SignallingLink::isOpen, "a link", timeout);
    }

    /** The link, once the hub is active over it. */
    public SignallingLink active(Duration timeout) {
        return await(SignallingLink::active, "an active link", timeout);
    }

    private synchronized SignallingLink await(Predicate<SignallingLink> wanted, String what, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (link.filter(wanted).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + timeout + " for " + what + " of the hub; received "
                        + link.map(SignallingLink::received).orElse(List.of()));
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return link.get();
    }

    public boolean isActive() {
        return link.filter(SignallingLink::active).isPresent();
    }

    /** Ends the link at once; the hub may come again. */
    public void cut() {
        ending().ifPresent(SignallingLink::abort);
    }

    /** Ends the link in order and takes what the hub had sent; the hub may come again. */
    public void restartLink() {
        ending().ifPresent(SignallingLink::finish);
    }

    /** Listens no more and ends the link at once. */
    public void kill() {
        listenNoMore();
        cut();
    }

    /** Listens no more and ends the link in order. */
    public void stop() {
        listenNoMore();
        restartLink();
    }

    private synchronized void listenNoMore() {
        listens = false;
        listener.ifPresent(Transport.Listener::close);
    }

    private synchronized Optional<SignallingLink> ending() {
        Optional<SignallingLink> ended = link;
        link = Optional.empty();
        return ended;
    }

    /** How often a message of this type has come over the newest link. */
    public long received(MessageType type) {
        return link.stream()
                .flatMap(open -> open.received().stream())
                .filter(message -> message.is(type))
                .count();
    }

    @Override
    public void close() {
        kill();
    }
}
