// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.sctp.SctpChannel;
import io.netty.channel.sctp.SctpMessage;
import io.vmnhub.ss7.api.LinkEvents;
import io.vmnhub.ss7.api.Ss7Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One association: it has at most one channel at a time, and carries whole M3UA messages, whatever the protocol below.
 */
public final class Link {

    private static final int M3UA_PAYLOAD_PROTOCOL_IDENTIFIER = 3;

    private final Ss7Settings.Association settings;
    private final LinkEvents events;
    private final LinkListener listener;
    private final Set<InetAddress> peers = new HashSet<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Channel channel;
    private volatile int streams = 1;
    private volatile boolean started;
    private volatile long lastRead;

    Link(Ss7Settings.Association settings, LinkEvents events, LinkListener listener) {
        this.settings = settings;
        this.events = events;
        this.listener = listener;
        for (String address : settings.peerAddresses()) {
            try {
                peers.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "association " + settings.name() + ": peer address '" + address + "' is not known", e);
            }
        }
    }

    public String name() {
        return settings.name();
    }

    public boolean isUp() {
        return channel != null;
    }

    /** Whether the association is connected, and the peer reads what it gets. */
    public boolean takesData() {
        Channel current = channel;
        if (current == null) {
            return false;
        }
        if (!current.isWritable()) {
            dropped.incrementAndGet();
            return false;
        }
        return true;
    }

    /**
     * Sends a management message, on stream 0; it is dropped when the association is down or the peer does not read.
     */
    public void send(ByteBuf message) {
        Channel current = channel;
        if (current != null && current.isWritable()) {
            write(current, message, 0, false);
        } else {
            message.release();
        }
    }

    /**
     * Sends DATA, over SCTP on a stream that the SLS chooses, never 0 where there is another (RFC 4666 clause 1.4.7).
     *
     * @param notSent what to do when the association ends before the whole message has been given to the network
     * @return false when the association is down; the message is released in any case
     */
    public boolean sendData(ByteBuf message, int signallingLinkSelection, Runnable notSent) {
        Channel current = channel;
        if (current == null) {
            message.release();
            return false;
        }
        int most = streams;
        ChannelPromise written = current.newPromise();
        written.addListener(done -> {
            if (!done.isSuccess()) {
                notSent.run();
            }
        });
        write(current, message, most > 1 ? 1 + signallingLinkSelection % (most - 1) : 0, false, written);
        return true;
    }

    Ss7Settings.Association settings() {
        return settings;
    }

    boolean isStarted() {
        return started;
    }

    void started(boolean value) {
        started = value;
    }

    /** Whether a connection from {@code remote} is this link's. */
    boolean takes(SocketAddress remote) {
        return remote instanceof InetSocketAddress address
                && peers.contains(address.getAddress())
                && (settings.peerPort() == 0 || settings.peerPort() == address.getPort());
    }

    Channel channel() {
        return channel;
    }

    void read() {
        lastRead = System.nanoTime();
    }

    long lastRead() {
        return lastRead;
    }

    /** The channel is this link's from now on; the listener has heard the end of the one before. */
    synchronized void attach(Channel newChannel) {
        streams = newChannel instanceof SctpChannel sctp && sctp.association() != null
                ? sctp.association().maxOutboundStreams()
                : 1;
        channel = newChannel;
        read();
        events.up(name(), String.valueOf(newChannel.remoteAddress()));
        listener.up();
    }

    /**
     * The channel has closed.
     *
     * @return false when it was this link's no more
     */
    synchronized boolean detach(Channel closed, String reason) {
        if (channel != closed) {
            return false;
        }
        channel = null;
        long lost = dropped.getAndSet(0);
        String whole = lost == 0
                ? reason
                : reason + "; the peer did not read, " + lost + " messages were not sent over this association";
        events.down(name(), whole);
        listener.down(whole);
        return true;
    }

    void deliver(ByteBuf message, int stream) {
        listener.message(message, stream);
    }

    void write(Channel to, ByteBuf octets, int stream, boolean unordered) {
        write(to, octets, stream, unordered, to.voidPromise());
    }

    private void write(Channel to, ByteBuf octets, int stream, boolean unordered, ChannelPromise written) {
        Object message = octets;
        if (settings.protocol() == Ss7Settings.Protocol.SCTP) {
            message = new SctpMessage(M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, stream, unordered, octets);
        }
        to.writeAndFlush(message, written);
    }
}
