package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;

/**
 * The hub's session with a partner's SMSC, on jSMPP: bind, enquire_link and unbind are jSMPP's; submit_sm and data_sm, for whose responses
 * jSMPP would keep threads waiting, are {@link BoundSession}'s.
 */
final class SmscSession extends SMPPSession implements PduInput.Sink, BoundSession.Wire {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int CLOSE_PATIENCE_MILLIS = 1_000;
    private static final byte[] NOTHING = {};

    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable whenOver;
    private volatile BoundSession messages;
    private volatile boolean partnerUnbound;

    private SmscSession(SmscPartner partner, PduInput input, Runnable whenOver) {
        super(new SynchronizedPDUSender(new DefaultPDUSender()), input, (host, port) -> connect(partner));
        this.whenOver = whenOver;
    }

    /**
     * Connects and binds as transmitter; takes no longer than some twenty seconds.
     *
     * @param whenOver called once when the session has ended and its messages are taken care of
     * @throws IOException says why there is no session
     */
    static SmscSession bind(SmscPartner partner, int slot, AccountSessions account, Executor writers, Runnable whenOver) throws IOException {
        PduInput input = PduInput.ofSmsc();
        SmscSession session = new SmscSession(partner, input, whenOver);
        input.connect(session);
        session.setTimers((int) partner.flow().enquireLink().toMillis(), partner.flow().responseTimeout().toMillis());
        session.connectAndBind(partner.host(), partner.port(), new BindParameter(BindType.BIND_TX, partner.systemId(), partner.password(),
                partner.systemType(), TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, "",
                InterfaceVersion.valueOf((byte) partner.version().interfaceVersion())), CONNECT_MILLIS);
        session.messages = new BoundSession(new BoundSession.Peer(partner.name(), slot, new InetSocketAddress(
                session.connection().getInetAddress(), session.connection().getPort()), partner.tls().isPresent(), Optional.empty(),
                partner.version(), Instant.now(), number -> true), session, account, writers);
        session.messages.open();
        session.addSessionStateListener((state, before, source) -> {
            if (!state.isBound() && before.isBound()) {
                session.end("is gone");
            }
        });
        if (session.partnerUnbound || !session.getSessionState().isBound()) {
            session.end("is gone"); // before anybody listened
        }
        return session;
    }

    private static Connection connect(SmscPartner partner) throws IOException {
        Socket tcp = new Socket();
        try {
            tcp.connect(new InetSocketAddress(partner.host(), partner.port()), CONNECT_MILLIS);
            tcp.setTcpNoDelay(true);
            tcp.setSoTimeout(CONNECT_MILLIS);
            Socket socket = partner.tls().isPresent() ? partner.tls().get().above(tcp, partner.host()) : tcp;
            return new SessionSocket(tcp, socket, NOTHING);
        } catch (IOException | RuntimeException e) {
            Door.closeQuietly(tcp);
            throw e;
        }
    }

    BoundSession messages() {
        return messages;
    }

    private void end(String how) {
        if (over.compareAndSet(false, true)) {
            messages.end(how);
            whenOver.run();
        }
    }

    @Override
    public OutputStream out() {
        return connection().getOutputStream();
    }

    @Override
    public int nextSequenceNumber() {
        return sequence().nextValue();
    }

    @Override
    public void setTimers(int enquireLinkMillis, long responseMillis) {
        setEnquireLinkTimer(enquireLinkMillis);
        setTransactionTimer(responseMillis);
    }

    @Override
    public boolean responded(int sequenceNumber, int commandStatus) {
        BoundSession waiting = messages;
        return waiting != null && waiting.responded(sequenceNumber, commandStatus);
    }

    @Override
    public void unbound() throws IOException {
        partnerUnbound = true;
        if (messages != null) {
            end("has unbound");
        }
        connection().setSoTimeout(CLOSE_PATIENCE_MILLIS);
    }

    @Override
    public void answer(int commandId, int commandStatus, int sequenceNumber) throws IOException {
        pduSender().sendHeader(connection().getOutputStream(), commandId, commandStatus, sequenceNumber);
    }

    @Override
    public void sayGoodbye() {
        if (over.get()) {
            close();
        } else {
            setTransactionTimer(CLOSE_PATIENCE_MILLIS);
            unbindAndClose();
        }
    }
}
