package io.vmnhub.component.smppserver;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.vmnhub.component.smppserver.BindDesk.Accepted;
import io.vmnhub.component.smppserver.BindDesk.Decision;
import io.vmnhub.component.smppserver.BindDesk.Refused;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.SmppSettings;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Bind;
import org.jsmpp.util.DefaultDecomposer;

/**
 * Takes a connection to its bind. Until the bind is good a connection costs one thread of a pool and a place among {@link Unbound}, and
 * no longer than the bind timeout, however slowly its octets come; only then a session is made.
 */
final class Binder {

    /** Longer than any bind, even with fields that are longer than they may be. */
    private static final int LONGEST_BIND = 512;

    /** So many enquire_link in the time for the bind are enough. */
    private static final int MOST_ENQUIRIES = 20;

    private static final int CLOSE_PATIENCE_MILLIS = 1_000;
    private static final String LOOKED_IN = "it closed without a word";

    /** The reason of a connection that came and went, as those of a load balancer do that looks whether the port is open. */
    static final String LOOKED_IN_ONLY = "silent";

    /** What becomes of it. */
    interface Outcome {

        /** The bind is good. @return what is to be answered when there is no room for it */
        Optional<Refused> accepted(Socket tcp, Socket socket, boolean tls, Bind bind, Accepted accepted);

        void refused(String peer, String systemId, String reason, String why);
    }

    private final BindDesk desk;
    private final Unbound unbound;
    private final ExecutorService threads;
    private final HashedWheelTimer timer;
    private final Supplier<SmppSettings> settings;
    private final Outcome outcome;

    Binder(BindDesk desk, Unbound unbound, ExecutorService threads, HashedWheelTimer timer, Supplier<SmppSettings> settings, Outcome outcome) {
        this.desk = desk;
        this.unbound = unbound;
        this.threads = threads;
        this.timer = timer;
        this.settings = settings;
        this.outcome = outcome;
    }

    /** Called by a door; does not block. */
    void take(Door door, Socket tcp) {
        unbound.add(tcp, settings.get().guard().maxUnbound());
        long patience = settings.get().guard().bindTimeout().toMillis();
        Timeout tooLate = timer.newTimeout(elapsed -> Door.closeQuietly(tcp), patience, TimeUnit.MILLISECONDS);
        try {
            threads.execute(() -> bind(door, tcp, tooLate));
        } catch (RejectedExecutionException e) {
            drop(tcp, tooLate);
        }
    }

    private void drop(Socket tcp, Timeout tooLate) {
        tooLate.cancel();
        unbound.remove(tcp);
        Door.closeQuietly(tcp);
    }

    private void bind(Door door, Socket tcp, Timeout tooLate) {
        InetAddress address = tcp.getInetAddress();
        String peer = address.getHostAddress() + ":" + tcp.getPort();
        boolean kept = false;
        try {
            tcp.setTcpNoDelay(true);
            Socket socket = door.layered(tcp);
            byte[] pdu = firstPdu(socket);
            Bind bind = parse(socket, pdu);
            boolean tls = socket != tcp;
            Decision decision = desk.decide(bind, address, tls, settings.get());
            kept = tooLate.cancel() && unbound.remove(tcp);
            if (!kept) {
                return; // the time was over, or the place needed
            }
            if (decision instanceof Accepted accepted) {
                outcome.accepted(tcp, socket, tls, bind, accepted).ifPresent(full -> refuse(tcp, socket, bind, full, peer));
            } else {
                refuse(tcp, socket, bind, (Refused) decision, peer);
            }
        } catch (NoBind e) {
            outcome.refused(peer, "", e.getMessage().equals(LOOKED_IN) ? LOOKED_IN_ONLY : "no-bind", e.getMessage());
        } catch (IOException e) {
            outcome.refused(peer, "", "no-bind", tooLate.isExpired() ? "no bind came in time" : String.valueOf(e.getMessage()));
        } finally {
            if (!kept) {
                drop(tcp, tooLate);
            }
        }
    }

