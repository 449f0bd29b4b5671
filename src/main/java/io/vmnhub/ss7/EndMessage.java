// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MessageWaitingStatus;
import java.util.HexFormat;
import java.util.Optional;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContext;

/**
 * A TC-END with the answer to one invoke (ITU-T Q.773 clause 4.2), in the octets that jSS7 would make of it. Where it
 * is the first message to the peer it accepts the dialogue; dialogues of version 1 have no dialogue portion.
 */
final class EndMessage {

    private static final int END = 0x64;
    private static final int DESTINATION = 0x49;
    private static final int COMPONENTS = 0x6c;
    private static final byte[] NOTHING = {};

    /** The dialogue portion up to the application context's name and version: an AARE of dialogue-as-id. */
    private static final byte[] ACCEPTED = HexFormat.ofDelimiter(" ")
            .parseHex("6b 2a 28 28 06 07 00 11 86 05 01 01 01 a0 1d 61 1b 80 02 07 80 a1 09 06 07 04 00 00 01 00");

    /** What follows them: accepted; dialogue-service-user, null. */
    private static final byte[] RESULT = HexFormat.ofDelimiter(" ").parseHex("a2 03 02 01 00 a3 05 a1 03 02 01 00");

    private EndMessage() {}

    /**
     * Encodes it.
     *
     * @param mostOctets how long it may be
     * @param first whether nothing has been sent in the dialogue yet
     * @param waiting goes into an informServiceCentre besides the answer; empty for none
     * @return nothing when it is longer, or one of those that jSS7 must encode
     */
    static byte[] of(
            int mostOctets,
            byte[] transactionId,
            MAPApplicationContext context,
            boolean first,
            long invokeId,
            MapRequest request,
            MapAnswer answer,
            Optional<MessageWaitingStatus> waiting) {
        int version = context.getApplicationContextVersion().getVersion();
        BerWriter out = new BerWriter(mostOctets);
        int end = out.open();
        waiting.ifPresent(status -> AnswerComponent.inform(out, status));
        if (!AnswerComponent.write(out, invokeId, request, answer, version)) {
            return NOTHING;
        }
        out.close(COMPONENTS, end);
        if (first && version > 1) {
            out.octets(RESULT);
            out.octet(version);
            out.octet(context.getApplicationContextName().getApplicationContextCode());
            out.octets(ACCEPTED);
        }
        out.element(DESTINATION, transactionId);
        out.close(END, end);
        return out.octets();
    }
}
