// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import io.vmnhub.peer.capture.Capture;
import io.vmnhub.peer.transport.Received;
import io.vmnhub.peer.transport.Transport;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * M3UA over one association: the ASP states of both sides, and everything that came but DATA, which goes to the user.
 * Thread-safe; waiting methods fail with an {@link AssertionError} that tells what did come.
 */
public final class SignallingLink implements AutoCloseable {

    /** ASP states of RFC 4666 clause 4.3.1. */
    public enum State {
        DOWN,
        INACTIVE,
        ACTIVE
    }

    /** Who takes the DATA and hears of what the other side does wrong. */
    public interface User {

        void data(SignallingLink link, M3uaMessage message, ProtocolData data, Received received);

        void violation(String what);
    }

    private final LinkSettings settings;
    private final Transport transport;
    private final User user;
    private final Optional<Capture> capture;
    private final Answers answers;
    private final AtomicIntegerArray dataReceived = new AtomicIntegerArray(256);
    private final Object lock = new Object();
    private final List<M3uaMessage> received = new ArrayList<>();
    private final List<M3uaMessage> unclaimed = new ArrayList<>();
    private State own = State.DOWN;
    private State other = State.DOWN;
    private boolean closed;
    private boolean finishing;
    private volatile boolean answering = true;

    public SignallingLink(
            LinkSettings settings, Transport transport, User user, Answers answers, Optional<Capture> capture) {
        this.answers = answers;
        this.settings = settings;
        this.transport = transport;
        this.user = user;
        this.capture = capture;
    }

    public void start() {
        transport.start(this::take, this::ended);
    }

    /** Whether it answers ASPSM, ASPTM and BEAT messages by itself (it does at first). */
    public SignallingLink answering(boolean value) {
        answering = value;
        return this;
    }

    /** Whether traffic may be sent: as our part in RFC 4666 has it. */
    public boolean active() {
        synchronized (lock) {
            boolean asked = !settings.role().asks() || own == State.ACTIVE;
            return !closed && !finishing && asked && (!settings.role().answers() || other == State.ACTIVE);
        }
    }

    public State own() {
        synchronized (lock) {
            return own;
        }
    }

    public State other() {
        synchronized (lock) {
            return other;
        }
    }

    public boolean isOpen() {
        synchronized (lock) {
            return !closed && transport.isOpen();
        }
    }

    /** ASPUP and ASPAC where our part asks for it; then waits until both sides are active. */
    public void activate(Duration timeout) {
        if (settings.role().asks()) {
            up(timeout);
            send(M3uaMessage.of(MessageType.ASPAC, settings.forAspActive()));
        }
        awaitActive(timeout);
    }

    public void awaitActive(Duration timeout) {
        waitFor("the link to become active", timeout, this::active);
    }

    /** ASPUP, acknowledged. */
    public void up(Duration timeout) {
        send(M3uaMessage.of(MessageType.ASPUP, settings.forAspUp()));
        waitFor("ASPUP_ACK", timeout, () -> own != State.DOWN);
    }

    /** ASPIA, acknowledged. */
    public void deactivate(Duration timeout) {
        send(M3uaMessage.of(MessageType.ASPIA, settings.context()));
        waitFor("ASPIA_ACK", timeout, () -> own != State.ACTIVE);
    }

    /** ASPDN, acknowledged. */
    public void down(Duration timeout) {
        send(M3uaMessage.of(MessageType.ASPDN));
        waitFor("ASPDN_ACK", timeout, () -> own == State.DOWN);
    }

    /** BEAT with these data; fails unless the very same come back. */
    public void beat(byte[] data, Duration timeout) {
        send(M3uaMessage.of(MessageType.BEAT, new M3uaMessage.Parameter(M3uaMessage.HEARTBEAT_DATA, data)));
        await(
                m -> m.is(MessageType.BEAT_ACK)
                        && m.parameter(M3uaMessage.HEARTBEAT_DATA)
                                .map(p -> java.util.Arrays.equals(p.value(), data))
                                .orElse(data.length == 0),
                timeout);
    }

    public M3uaMessage await(MessageType type, Duration timeout) {
        return await(message -> message.is(type), timeout);
    }

    /** The first message like that which no earlier call returned; DATA is not among them. */
    public M3uaMessage await(Predicate<M3uaMessage> wanted, Duration timeout) {
        M3uaMessage[] found = new M3uaMessage[1];
        waitFor("a message", timeout, () -> {
            Optional<M3uaMessage> first = unclaimed.stream().filter(wanted).findFirst();
            first.ifPresent(message -> {
                unclaimed.remove(message);
                found[0] = message;
            });
            return first.isPresent();
        });
        return found[0];
    }

    public void awaitClosed(Duration timeout) {
        waitFor("the end of the association", timeout, () -> closed);
    }

    /** Everything that came but DATA, oldest first. */
    public List<M3uaMessage> received() {
        synchronized (lock) {
            return List.copyOf(received);
        }
    }

