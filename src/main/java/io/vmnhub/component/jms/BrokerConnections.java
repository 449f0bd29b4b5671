// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.broker.Broker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;

/**
 * Connections to the hub's broker as it runs at the moment of the call: an embedded broker is started with the first
 * one, and has another address after a restart. Thread-safe.
 */
final class BrokerConnections implements ConnectionFactory {

    private final Broker broker;

    BrokerConnections(Broker broker) {
        this.broker = broker;
    }

    private ConnectionFactory current() throws JMSException {
        try {
            return broker.connections();
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw (JMSException) new JMSException(broker.place() + ": " + e.getMessage()).initCause(e);
        }
    }

    private ConnectionFactory currentForContext() {
        try {
            return current();
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }

    @Override
    public Connection createConnection() throws JMSException {
        return current().createConnection();
    }

    @Override
    public Connection createConnection(String username, String password) throws JMSException {
        return current().createConnection(username, password);
    }

    @Override
    public JMSContext createContext() {
        return currentForContext().createContext();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return currentForContext().createContext(sessionMode);
    }

    @Override
    public JMSContext createContext(String username, String password) {
        return currentForContext().createContext(username, password);
    }

    @Override
    public JMSContext createContext(String username, String password, int sessionMode) {
        return currentForContext().createContext(username, password, sessionMode);
    }
}
