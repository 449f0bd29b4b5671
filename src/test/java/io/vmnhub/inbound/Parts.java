// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MalformedTpduException;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliverDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Short messages and settings for tests. */
final class Parts {

    private static final SmsDeliverDecoder DECODER = new SmsDeliverDecoder();
    private static final MessageIdentities IDENTITIES = new MessageIdentities(new byte[32]);
    private static final MessageIdGenerator IDS = new MessageIdGenerator();

    private Parts() {}

    /** As the hub makes one of a TPDU that has just come. */
    static ShortMessage message(SmsDeliverTpdu tpdu) {
        return message(tpdu.encode(), Instant.now());
    }

    static ShortMessage message(byte[] tpdu, Instant receivedAt) {
        try {
            return IDENTITIES.identify(new ShortMessage(
                    IDS.next(),
                    Address.international("447700900001"),
                    "447785016005",
                    receivedAt,
                    DECODER.decode(tpdu)));
        } catch (MalformedTpduException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ShortMessage hello() {
        return message(SmsDeliverTpdu.from("447700900123").gsm7("Hello"));
    }

    /** The parts of a UCS2 text, cut into so many. */
    static List<ShortMessage> of(String text, int reference, int total) {
        byte[] octets =
                text.getBytes(StandardCharsets.UTF_16BE); // cut between octet pairs: also within a surrogate pair
        int size = (octets.length / 2 + total - 1) / total * 2;
        List<ShortMessage> parts = new ArrayList<>();
        for (int number = 1; number <= total; number++) {
            byte[] piece = Arrays.copyOfRange(octets, (number - 1) * size, Math.min(octets.length, number * size));
            parts.add(message(SmsDeliverTpdu.from("447700900123")
                    .part(reference, number, total)
                    .octets(8, piece)));
        }
        return parts;
    }

    /** The same settings for everybody; headers are left alone. */
    static MessageForms forms(MessageSettings settings) {
        return new MessageForms() {

            @Override
            public MessageSettings settings(String application, ShortMessage message) {
                return settings;
            }

            @Override
            public void write(ShortMessage shortMessage, Message message) {
                message.setBody(shortMessage);
            }

            @Override
            public boolean acknowledged(Exchange ended) {
                return ended.getProperty("silent") == null;
            }

            @Override
            public boolean isFinal(Exception failure) {
                return failure instanceof UnsupportedOperationException;
            }

            @Override
            public Exception unreadable(String reason) {
                return new UnsupportedOperationException(reason);
            }
        };
    }

    static MessageSettings whole() {
        MessageSettings usual = MessageSettings.DEFAULT;
        return new MessageSettings(
                usual.eightBit(),
                MessageSettings.LongMessages.WHOLE,
                usual.incompleteAfter(),
                usual.incomplete(),
                usual.duplicates(),
                usual.duplicatesWithin());
    }
}
