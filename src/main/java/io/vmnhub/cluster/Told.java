// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a node tells the others, in octets: the number of the form, when and by whom it was told, and the content. Nodes
 * of neighbouring versions understand each other: later versions only append to what a form has, and give a form that
 * is not understood without the rest a new number. Immutable.
 *
 * @param millis the clock of the node when it told this, epoch milliseconds
 * @param node its name
 */
public record Told(long millis, String node, byte[] content) {

    private static final byte FORM = 1;
    private static final int LONGEST_NAME = 255;

    public Told {
        if (node.getBytes(UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of a node must be at most " + LONGEST_NAME + " octets");
        }
    }

    public byte[] octets() {
        byte[] name = node.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + Long.BYTES + name.length + content.length)
                .put(FORM)
                .putLong(millis)
                .put((byte) name.length)
                .put(name)
                .put(content)
                .array();
    }

    /** @return empty when it has a form that this version does not know */
    public static Optional<Told> of(byte[] octets) {
        ByteBuffer from = ByteBuffer.wrap(octets);
        if (octets.length < 2 + Long.BYTES || from.get() != FORM) {
            return Optional.empty();
        }
        long millis = from.getLong();
        int length = from.get() & 0xff;
        if (length > from.remaining()) {
            return Optional.empty();
        }
        int begin = from.position();
        return Optional.of(new Told(
                millis,
                new String(octets, begin, length, UTF_8),
                Arrays.copyOfRange(octets, begin + length, octets.length)));
    }

    /** Of two about the same thing the later one counts; where the clocks say the same, all nodes choose alike. */
    public boolean isAfter(Told other) {
        int order = Long.compare(millis, other.millis);
        order = order != 0 ? order : node.compareTo(other.node);
        return order > 0 || order == 0 && Arrays.compare(content, other.content) > 0;
    }
}
