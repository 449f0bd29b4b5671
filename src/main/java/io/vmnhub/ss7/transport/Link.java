package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.sctp.SctpChannel;
import io.netty.channel.sctp.SctpMessage;
import io.vmnhub.ss7.Ss7Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mobicents.protocols.api.Association;
import org.mobicents.protocols.api.AssociationListener;
import org.mobicents.protocols.api.AssociationType;
import org.mobicents.protocols.api.IpChannelType;
import org.mobicents.protocols.api.PayloadData;

/**
 * One association as jSS7's M3UA sees it: it has at most one channel at a time, and every payload is exactly one M3UA message,
 * whatever the protocol below. (It therefore tells M3UA that it is SCTP: the framing of TCP is done here.)
 */
final class Link implements Association {

    private static final int M3UA_PAYLOAD_PROTOCOL_IDENTIFIER = 3;

    /** The message class of DATA (RFC 4666 clause 3.1.2). */
    private static final int TRANSFER = 1;

    private final Ss7Settings.Association settings;
    private final Object management;
    private final LinkEvents events;
    private final Set<InetAddress> peers = new HashSet<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile AssociationListener listener;
    private volatile Channel channel;
    private volatile boolean started;
    private volatile long lastRead;

    /**
     * @param management held while M3UA is told anything but DATA: jSS7's states of an application server are not thread-safe, and
     *                   several links may speak of the same one
     */
    Link(Ss7Settings.Association settings, LinkEvents events, Object management) {
        this.management = management;
        this.settings = settings;
        this.events = events;
        for (String address : settings.peerAddresses()) {
            try {
                peers.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "association " + settings.name() + ": peer address '" + address + "' is not known", e);
            }
        }
    }

    Ss7Settings.Association settings() {
        return settings;
    }

    void started(boolean value) {
        started = value;
    }

    /** Whether a connection from {@code remote} is this link's. */
    boolean takes(SocketAddress remote) {
        return remote instanceof InetSocketAddress address && peers.contains(address.getAddress())
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

    /** The channel is this link's from now on, and M3UA is told, after it has been told all about the one before. */
    void attach(Channel newChannel) {
        synchronized (management) {
            channel = newChannel;
            read();
            events.up(getName(), String.valueOf(newChannel.remoteAddress()));
            int in = 1;
            int out = 1;
            if (newChannel instanceof SctpChannel sctp && sctp.association() != null) {
                in = sctp.association().maxInboundStreams();
                out = sctp.association().maxOutboundStreams();
            }
            AssociationListener current = listener;
            if (current != null) {
                current.onCommunicationUp(this, in, out);
            }
        }
    }

    /** The channel has closed. @return false when it was this link's no more */
    boolean detach(Channel closed, String reason) {
        synchronized (management) {
            if (channel != closed) {
                return false;
            }
            channel = null;
            long lost = dropped.getAndSet(0);
            events.down(getName(), lost == 0 ? reason : reason + "; " + lost + " messages were not sent because the peer did not read");
            AssociationListener current = listener;
            if (current != null) {
                current.onCommunicationLost(this);
            }
            return true;
        }
    }

    /** A whole M3UA message. */
    void deliver(ByteBuf message) {
        if (message.getUnsignedByte(message.readerIndex() + 2) == TRANSFER) {
            pass(message);
        } else {
            synchronized (management) {
                pass(message);
            }
        }
    }

    private void pass(ByteBuf message) {
        AssociationListener current = listener;
        if (current == null) {
            message.release();
            return;
        }
        current.onPayload(this, new PayloadData(message.readableBytes(), message, true, false, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, 0));
    }

    @Override
    public void send(PayloadData payload) {
        Channel current = channel;
        ByteBuf octets = payload.getByteBuf();
        if (current == null) {
            octets.release();
            return;
        }
        if (!current.isWritable()) {
            dropped.incrementAndGet();
            octets.release();
            return;
        }
        write(current, octets, payload.getStreamNumber(), payload.isUnordered());
    }

    void write(Channel to, ByteBuf octets, int stream, boolean unordered) {
        Object message = octets;
        if (settings.protocol() == Ss7Settings.Protocol.SCTP) {
            message = new SctpMessage(M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, stream, unordered, octets);
        }
        to.writeAndFlush(message, to.voidPromise());
    }

    @Override
    public ByteBufAllocator getByteBufAllocator() {
        return ByteBufAllocator.DEFAULT;
    }

    /** Always SCTP: a payload is a whole message. */
    @Override
    public IpChannelType getIpChannelType() {
        return IpChannelType.SCTP;
    }

    @Override
    public AssociationType getAssociationType() {
        return settings.side() == Ss7Settings.Side.CLIENT ? AssociationType.CLIENT : AssociationType.SERVER;
    }

    @Override
    public String getName() {
        return settings.name();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isConnected() {
        return started && channel != null;
    }

    @Override
    public boolean isUp() {
        return channel != null;
    }

    @Override
    public AssociationListener getAssociationListener() {
        return listener;
    }

    @Override
    public void setAssociationListener(AssociationListener newListener) {
        listener = newListener;
    }

    @Override
    public String getHostAddress() {
        return settings.localAddresses().get(0);
    }

    @Override
    public int getHostPort() {
        return settings.localPort();
    }

    @Override
    public String getPeerAddress() {
        return settings.peerAddresses().get(0);
    }

    @Override
    public int getPeerPort() {
        return settings.peerPort();
    }

    @Override
    public String getServerName() {
        return settings.side() == Ss7Settings.Side.SERVER ? settings.name() : null;
    }

    @Override
    public String[] getExtraHostAddresses() {
        return settings.localAddresses().stream().skip(1).toArray(String[]::new);
    }

    @Override
    public int getCongestionLevel() {
        return 0;
    }

    @Override
    public void acceptAnonymousAssociation(AssociationListener ignored) {
        throw new IllegalStateException("anonymous associations are not taken");
    }

    @Override
    public void rejectAnonymousAssociation() {
        throw new IllegalStateException("anonymous associations are not taken");
    }

    @Override
    public void stopAnonymousAssociation() {
        throw new IllegalStateException("anonymous associations are not taken");
    }
}
