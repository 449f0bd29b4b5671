// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import java.nio.ByteBuffer;

/**
 * Which part it is, for all nodes of a farm.
 *
 * @param identified false for one without a timestamp: another that looks the same may be one of a later message
 */
record PartId(long high, long low, boolean identified) {

    private static final int OCTETS = 2 * Long.BYTES + 1;

    static PartId of(JournalRecord.Part part) {
        return part.identity()
                .map(identity -> new PartId(identity.high(), identity.low(), true))
                .orElseGet(() ->
                        new PartId(part.key().high() ^ part.number(), part.key().low() ^ part.content(), false));
    }

    byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(high)
                .putLong(low)
                .put((byte) (identified ? 1 : 0))
                .array();
    }

    static PartId read(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        return new PartId(in.getLong(), in.getLong(), in.get() != 0);
    }
}
