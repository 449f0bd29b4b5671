// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;

/**
 * Reads BER elements of definite length, of the shortest form that their length has, and which come in a known order.
 * An element that is entered is the last of the one around it. Not thread-safe.
 */
final class DefiniteElements {

    private static final int LONGEST_SHORT = 0x7f;
    private static final int ONE_OCTET_LENGTH = 0x81;

    private final byte[] octets;
    private final int end;
    private int at;
    private int contentAt;
    private int contentEnd;

    DefiniteElements(byte[] octets, int from, int to) {
        this.octets = octets;
        this.at = from;
        this.end = to;
    }

    /** Whether the next element has that tag, and ends where all of them end; the next one is inside it. */
    boolean enter(int tag) {
        if (!element(tag) || contentEnd != end) {
            return false;
        }
        at = contentAt;
        return true;
    }

    /** Whether the next element has that tag and a content of so many octets; it is passed. */
    boolean read(int tag, int least, int most) {
        if (!element(tag) || contentEnd - contentAt < least || contentEnd - contentAt > most) {
            return false;
        }
        at = contentEnd;
        return true;
    }

    private boolean element(int tag) {
        if (at + 2 > end || (octets[at] & 0xff) != tag) {
            return false;
        }
        int length = octets[at + 1] & 0xff;
        contentAt = at + 2;
        if (length == ONE_OCTET_LENGTH && contentAt < end) {
            length = octets[contentAt] & 0xff;
            contentAt++;
            if (length <= LONGEST_SHORT) {
                return false;
            }
        } else if (length > LONGEST_SHORT) {
            return false;
        }
        contentEnd = contentAt + length;
        return contentEnd <= end;
    }

    /** Whether these octets come next; they are passed. */
    boolean skip(byte[] expected) {
        int after = at + expected.length;
        if (after > end || !Arrays.equals(octets, at, after, expected, 0, expected.length)) {
            return false;
        }
        at = after;
        return true;
    }

    /** The next octet, which is passed; -1 at the end. */
    int octet() {
        return at < end ? octets[at++] & 0xff : -1;
    }

    /** Where the content of the element begins that was read last. */
    int contentAt() {
        return contentAt;
    }

    int contentEnd() {
        return contentEnd;
    }

    byte[] content() {
        return Arrays.copyOfRange(octets, contentAt, contentEnd);
    }

    boolean atEnd() {
        return at == end;
    }
}
