package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;
import org.jsmpp.PDUStringException;

/** A partner's SMSC on jSMPP: takes submit_sm and data_sm. */
final class Partner implements ServerMessageReceiverListener, AutoCloseable {

    final List<SubmitSm> submitted = new CopyOnWriteArrayList<>();
    final List<DataSm> data = new CopyOnWriteArrayList<>();
    final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    volatile int answer;
    volatile boolean silent;
    private SMPPServerSessionListener listener;
    private int port;

    int port() throws IOException {
        if (port == 0) {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
        }
        return port;
    }

    void open() throws IOException {
        openAt(port());
    }

    void openAt(int at) throws IOException {
        port = at;
        SMPPServerSessionListener opened = new SMPPServerSessionListener(at);
        listener = opened;
        Thread thread = new Thread(() -> accept(opened), "partner");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(SMPPServerSessionListener opened) {
        while (true) {
            try {
                SMPPServerSession session = opened.accept();
                session.setMessageReceiverListener(this);
                sessions.add(session);
                session.waitForBind(5_000).accept("partner", InterfaceVersion.IF_34);
            } catch (IOException e) {
                return; // closed
            } catch (PDUStringException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int answer() throws ProcessRequestException {
        if (silent) {
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (answer != 0) {
            throw new ProcessRequestException("as the test wants", answer);
        }
        return 0;
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm submitSm, SMPPServerSession source) throws ProcessRequestException {
        submitted.add(submitSm);
        answer();
        try {
            return new SubmitSmResult(new MessageId("1"), new OptionalParameter[0]);
        } catch (PDUStringException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) throws ProcessRequestException {
        data.add(dataSm);
        answer();
        try {
            return new DataSmResult(new MessageId("1"), new OptionalParameter[0]);
        } catch (PDUStringException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti submitMulti, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm querySm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm replaceSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public void onAcceptCancelSm(CancelSm cancelSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcastSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancelBroadcastSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm queryBroadcastSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        sessions.forEach(SMPPServerSession::close);
        sessions.clear();
    }
}
