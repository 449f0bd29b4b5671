// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What an operator reads: one line for each bind, end and refusal, and nothing of what messages say. */
@Timeout(30)
class SmppLogIT {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(SmppServer.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        log.detachAppender(appender);
        log.setLevel(null);
    }

    private void logged(String line) {
        await().untilAsserted(() -> assertThat(lines).anyMatch(text -> text.matches(line)));
    }

    @Test
    void bindsEndsAndRefusalsAreInTheLogAndMessagesAreNot() throws Exception {
        try (Server server = Server.with(account())) {
            try (Esme esme = esme().bind(server.port())) {
                logged("ESME acme-1 from 127\\.0\\.0\\.1:\\d+ has bound as BIND_RX with SMPP 3\\.4");
                await().until(() -> server.bound() == 1);
                assertThat(server.deliver(Sms.text("secret words")).get(5, TimeUnit.SECONDS))
                        .isNull();
                esme.close();
                logged("ESME acme-1 from 127\\.0\\.0\\.1:\\d+ has unbound: 0 sessions left");
            }
            Esme crashing = esme().bind(server.port());
            await().until(() -> server.bound() == 1);
            crashing.die();
            logged("ESME acme-2 from 127\\.0\\.0\\.1:\\d+ is gone: 0 sessions left");
            assertThatThrownBy(() -> esme().named("acme", "guess").bind(server.port()))
                    .isInstanceOf(IOException.class);
            logged("SMPP connection from 127\\.0\\.0\\.1:\\d+, bind as 'acme', refused: the password is wrong");
            try (Esme esme = esme().bind(server.port())) {
                await().until(() -> server.bound() == 1);
                server.server.disconnect(server.server.sessions().get(0).id());
                logged("ESME acme-3 from 127\\.0\\.0\\.1:\\d+ is unbound: an operator wants it so");
            }
            assertThat(lines)
                    .noneMatch(line -> line.contains("secret") || line.contains("guess") || line.contains("447700900"));
        }
    }
}