    /** DATA messages that came. */
    public int dataReceived() {
        return IntStream.range(0, dataReceived.length()).map(dataReceived::get).sum();
    }

    /** DATA messages that came with this signalling link selection. */
    public int dataReceived(int signallingLinkSelection) {
        return dataReceived.get(signallingLinkSelection);
    }

    /**
     * Management messages go on stream 0. An acknowledgement, asked for or not, tells where the other side is from now
     * on.
     */
    public void send(M3uaMessage message) {
        synchronized (lock) {
            other = message.is(MessageType.ASPUP_ACK) || message.is(MessageType.ASPIA_ACK)
                    ? State.INACTIVE
                    : message.is(MessageType.ASPAC_ACK)
                            ? State.ACTIVE
                            : message.is(MessageType.ASPDN_ACK) ? State.DOWN : other;
        }
        sendRaw(message.encode(), 0);
    }

    /** DATA goes on a stream that its SLS chooses, never 0 where there is another (RFC 4666 clause 1.4.7). */
    public void sendData(ProtocolData data) {
        int streams = transport.streams();
        sendRaw(settings.data(data).encode(), streams == 1 ? 0 : 1 + data.signallingLinkSelection() % (streams - 1));
    }

    /** Any bytes as one SCTP message, or into the TCP stream. */
    public void sendRaw(byte[] bytes, int stream) {
        capture.ifPresent(file -> file.add(false, bytes));
        try {
            transport.send(bytes, stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what is sent, and the link once the other side has ended it too: what it sends until then is taken. */
    public void finish() {
        endTraffic();
        transport.finish();
    }

    private void endTraffic() {
        synchronized (lock) {
            finishing = true;
        }
    }

    /** Sends only the beginning of a message and ends the connection at once. */
    public void cut(byte[] message, int after) {
        sendRaw(java.util.Arrays.copyOf(message, after), 0);
        transport.close();
    }

    public LinkSettings settings() {
        return settings;
    }

    public Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        endTraffic();
        transport.close();
    }

    public void abort() {
        endTraffic();
        transport.abort();
    }

    private void take(Received pdu) {
        capture.ifPresent(file -> file.add(true, pdu.pdu()));
        try {
            if (pdu.ppid() != Transport.M3UA_PPID) {
                user.violation("M3UA: payload protocol identifier " + pdu.ppid());
            }
            M3uaMessage message = M3uaMessage.decode(pdu.pdu());
            if (message.is(MessageType.DATA)) {
                data(message, pdu);
            } else {
                manage(message);
            }
        } catch (MalformedPduException e) {
            user.violation(e.getMessage() + " in " + Octets.hex(pdu.pdu()));
        } catch (RuntimeException e) {
            user.violation("the test's own code failed with " + e + " on " + Octets.hex(pdu.pdu()));
        }
    }

    private void data(M3uaMessage message, Received pdu) {
        synchronized (lock) {
            boolean mayCome = settings.role().answers() ? other == State.ACTIVE : own == State.ACTIVE;
            if (!mayCome) {
                user.violation("M3UA: DATA on a link that is not active");
            }
        }
        M3uaMessage.Parameter parameter = message.parameter(M3uaMessage.PROTOCOL_DATA)
                .orElseThrow(() -> new MalformedPduException("M3UA: DATA without protocol data"));
        ProtocolData data = ProtocolData.decode(parameter.value());
        dataReceived.incrementAndGet(data.signallingLinkSelection());
        user.data(this, message, data, pdu);
    }

    private void manage(M3uaMessage message) {
        List<M3uaMessage> toSend = new ArrayList<>();
        synchronized (lock) {
            switch (MessageType.of(message.messageClass(), message.messageType())
                    .orElseThrow(() -> new MalformedPduException(
                            "M3UA: message " + message.messageClass() + "/" + message.messageType()))) {
                case ASPUP_ACK -> own = own == State.DOWN ? State.INACTIVE : own;
                case ASPAC_ACK -> own = State.ACTIVE;
                case ASPIA_ACK -> own = State.INACTIVE;
                case ASPDN_ACK -> own = State.DOWN;
                default -> {
                    if (answering) {
                        toSend.addAll(answers.to(message, settings));
                    }
                }
            }
        }
        toSend.forEach(this::answer);
        synchronized (lock) {
            received.add(message);
            unclaimed.add(message);
            lock.notifyAll();
        }
    }

    /** Who asks and ends the link without waiting gets no answer. */
    private void answer(M3uaMessage message) {
        try {
            send(message);
        } catch (UncheckedIOException e) {
            transport.close();
        }
    }

    private void ended(Exception reason) {
        if (reason instanceof MalformedPduException) {
            user.violation(reason.getMessage());
        }
        synchronized (lock) {
            closed = true;
            own = State.DOWN;
            other = State.DOWN;
            lock.notifyAll();
        }
    }

    private void waitFor(String what, Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited " + timeout + " for " + what + ": own " + own + ", other " + other
                            + (closed ? ", closed" : "") + ", received " + received);
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for " + what, e);
                }
            }
        }
    }
}
