// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.m3ua.LinkSettings;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.ProtocolData;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.Reassembly;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.sccp.SubsystemManagement;
import io.vmnhub.peer.sccp.SubsystemManagement.Format;
import io.vmnhub.peer.transport.Received;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * SCCP over the links: routing labels, segmentation, reassembly, subsystem management. Checks the labels of what comes.
 */
public final class Signalling implements SignallingLink.User {

    private static final int MOST_VIOLATIONS = 1000;
    private static final int SEGMENT = 200;
    private static final int MOST_RETURNED = 1000;

    private final SmscSettings settings;
    private final LinkSettings linkSettings;
    private final List<SignallingLink> links;
    private final Reassembly reassembly = new Reassembly();
    private final AtomicInteger localReferences = new AtomicInteger(1);
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<SubsystemManagement> management = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<SccpMessage> returned = new LinkedBlockingQueue<>(MOST_RETURNED);
    private final LongAdder onStreamZero = new LongAdder();
    private final Object linkChange = new Object();
    private volatile Predicate<SignallingLink> usable = link -> true;
    private volatile SccpUser user = (message, segmented) -> {};

    Signalling(SmscSettings settings, LinkSettings linkSettings, List<SignallingLink> links) {
        this.settings = settings;
        this.linkSettings = linkSettings;
        this.links = links;
    }

    /** Who takes the SCCP messages once they are whole. */
    interface SccpUser {
        void take(SccpMessage message, boolean segmented);
    }

    void user(SccpUser value) {
        user = value;
    }

    /** Sends it as it is, or a message with more data than fits as an XUDT in as many segments as it takes. */
    public void send(SccpMessage message, int sls) {
        int room = Math.min(
                SccpMessage.MOST_DATA,
                250 - message.called().encode().length - message.calling().encode().length);
        if (message.data().length <= room || message.segmentation().isPresent()) {
            sendSccp(message.encode(), sls);
        } else {
            SccpMessage extended = SccpMessage.xudt(message.called(), message.calling(), message.data())
                    .withProtocolClass(message.protocolClass())
                    .withReturnOnError(message.returnOnError());
            sendSegments(extended, (message.data().length + SEGMENT - 1) / SEGMENT, sls);
        }
    }

    public void sendSegments(SccpMessage extended, int count, int sls) {
        for (SccpMessage part : extended.segments(count, localReferences.getAndIncrement())) {
            sendSccp(part.encode(), sls);
        }
    }

    /** Any bytes in the place of an SCCP message. */
    public void sendSccp(byte[] sccp, int sls) {
        activeLink(sls).sendData(label(sccp, sls));
    }

    /** The routing label towards the hub around these bytes. */
    public ProtocolData label(byte[] sccp, int sls) {
        return new ProtocolData(
                settings.pointCode(),
                settings.hubPointCode(),
                ProtocolData.SCCP,
                settings.networkIndicator(),
                0,
                sls,
                sccp);
    }

    /** The whole M3UA message for an SCCP message, to be damaged. */
    public byte[] pdu(byte[] sccp) {
        return linkSettings.data(label(sccp, 0)).encode();
    }

    /** Only links like that are used to send. */
    public void sendOver(Predicate<SignallingLink> like) {
        usable = like;
    }

    private SignallingLink activeLink(int sls) {
        List<SignallingLink> active =
                links.stream().filter(SignallingLink::active).filter(usable).toList();
        if (active.isEmpty()) {
            throw new IllegalStateException("no link is active");
        }
        return active.get(sls % active.size());
    }

    /** SST for a subsystem of the hub. */
    public void subsystemTest(int subsystem) {
        manage(new SubsystemManagement(Format.SST, subsystem, settings.hubPointCode(), 0));
    }

    /** Any SCCP management message, from and to subsystem 1 by point code. */
    public void manage(SubsystemManagement message) {
        send(
                SccpMessage.udt(
                        PartyAddress.subsystem(settings.hubPointCode(), SubsystemManagement.SUBSYSTEM),
                        PartyAddress.subsystem(settings.pointCode(), SubsystemManagement.SUBSYSTEM),
                        message.encode()),
                0);
    }

