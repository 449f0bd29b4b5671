// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnectionFactory;

/** An application on jSMPP's client, for tests. */
public final class Esme implements MessageReceiverListener, AutoCloseable {

    public final List<DeliverSm> received = new CopyOnWriteArrayList<>();
    final SMPPSession session;
    private ToIntFunction<DeliverSm> status = message -> 0;
    private boolean keeps = true;
    private int patience = 5_000;
    private BindType type = BindType.BIND_RX;
    private InterfaceVersion version = InterfaceVersion.IF_34;
    private String systemId = "acme";
    private String password = "secret";
    private String addressRange = "";
    private Connection connection;
    volatile int count;

    private Esme(ConnectionFactory connections) {
        session = new SMPPSession(
                new SynchronizedPDUSender(new DefaultPDUSender()), new DefaultPDUReader(), (host, port) -> {
                    connection = connections.createConnection(host, port);
                    return connection;
                });
        session.setMessageReceiverListener(this);
        session.setTransactionTimer(5_000);
    }

    public static Esme esme() {
        return new Esme(SocketConnectionFactory.getInstance());
    }

    static Esme over(ConnectionFactory connections) {
        return new Esme(connections);
    }

    Esme as(BindType bindType) {
        type = bindType;
        return this;
    }

    Esme version(InterfaceVersion interfaceVersion) {
        version = interfaceVersion;
        return this;
    }

    public Esme named(String name, String secret) {
        systemId = name;
        password = secret;
        return this;
    }

    Esme addressRange(String range) {
        addressRange = range;
        return this;
    }

    /** Waits half a second for the answer to its bind. */
    Esme impatient() {
        patience = 500;
        return this;
    }

    /** What it answers. */
    public Esme answering(ToIntFunction<DeliverSm> answer) {
        status = answer;
        return this;
    }

    /** Counts only: for many messages. */
    public Esme counting() {
        keeps = false;
        return this;
    }

    public Esme bind(int port) throws IOException {
        session.connectAndBind(
                "127.0.0.1",
                port,
                new BindParameter(
                        type,
                        systemId,
                        password,
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        addressRange,
                        version),
                patience);
        return this;
    }

    /** As a crash does. */
    void die() throws IOException {
        connection.close();
    }

    @Override
    public void onAcceptDeliverSm(DeliverSm message) throws ProcessRequestException {
        synchronized (this) {
            count++;
        }
        if (keeps) {
            received.add(message);
        }
        int answer = status.applyAsInt(message);
        if (answer != 0) {
            throw new ProcessRequestException("as the test wants", answer);
        }
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {
        throw new IllegalStateException("the hub sends none");
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
        throw new IllegalStateException("the hub sends none");
    }

    public boolean isBound() {
        return session.getSessionState().isBound();
    }

    @Override
    public void close() {
        session.unbindAndClose();
    }
}
