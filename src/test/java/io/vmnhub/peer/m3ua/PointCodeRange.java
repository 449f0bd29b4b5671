// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import io.vmnhub.peer.wire.OctetReader;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of an Affected Point Code parameter (RFC 4666 clause 3.4.1).
 *
 * @param mask how many of the lowest bits are any
 */
public record PointCodeRange(int mask, int pointCode) {

    private static final int POINT_CODE_BITS = 24;

    /** Those of a message's Affected Point Code parameters. */
    public static List<PointCodeRange> of(M3uaMessage message) {
        List<PointCodeRange> ranges = new ArrayList<>();
        for (M3uaMessage.Parameter parameter : message.parameters()) {
            if (parameter.tag() == M3uaMessage.AFFECTED_POINT_CODE) {
                OctetReader in = new OctetReader("M3UA affected point codes", parameter.value());
                while (in.remaining() > 0) {
                    long entry = in.u32();
                    ranges.add(new PointCodeRange(
                            (int) (entry >> POINT_CODE_BITS), (int) entry & (1 << POINT_CODE_BITS) - 1));
                }
            }
        }
        return ranges;
    }

    public boolean covers(int code) {
        return mask >= POINT_CODE_BITS || code >> mask == pointCode >> mask;
    }

    /** As the parameter has it. */
    public long encoded() {
        return (long) mask << POINT_CODE_BITS | pointCode;
    }
}
