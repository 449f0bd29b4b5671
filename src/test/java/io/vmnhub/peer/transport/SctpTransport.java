// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.transport;

import com.sun.nio.sctp.AbstractNotificationHandler;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.HandlerResult;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import com.sun.nio.sctp.ShutdownNotification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** M3UA over the kernel's SCTP: one user message a PDU, payload protocol identifier 3, several addresses a side. */
public final class SctpTransport implements Transport {

    private static final int STREAMS = 16;

    private final SctpChannel channel;
    private volatile boolean closedHere;
    private volatile boolean associated = true;

    private SctpTransport(SctpChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
    }

    /** Whether this kernel has SCTP. */
    public static boolean available() {
        try (SctpChannel probe = SctpChannel.open()) {
            return probe != null;
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            return false;
        }
    }

    /** Opens an association from all the local addresses to the remote one; the INIT ACK tells of the peer's others. */
    public static SctpTransport connect(List<InetAddress> locals, int localPort, InetSocketAddress remote)
            throws IOException {
        SctpChannel channel = SctpChannel.open();
        try {
            channel.bind(new InetSocketAddress(locals.get(0), localPort));
            for (InetAddress more : locals.subList(1, locals.size())) {
                channel.bindAddress(more);
            }
            channel.connect(remote, STREAMS, STREAMS);
            return new SctpTransport(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public static Listener listen(List<InetAddress> locals, int port, Consumer<Transport> accepted) throws IOException {
        SctpServerChannel server = SctpServerChannel.open();
        server.setOption(
                SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS,
                SctpStandardSocketOptions.InitMaxStreams.create(STREAMS, STREAMS));
        server.bind(new InetSocketAddress(locals.get(0), port));
        for (InetAddress more : locals.subList(1, locals.size())) {
            server.bindAddress(more);
        }
        int bound =
                ((InetSocketAddress) server.getAllLocalAddresses().iterator().next()).getPort();
        Thread thread = new Thread(() -> accept(server, accepted), "peer-sctp-accept-" + bound);
        thread.setDaemon(true);
        thread.start();
        return new Listener() {
            @Override
            public int port() {
                return bound;
            }

            @Override
            public void close() {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static void accept(SctpServerChannel server, Consumer<Transport> accepted) {
        while (server.isOpen()) {
            try {
                accepted.accept(new SctpTransport(server.accept()));
            } catch (IOException e) {
                if (server.isOpen()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void start(Consumer<Received> receiver, Consumer<Exception> closed) {
        Thread thread = new Thread(() -> read(receiver, closed), "peer-sctp-read");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Consumer<Received> receiver, Consumer<Exception> closed) {
        Exception reason = null;
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            while (associated) {
                buffer.clear();
                MessageInfo info = channel.receive(buffer, null, new EndOfAssociation());
                if (info == null) {
                    continue;
                }
                if (info.bytes() < 0) {
                    break;
                }
                byte[] part = new byte[buffer.flip().remaining()];
                buffer.get(part);
                whole.writeBytes(part);
                if (info.isComplete()) {
                    receiver.accept(new Received(
                            whole.toByteArray(), info.streamNumber(), info.payloadProtocolID(), info.isUnordered()));
                    whole.reset();
                }
            }
        } catch (IOException e) {
            reason = closedHere ? null : e;
        } finally {
            associated = false;
            closeChannel();
            closed.accept(reason);
        }
    }

    /** Ends the reading when the association ends. */
    private final class EndOfAssociation extends AbstractNotificationHandler<Void> {

        @Override
        public HandlerResult handleNotification(AssociationChangeNotification notification, Void attachment) {
            switch (notification.event()) {
                case COMM_LOST, SHUTDOWN, CANT_START -> associated = false;
                default -> {}
            }
            return HandlerResult.RETURN;
        }

        @Override
        public HandlerResult handleNotification(ShutdownNotification notification, Void attachment) {
            associated = false;
            return HandlerResult.RETURN;
        }
    }

    @Override
    public void send(byte[] pdu, int stream) throws IOException {
        sendRaw(pdu, stream, M3UA_PPID);
    }

    @Override
    public void sendRaw(byte[] bytes, int stream, int ppid) throws IOException {
        MessageInfo info = MessageInfo.createOutgoing(null, stream % streams()).payloadProtocolID(ppid);
        synchronized (channel) {
            channel.send(ByteBuffer.wrap(bytes), info);
        }
    }

    @Override
    public int streams() {
        try {
            return Math.max(1, channel.association().maxOutboundStreams());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isOpen() {
        return associated && channel.isOpen();
    }

    @Override
    public void finish() {
        close();
    }

    @Override
    public void close() {
        closedHere = true;
        try {
            if (isOpen()) {
                channel.shutdown();
            }
        } catch (IOException e) {
            closeChannel();
        }
    }

    @Override
    public void abort() {
        closedHere = true;
        try {
            channel.setOption(SctpStandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            if (channel.isOpen()) {
                throw new UncheckedIOException(e);
            }
        }
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
