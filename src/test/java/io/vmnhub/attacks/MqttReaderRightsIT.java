// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A user of the broker can do nothing by MQTT but read its own queue. */
class MqttReaderRightsIT {

    @TempDir
    static Path data;

    private static AttackedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new AttackedBroker(data, Set.of(BrokerProtocol.MQTT), ListenerLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private record Attempt(byte[] connect, byte[] packet) {}

    private static Map<String, Attempt> operations() {
        Map<String, Attempt> all = new LinkedHashMap<>();
        byte[] own = MqttPackets.connect("acme:1", "acme", "acme-secret", true, null);
        byte[] lasting = MqttPackets.connect("acme", "acme", "acme-secret", false, null);
        for (String topic : new String[] {
            "sms/bank",
            "store/bank",
            "dead/bank",
            "dead/acme",
            "store/acme",
            "events/bank",
            "events/acme",
            "bank/audit",
            "sms/#",
            "#",
            "+/bank",
            "sms/+",
            "$share/sms/bank",
            "$share/store/sms/acme",
            "$share/sms.bank/sms/acme",
            "$share/x/sms/acme",
            "$sys/mqtt/sessions",
            "activemq/notifications",
            "a/new/one",
            "sms/acme::sms.bank",
            "sms.acme",
            "sms/acme:urgent",
            "expired"
        }) {
            all.put("subscribe to " + topic, new Attempt(own, MqttPackets.subscribe(topic)));
            all.put("subscribe for good to " + topic, new Attempt(lasting, MqttPackets.subscribe(topic)));
            all.put("unsubscribe from " + topic, new Attempt(lasting, MqttPackets.unsubscribe(topic)));
            all.put("publish to " + topic, new Attempt(own, MqttPackets.publish(topic, 2)));
        }
        all.put(
                "subscribe to its own without acknowledgements",
                new Attempt(own, MqttPackets.subscribe(0, "sms/acme")));
        all.put(
                "subscribe to its own with quality of service 2",
                new Attempt(own, MqttPackets.subscribe(2, "sms/acme")));
        all.put("subscribe to its own and another's", new Attempt(own, MqttPackets.subscribe("sms/acme", "sms/bank")));
        all.put("publish to its own queue", new Attempt(own, MqttPackets.publish("sms/acme", 0)));
        all.put("have something retained", new Attempt(own, MqttPackets.publish("sms/acme", 3)));
        for (String clientId : new String[] {"bank", "sms", "store", "dead", "bank:1", "acmes", "events.bank"}) {
            all.put(
                    "subscribe as the client " + clientId,
                    new Attempt(
                            MqttPackets.connect(clientId, "acme", "acme-secret", false, null),
                            MqttPackets.subscribe("bank")));
        }
        all.put(
                "leave a will",
                new Attempt(MqttPackets.connect("acme", "acme", "acme-secret", true, "sms/bank"), new byte[0]));
        all.put(
                "be the hub",
                new Attempt(
                        MqttPackets.connect("vmn-hub", "vmn-hub", "", true, null), MqttPackets.subscribe("sms/bank")));
        all.put(
                "be Artemis' cluster user",
                new Attempt(
                        MqttPackets.connect(
                                "ACTIVEMQ.CLUSTER.ADMIN.USER",
                                "ACTIVEMQ.CLUSTER.ADMIN.USER",
                                "CHANGE ME!!",
                                true,
                                null),
                        MqttPackets.subscribe("sms/bank")));
        all.put("sign in twice", new Attempt(own, MqttPackets.connect("bank", "bank", "bank-secret", true, null)));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> nothingElseIsAllowed() {
        Map<String, String> before = broker.state();
        return operations().entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.getKey(), () -> {
                    assertThat(untilClosed(operation.getValue())).doesNotContain(AttackedBroker.SECRET);
                    assertThat(broker.state()).isEqualTo(before);
                }));
    }

    @Test
    void itReadsItsOwnQueue() throws Exception {
        try (Socket socket = broker.connect()) {
            socket.getOutputStream().write(MqttPackets.connect("acme:reader", "acme", "acme-secret", true, null));
            socket.getOutputStream().write(MqttPackets.subscribe("sms/acme"));
            assertThat(socket.getInputStream().readNBytes(4)).as("CONNACK").containsExactly(0x20, 2, 0, 0);
            StringBuilder read = new StringBuilder();
            while (read.indexOf("own") < 0) {
                int octet = socket.getInputStream().read();
                assertThat(octet).isNotNegative();
                read.append((char) octet);
            }
            assertThat(read.toString()).contains("sms/acme");
        }
    }

    private static String untilClosed(Attempt attempt) throws IOException {
        try (Socket socket = broker.connect()) {
            socket.getOutputStream().write(attempt.connect());
            byte[] answer = socket.getInputStream().readNBytes(4);
            socket.getOutputStream().write(attempt.packet());
            return new String(answer, StandardCharsets.ISO_8859_1)
                    + new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "closed";
        }
    }
}
