// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

/**
 * A place in BER-encoded octets (ITU-T X.690 clause 8.1): one element's tag and where its content begins and ends.
 * Elements are read one after the other without copying; what breaks off is not an element. Not thread-safe.
 */
final class Ber {

    private static final int INDEFINITE = 0x80;
    private static final int MULTIPLE_OCTETS = 0x1f;
    private static final int CONSTRUCTED = 0x20;
    private static final int DEEPEST = 24;

    private final byte[] octets;
    private final int limit;
    private int tagAt;
    private int content;
    private int end;
    private int next;

    /** The elements between {@code from} and {@code to}; call {@link #next()} for the first. */
    Ber(byte[] octets, int from, int to) {
        this.octets = octets;
        this.limit = Math.min(to, octets.length);
        this.next = from;
    }

    /**
     * Goes to the next element.
     *
     * @return whether there is one that is whole
     */
    boolean next() {
        if (next >= limit || atEndOfContents(next)) {
            return false;
        }
        int after = element(next, DEEPEST);
        if (after < 0) {
            return false;
        }
        next = after;
        return true;
    }

    /** Whether all octets have been read as whole elements. */
    boolean atEnd() {
        return next >= limit || atEndOfContents(next);
    }

    private boolean atEndOfContents(int at) {
        return at + 1 < limit && octets[at] == 0 && octets[at + 1] == 0;
    }

    /** The first octet of the tag, 0 to 255. */
    int tag() {
        return octets[tagAt] & 0xff;
    }

    int tagAt() {
        return tagAt;
    }

    int length() {
        return end - content;
    }

    int content() {
        return content;
    }

    /** Whether all elements from here on are whole, and those within them; not deeper than any message needs. */
    boolean whole() {
        return whole(DEEPEST);
    }

    private boolean whole(int depth) {
        while (next()) {
            if ((tag() & CONSTRUCTED) != 0 && (depth == 0 || !inside().whole(depth - 1))) {
                return false;
            }
        }
        return atEnd();
    }

    /** Where the octets go on that {@link #next()} has not read. */
    int position() {
        return next;
    }

    int end() {
        return limit;
    }

    /** The elements within this one. */
    Ber inside() {
        return new Ber(octets, content, end);
    }

    /**
     * Reads tag and length at {@code at}.
     *
     * @return where the next element begins; -1 when this one breaks off
     */
    private int element(int at, int depth) {
        int position = at + 1;
        if ((octets[at] & MULTIPLE_OCTETS) == MULTIPLE_OCTETS) {
            do {
                if (position >= limit) {
                    return -1;
                }
            } while (octets[position++] < 0);
        }
        if (position >= limit) {
            return -1;
        }
        int length = octets[position++] & 0xff;
        if (length == INDEFINITE) {
            return indefinite(at, position, depth);
        }
        if (length > INDEFINITE) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                if (position >= limit || length > 0xffff) {
                    return -1;
                }
                length = length << 8 | octets[position++] & 0xff;
            }
        }
        if (length > limit - position) {
            return -1;
        }
        tagAt = at;
        content = position;
        end = position + length;
        return end;
    }

    private int indefinite(int at, int from, int depth) {
        int position = from;
        while (depth > 0 && position < limit && !atEndOfContents(position)) {
            position = element(position, depth - 1);
            if (position < 0) {
                return -1;
            }
        }
        if (!atEndOfContents(position)) {
            return -1;
        }
        tagAt = at;
        content = from;
        end = position;
        return position + 2;
    }
}
