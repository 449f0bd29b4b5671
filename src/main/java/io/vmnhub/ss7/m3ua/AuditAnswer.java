// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers DAUD (RFC 4666 clauses 3.4.3 and 4.5.3): DAVA for the hub's own point code and DUNA for all others, because a
 * hub transfers nothing between its peers. A range that holds the hub's point code is answered in the parts that do
 * not.
 */
final class AuditAnswer {

    private static final int POINT_CODE_BITS = 24;
    private static final int POINT_CODE_MASK = 0xffffff;

    private final int pointCode;

    AuditAnswer(int pointCode) {
        this.pointCode = pointCode;
    }

    /** @throws M3uaException when no point code is asked about */
    List<M3uaMessage> to(M3uaMessage audit) throws M3uaException {
        long[] asked = audit.values(Tag.AFFECTED_POINT_CODE);
        if (asked.length == 0) {
            throw new M3uaException(ErrorCode.MISSING_PARAMETER);
        }
        List<Long> unavailable = new ArrayList<>();
        boolean own = false;
        for (long entry : asked) {
            int mask = Math.min(POINT_CODE_BITS, (int) (entry >>> POINT_CODE_BITS));
            int first = (int) entry & POINT_CODE_MASK;
            if (first >>> mask == pointCode >>> mask) {
                own = true;
                besides(mask, unavailable);
            } else {
                unavailable.add(entry);
            }
        }
        List<M3uaMessage> answers = new ArrayList<>(2);
        if (own) {
            answers.add(about(MessageType.DAVA, audit, new long[] {pointCode}));
        }
        if (!unavailable.isEmpty()) {
            answers.add(about(
                    MessageType.DUNA,
                    audit,
                    unavailable.stream().mapToLong(Long::longValue).toArray()));
        }
        return answers;
    }

    /** The range of 2^mask point codes around the hub's without it: for each bit, the half that it is not in. */
    private void besides(int mask, List<Long> ranges) {
        for (int bit = mask - 1; bit >= 0; bit--) {
            long first = (pointCode ^ 1 << bit) >>> bit << bit;
            ranges.add((long) bit << POINT_CODE_BITS | first & POINT_CODE_MASK);
        }
    }

    private static M3uaMessage about(MessageType type, M3uaMessage audit, long[] pointCodes) {
        List<Parameter> parameters = new ArrayList<>(3);
        audit.parameter(Tag.NETWORK_APPEARANCE).ifPresent(parameters::add);
        audit.parameter(Tag.ROUTING_CONTEXT).ifPresent(parameters::add);
        parameters.add(Parameter.of(Tag.AFFECTED_POINT_CODE, pointCodes));
        return new M3uaMessage(type, parameters);
    }
}
