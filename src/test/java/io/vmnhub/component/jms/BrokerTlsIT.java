// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.broker.Broker;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.fixture.Certificates;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTlsIT {

    @TempDir
    Path folder;

    @Test
    void withAKeyStoreOnlyTlsIsSpoken() throws Exception {
        Path keyStore = Certificates.in(folder, "broker").keyStore();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        BrokerSettings settings = new BrokerSettings(
                "",
                "",
                "",
                folder.resolve("data"),
                1_000,
                1_000_000,
                Optional.of(new BrokerSettings.Listener(
                        "127.0.0.1", port, Map.of("acme", "secret"), Optional.of(keyStore), Certificates.PASSWORD)));
        assertThat(settings.toString()).doesNotContain("secret");
        try (Broker broker = new Broker(settings)) {
            broker.start();
            String tls = "tcp://127.0.0.1:" + port + "?sslEnabled=true&trustStorePath=" + keyStore
                    + "&trustStoreType=PKCS12&trustStorePassword=" + Certificates.PASSWORD;
            try (Connection connection = new ActiveMQJMSConnectionFactory(tls, "acme", "secret").createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                assertThat(session.createConsumer(session.createQueue("sms.acme")))
                        .isNotNull();
            }
            assertThatThrownBy(() -> new ActiveMQJMSConnectionFactory(
                                    "tcp://127.0.0.1:" + port + "?callTimeout=2000", "acme", "secret")
                            .createConnection())
                    .isInstanceOf(JMSException.class);
        }
    }
}