    /** The next SCCP management message from the hub; SST is answered without coming here. */
    public SubsystemManagement awaitManagement(Duration timeout) {
        return next(management, "SCCP management message", timeout);
    }

    /** The next UDTS, XUDTS or LUDTS from the hub. */
    public SccpMessage awaitReturned(Duration timeout) {
        return next(returned, "returned message", timeout);
    }

    private static <T> T next(LinkedBlockingQueue<T> queue, String what, Duration timeout) {
        try {
            T next = queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("no " + what + " within " + timeout);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Forgets what came back so far. */
    public void forgetReturned() {
        returned.clear();
    }

    @Override
    public void data(SignallingLink link, M3uaMessage message, ProtocolData data, Received received) {
        check(message, data);
        if (received.stream() == 0 && link.transport().streams() > 1) {
            onStreamZero.increment();
        }
        if (data.serviceIndicator() != ProtocolData.SCCP) {
            violation("MTP3: service indicator " + data.serviceIndicator());
            return;
        }
        try {
            SccpMessage part = SccpMessage.decode(data.data());
            reassembly.add(part).ifPresent(whole -> {
                if (whole.called().subsystem().orElse(0) == SubsystemManagement.SUBSYSTEM
                        && !whole.type().service()) {
                    managed(SubsystemManagement.decode(whole.data()));
                } else {
                    if (whole.type().service()) {
                        returned.offer(whole);
                    }
                    user.take(whole, part.segmentation().isPresent());
                }
            });
        } catch (MalformedPduException e) {
            violation(e.getMessage() + " in " + Octets.hex(data.data()));
        }
    }

    private void check(M3uaMessage message, ProtocolData data) {
        if (!message.u32(M3uaMessage.ROUTING_CONTEXT).equals(linkSettings.routingContext())) {
            violation("M3UA: DATA with routing context " + message.u32(M3uaMessage.ROUTING_CONTEXT));
        }
        if (!message.u32(M3uaMessage.NETWORK_APPEARANCE).equals(linkSettings.networkAppearance())) {
            violation("M3UA: DATA with network appearance " + message.u32(M3uaMessage.NETWORK_APPEARANCE));
        }
        if (data.originatingPointCode() != settings.hubPointCode()
                || data.destinationPointCode() != settings.pointCode()
                || data.networkIndicator() != settings.networkIndicator()) {
            violation("MTP3: from " + data.originatingPointCode() + " to " + data.destinationPointCode()
                    + " in network " + data.networkIndicator());
        }
    }

    private void managed(SubsystemManagement message) {
        if (message.format() == Format.SST && message.affectedSubsystem() == settings.subsystem()) {
            manage(new SubsystemManagement(Format.SSA, message.affectedSubsystem(), settings.pointCode(), 0));
        } else if (message.format() != Format.SST) {
            management.add(message);
        }
    }

    @Override
    public void violation(String what) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(what);
        }
    }

    List<String> violations() {
        return new ArrayList<>(violations);
    }

    /** DATA that came over SCTP on stream 0, which is for management (RFC 4666 clause 1.4.7). */
    public long dataOnStreamZero() {
        return onStreamZero.sum();
    }

    /** Forgets the violations so far, which a test provoked. */
    public void forgetViolations() {
        violations.clear();
    }

    void linksChanged() {
        synchronized (linkChange) {
            linkChange.notifyAll();
        }
    }

    void awaitLinks(int count, Duration timeout) {
        await(() -> links.stream().filter(SignallingLink::isOpen).count() >= count, count + " open links", timeout);
    }

    void awaitActive(Duration timeout) {
        await(() -> links.stream().anyMatch(SignallingLink::active), "an active link", timeout);
    }

    private void await(BooleanSupplier condition, String what, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (linkChange) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited " + timeout + " for " + what);
                }
                try {
                    linkChange.wait(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }
}
