// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueueConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a broker that is not the hub's own lets others do, which the hub cannot keep them from: whether it
 * asks for a password at all, and whether queues are made for whoever names one. Each finding is a warning.
 */
final class ForeignBrokerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignBrokerCheck.class);
    private static final String ANYWHERE = "store.vmn-hub-check";

    private final BrokerSettings settings;

    ForeignBrokerCheck(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Looks once, in the background, and logs what it finds. */
    void start() {
        Thread thread = new Thread(
                () -> findings().forEach(finding -> LOG.warn("Broker {}: {}", place(), finding)), "broker-check");
        thread.setDaemon(true);
        thread.start();
    }

    private String place() {
        return settings.url().split("\\?", 2)[0];
    }

    private String url() {
        return settings.url() + (settings.url().contains("?") ? "&" : "?")
                + "callTimeout=5000&initialConnectAttempts=1";
    }

    /** What others may do there, in words. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (admits(new ActiveMQJMSConnectionFactory(url()), null, null)) {
            findings.add(
                    "lets in anybody, without a user name; whoever reaches it can read and take the hub's messages");
        } else if (admits(new ActiveMQJMSConnectionFactory(url()), "vmn-hub-check", "not a password")) {
            findings.add(
                    "lets in users that it does not know; whoever reaches it can read and take the hub's messages");
        }
        try {
            String made = ask();
            // what is left out has its default: both true
            if (!made.contains("\"autoCreateQueues\":false") || !made.contains("\"autoCreateAddresses\":false")) {
                findings.add("makes a queue or an address for whoever names one, of the kind that the first one "
                        + "wants: switch off "
                        + "auto-create-queues and auto-create-addresses for store.#, joined.#, dead.#, sms.# and "
                        + "events.#");
            }
            if (!made.contains("\"sendToDLAOnNoRoute\":true")) {
                findings.add("confirms and drops what no queue takes: switch on send-to-dla-on-no-route");
            }
        } catch (Exception e) {
            findings.add("does not let the hub's user ask for its address settings, so look yourself that nobody but "
                    + "the hub may make, delete "
                    + "or send to store.#, joined.#, dead.#, sms.# and events.#: " + e.getMessage());
        }
        return findings;
    }

    private static boolean admits(ConnectionFactory factory, String user, String password) {
        try (Connection connection = factory.createConnection(user, password)) {
            connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    private String ask() throws Exception {
        ActiveMQQueueConnectionFactory factory = new ActiveMQQueueConnectionFactory(url());
        String user = settings.username().isEmpty() ? null : settings.username();
        try (QueueConnection connection = factory.createQueueConnection(user, settings.password())) {
            QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue management = session.createQueue("activemq.management");
            connection.start();
            Message request = session.createMessage();
            JMSManagementHelper.putOperationInvocation(request, "broker", "getAddressSettingsAsJSON", ANYWHERE);
            QueueRequestor requestor = new QueueRequestor(session, management);
            try {
                return String.valueOf(JMSManagementHelper.getResult(requestor.request(request), String.class));
            } finally {
                requestor.close();
            }
        }
    }
}
