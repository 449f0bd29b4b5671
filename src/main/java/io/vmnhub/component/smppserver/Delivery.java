// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.Timeout;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One message on its way to an account's sessions. It ends exactly once, whatever sessions, clocks and windows do. */
public final class Delivery {

    private final ShortMessage message;
    private final String application;
    private final long deadline;
    private final boolean ordered;
    private final Consumer<MapUserErrorException> whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Timeout timeout;
    private boolean mayGo;
    private List<byte[]> pdus = List.of();
    private int part;
    private int attempts;
    private long sent;
    private volatile int sequenceNumber;

    /**
     * @param deadline by {@link System#nanoTime()}
     * @param ordered whether it goes after those before it of the same sender to the same number
     * @param whenEnded called once: with null when the application has it
     */
    public Delivery(
            ShortMessage message,
            String application,
            long deadline,
            boolean ordered,
            Consumer<MapUserErrorException> whenEnded) {
        this.message = message;
        this.application = application;
        this.deadline = deadline;
        this.ordered = ordered;
        this.whenEnded = whenEnded;
    }

    ShortMessage message() {
        return message;
    }

    String application() {
        return application;
    }

    /** Nanoseconds until the message must have ended; below zero when that has passed. */
    long left() {
        return deadline - System.nanoTime();
    }

    boolean isOrdered() {
        return ordered;
    }

    /** Under the lock of {@link SenderOrder}. */
    boolean mayGo() {
        return mayGo;
    }

    void letGo() {
        mayGo = true;
    }

    /** The sender and the number: messages that have them in common may have an order. */
    String sequenceKey() {
        return message.originatingAddress().value()
                + ' '
                + message.destinationAddress().value();
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** True for the first caller only. */
    boolean end(MapUserErrorException failure) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        cancelTimeout();
        whenEnded.accept(failure);
        return true;
    }

    void timeout(Timeout next) {
        cancelTimeout();
        timeout = next;
        if (ended.get()) {
            next.cancel();
        }
    }

    void cancelTimeout() {
        Timeout current = timeout;
        if (current != null) {
            current.cancel();
        }
    }

    /**
     * The PDUs for the session it is about to go to, one after the other; written and sent by one session at a time.
     */
    void pdus(List<byte[]> encoded) {
        pdus = encoded;
        part = 0;
        sequenceNumber = 0;
        attempts++;
    }

    /** The PDU whose turn it is. */
    byte[] pdu() {
        return pdus.get(part);
    }

    /**
     * Goes on to the next PDU.
     *
     * @return false when there is none
     */
    boolean nextPdu() {
        if (part + 1 >= pdus.size()) {
            return false;
        }
        part++;
        sequenceNumber = 0;
        return true;
    }

    /** How many sessions have had it. */
    int attempts() {
        return attempts;
    }

    void sentAs(int number) {
        sequenceNumber = number;
        sent = System.nanoTime();
    }

    /** In the session that has it now; 0 before it is numbered. */
    int sequenceNumber() {
        return sequenceNumber;
    }

    /** When it was handed to the session, by {@link System#nanoTime()}. */
    long sent() {
        return sent;
    }
}
