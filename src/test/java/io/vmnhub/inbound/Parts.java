// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MalformedTpduException;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            String id = IDS.next();
            Address vmn = Address.international("447700900001");
            SmsDeliver deliver = DECODER.decode(tpdu);
            return new ShortMessage(id, vmn, "447785016005", receivedAt, deliver)
                    .withIdentity(IDENTITIES.of(id, vmn, "447785016005", deliver, Optional.empty()));
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

    /** The same policy for the owner of the number that all messages here are for. */
    static MessagePolicies policies(MessagePolicy policy) {
        return new MessagePolicies(
                NumberPlan.of(List.of(NumberRange.single("447700900001", "234150000000001", "acme"))),
                Map.of("acme", policy, "demo", policy));
    }

    static MessagePolicy whole() {
        MessagePolicy usual = MessagePolicy.DEFAULT;
        return new MessagePolicy(
                usual.eightBit(),
                MessagePolicy.LongMessages.WHOLE,
                usual.incompleteAfter(),
                usual.incomplete(),
                usual.duplicates(),
                usual.duplicatesWithin());
    }
}
