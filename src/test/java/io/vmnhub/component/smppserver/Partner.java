// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jsmpp.PDUStringException;
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
import org.jsmpp.session.BindRequest;
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
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.MessageId;

/** A partner's SMSC on jSMPP: takes submit_sm and data_sm. */
public final class Partner implements ServerMessageReceiverListener, AutoCloseable {

    public final List<SubmitSm> submitted = new CopyOnWriteArrayList<>();
    final List<DataSm> data = new CopyOnWriteArrayList<>();
    public final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    final List<BindRequest> binds = new CopyOnWriteArrayList<>();
    volatile int answer;
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private SMPPServerSessionListener listener;
    private Optional<SSLContext> tls = Optional.empty();
    private boolean demands;
    private int port;

    /** On a TLS port from now on. */
    Partner over(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** On a TLS port that asks clients for certificates. */
    Partner demanding(SSLContext context) {
        demands = true;
        return over(context);
    }

    public int port() throws IOException {
        if (port == 0) {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
        }
        return port;
    }

    public void open() throws IOException {
        openAt(port());
    }

    void openAt(int at) throws IOException {
        port = at;
        ServerConnectionFactory connections = new ServerSocketConnectionFactory() {
            @Override
            public ServerConnection listen(int where) throws IOException {
                if (tls.isEmpty()) {
                    return super.listen(where);
                }
                SSLServerSocket socket =
                        (SSLServerSocket) tls.get().getServerSocketFactory().createServerSocket(where);
                socket.setNeedClientAuth(demands);
                return new ServerSocketConnection(socket);
            }
        };
        SMPPServerSessionListener opened = new SMPPServerSessionListener(at, connections);
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
                Thread binding = new Thread(() -> bind(session), "partner-bind");
                binding.setDaemon(true);
                binding.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(5_000);
            binds.add(request);
            if (request.getPassword().equals("sesame")) {
                request.accept("partner", InterfaceVersion.IF_34);
            } else {
                request.reject(0x0E);
            }
        } catch (IOException | PDUStringException | TimeoutException e) {
            session.close(); // a client that does not trust it, say
        }
    }

    /** It answers nothing until {@link #release}. */
    void hold() {
        answers = new CountDownLatch(1);
    }

    /** It answers what it has held, and what comes. */
    void release() {
        answers.countDown();
    }

    private int answer() throws ProcessRequestException {
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
            QueryBroadcastSm queryBroadcastSm, SMPPServerSession source) {
        throw new IllegalStateException();
    }

    @Override
    public void close() throws IOException {
        release();
        if (listener != null) {
            listener.close();
        }
        sessions.forEach(SMPPServerSession::close);
        sessions.clear();
    }
}