    /** The slower the answer, the longer guessing takes; meanwhile the connection holds no thread. */
    private void refuse(Socket tcp, Socket socket, Bind bind, Refused refused, String peer) {
        outcome.refused(peer, bind.getSystemId(), refused.reason(), refused.why());
        unbound.add(tcp, settings.get().guard().maxUnbound());
        timer.newTimeout(elapsed -> threads.execute(() -> {
            try {
                answer(socket, bind.getCommandId() | PduInput.RESPONSE, refused.status(), bind.getSequenceNumber());
                closeLater(tcp);
            } catch (IOException e) {
                unbound.remove(tcp); // it did not wait for its answer
                Door.closeQuietly(tcp);
            }
        }), refused.delay().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Who has been refused closes by itself; some would miss the answer if the hub did. */
    private void closeLater(Socket tcp) {
        timer.newTimeout(elapsed -> {
            unbound.remove(tcp);
            Door.closeQuietly(tcp);
        }, CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The bind. enquire_link may come before it (SMPP 5.0 clause 2.4); some clients begin with it when the TLS handshake takes long. */
    private static byte[] firstPdu(Socket socket) throws IOException, NoBind {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (int enquiries = 0; ; enquiries++) {
            byte[] pdu = nextPdu(socket, in);
            ByteBuffer fields = ByteBuffer.wrap(pdu);
            int commandId = fields.getInt(4);
            if (commandId == PduInput.BIND_RECEIVER || commandId == PduInput.BIND_TRANSMITTER || commandId == PduInput.BIND_TRANSCEIVER) {
                return pdu;
            }
            if (commandId != PduInput.ENQUIRE_LINK || enquiries == MOST_ENQUIRIES) {
                answer(socket, commandId | PduInput.RESPONSE, CommandStatus.ESME_RINVBNDSTS, fields.getInt(12));
                throw new NoBind(String.format("it began with command_id 0x%08X", commandId));
            }
            answer(socket, PduInput.ENQUIRE_LINK | PduInput.RESPONSE, CommandStatus.ESME_ROK, fields.getInt(12));
        }
    }

    private static byte[] nextPdu(Socket socket, DataInputStream in) throws IOException, NoBind {
        byte[] header = new byte[PduInput.HEADER];
        int first = in.read(header);
        if (first < 0) {
            throw new NoBind(LOOKED_IN);
        }
        try {
            in.readFully(header, first, PduInput.HEADER - first);
            int length = ByteBuffer.wrap(header).getInt(0);
            if (length < PduInput.HEADER || length > LONGEST_BIND) {
                answer(socket, PduInput.GENERIC_NACK, CommandStatus.ESME_RINVCMDLEN, 0);
                throw new NoBind("it sent no SMPP");
            }
            byte[] pdu = Arrays.copyOf(header, length);
            in.readFully(pdu, header.length, length - header.length);
            return pdu;
        } catch (EOFException e) {
            throw new NoBind("it broke off its bind", e);
        }
    }

    private static Bind parse(Socket socket, byte[] pdu) throws IOException, NoBind {
        ByteBuffer fields = ByteBuffer.wrap(pdu);
        try {
            return new DefaultDecomposer().bind(pdu);
        } catch (PDUStringException e) {
            answer(socket, fields.getInt(4) | PduInput.RESPONSE, e.getErrorCode(), fields.getInt(12));
            throw new NoBind("a field of its bind is too long", e);
        } catch (RuntimeException e) {
            answer(socket, fields.getInt(4) | PduInput.RESPONSE, CommandStatus.ESME_RINVCMDLEN, fields.getInt(12));
            throw new NoBind("its bind is malformed", e);
        }
    }

    private static void answer(Socket socket, int commandId, int status, int sequenceNumber) throws IOException {
        byte[] pdu = ByteBuffer.allocate(PduInput.HEADER).putInt(PduInput.HEADER).putInt(commandId).putInt(status).putInt(sequenceNumber).array();
        socket.getOutputStream().write(pdu);
        socket.getOutputStream().flush();
    }

    private static final class NoBind extends Exception {

        private static final long serialVersionUID = 1L;

        NoBind(String message) {
            super(message);
        }

        NoBind(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
