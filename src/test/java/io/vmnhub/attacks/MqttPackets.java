// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1 packets, as octets. */
final class MqttPackets {

    private MqttPackets() {}

    static byte[] connect(String clientId, String user, String password, boolean clean, String will) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        text(packet, "MQTT");
        packet.write(4);
        packet.write(0xC0 | (clean ? 2 : 0) | (will == null ? 0 : 4));
        packet.write(0);
        packet.write(60);
        text(packet, clientId);
        if (will != null) {
            text(packet, will);
            text(packet, "forged");
        }
        text(packet, user);
        text(packet, password);
        return packet(0x10, packet.toByteArray());
    }

    static byte[] subscribe(String... topics) {
        return subscribe(1, topics);
    }

    static byte[] subscribe(int qualityOfService, String... topics) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0);
        packet.write(1);
        for (String topic : topics) {
            text(packet, topic);
            packet.write(qualityOfService);
        }
        return packet(0x82, packet.toByteArray());
    }

    static byte[] unsubscribe(String topic) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0);
        packet.write(2);
        text(packet, topic);
        return packet(0xA2, packet.toByteArray());
    }

    /** @param flags of the fixed header: 1 to retain, 2 for quality of service 1 */
    static byte[] publish(String topic, int flags) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        text(packet, topic);
        if ((flags & 6) != 0) {
            packet.write(0);
            packet.write(3);
        }
        packet.writeBytes("forged".getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | flags, packet.toByteArray());
    }

    static byte[] packet(int kind, byte[] content) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(kind);
        int length = content.length;
        do {
            packet.write(length % 128 | (length > 127 ? 0x80 : 0));
            length /= 128;
        } while (length > 0);
        packet.writeBytes(content);
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream packet, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        packet.write(octets.length >> 8);
        packet.write(octets.length);
        packet.writeBytes(octets);
    }
}
