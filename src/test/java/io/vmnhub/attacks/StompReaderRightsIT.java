// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A user of the broker can do nothing by STOMP but read its own queues. */
class StompReaderRightsIT {

    private static final String CONNECT =
            "CONNECT\naccept-version:1.2\nhost:hub\nlogin:acme\npasscode:acme-secret\nclient-id:acme\n\n\0";

    @TempDir
    static Path data;

    private static AttackedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new AttackedBroker(data, Set.of(BrokerProtocol.STOMP), ListenerLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static List<String> operations() {
        List<String> frames = new ArrayList<>();
        for (String destination : new String[] {
            "sms.bank",
            "store.bank",
            "dead.bank",
            "dead.acme",
            "store.acme",
            "events.bank",
            "sms.acme::sms.bank",
            "sms.acme::store.late",
            "sms.bank::sms.bank",
            "events.bank::bank.audit",
            "a.new.one",
            "sms.#",
            "activemq.notifications"
        }) {
            for (String type : new String[] {"ANYCAST", "MULTICAST"}) {
                frames.add("SUBSCRIBE\nid:1\ndestination:" + destination + "\nsubscription-type:" + type + "\n\n\0");
            }
            frames.add("SEND\ndestination:" + destination + "\ndestination-type:ANYCAST\n\nforged\0");
        }
        frames.add("SEND\ndestination:sms.acme\n\nforged\0");
        frames.add("SEND\ndestination:sms.acme\ndestination-type:MULTICAST\n\nforged\0");
        frames.add(
                "SEND\ndestination:activemq.management\n_AMQ_ResourceName:queue.sms.bank\n_AMQ_OperationName:removeAllMessages\n\n[]\0");
        frames.add("SUBSCRIBE\nid:1\ndestination:events.acme\ndurable-subscription-name:mine\n\n\0");
        frames.add(
                "SUBSCRIBE\nid:1\ndestination:sms.acme\nsubscription-type:MULTICAST\ndurable-subscription-name:mine\n\n\0");
        frames.add("UNSUBSCRIBE\nid:1\ndurable-subscription-name:audit\n\n\0");
        frames.add(
                "BEGIN\ntransaction:t\n\n\0SEND\ndestination:sms.bank\ntransaction:t\n\nforged\0COMMIT\ntransaction:t\n\n\0");
        return frames;
    }

    @TestFactory
    Stream<DynamicTest> nothingElseIsAllowed() {
        Map<String, String> before = broker.state();
        return operations().stream()
                .map(frame -> DynamicTest.dynamicTest(frame.replace('\n', ' ').replace('\0', ' '), () -> {
                    String answer = attempt(frame);
                    assertThat(answer)
                            .startsWith("CONNECTED")
                            .contains("ERROR")
                            .doesNotContain("MESSAGE\n", AttackedBroker.SECRET);
                    assertThat(broker.state()).isEqualTo(before);
                }));
    }

    @Test
    void itReadsItsOwnQueue() throws Exception {
        String answer = attempt(
                "SUBSCRIBE\nid:1\ndestination:sms.acme\nack:client-individual\nsubscription-type:ANYCAST\n\n\0");
        assertThat(answer).contains("MESSAGE\n", "\n\nown\0");
    }

    /** Everything up to an error, a message, or the end. */
    private static String attempt(String frames) throws IOException {
        try (Socket socket = broker.connect()) {
            socket.getOutputStream().write((CONNECT + frames).getBytes(StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            while (read.indexOf("ERROR") < 0 && read.indexOf("own\0") < 0) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    return read.append("ERROR: closed").toString();
                }
                read.append((char) octet);
            }
            return read.toString();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
