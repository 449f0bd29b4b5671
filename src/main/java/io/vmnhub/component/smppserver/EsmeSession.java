package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.BindType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.connection.Connection;

/** An application's session, on jSMPP: binds, enquire_link and unbind are jSMPP's, messages are {@link BoundSession}'s. */
final class EsmeSession extends SMPPServerSession implements PduInput.Sink, BoundSession.Wire {

    private static final int CLOSE_PATIENCE_MILLIS = 1_000;

    private final Connection connection;
    private final BoundSession messages;

    private EsmeSession(BoundSession.Peer peer, Connection connection, AccountSessions account, Executor writers, PduInput input) {
        super(connection, null, null, null, 1, 100, new SynchronizedPDUSender(new DefaultPDUSender()), input);
        this.connection = connection;
        this.messages = new BoundSession(peer, this, account, writers);
    }

    /** @param writers where writing, which may block, is done */
    static EsmeSession over(Connection connection, BoundSession.Peer peer, AccountSessions account, Executor writers) {
        PduInput input = PduInput.ofEsme(peer.bindType().filter(BindType.TRANSCEIVER::equals).isPresent());
        EsmeSession session = new EsmeSession(peer, connection, account, writers, input);
        input.connect(session);
        session.addSessionStateListener((state, before, source) -> {
            if (!state.isBound() && before.isBound()) {
                session.messages.end("is gone");
            }
        });
        return session;
    }

    BoundSession messages() {
        return messages;
    }

    @Override
    public OutputStream out() {
        return connection.getOutputStream();
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
        return messages.responded(sequenceNumber, commandStatus);
    }

    @Override
    public void unbound() throws IOException {
        messages.end("has unbound");
        connection.setSoTimeout(CLOSE_PATIENCE_MILLIS);
    }

    @Override
    public void answer(int commandId, int commandStatus, int sequenceNumber) throws IOException {
        pduSender().sendHeader(connection.getOutputStream(), commandId, commandStatus, sequenceNumber);
    }

    @Override
    public void sayGoodbye() {
        if (messages.isOver()) {
            close();
        } else {
            setTransactionTimer(CLOSE_PATIENCE_MILLIS);
            unbindAndClose();
        }
    }
}
