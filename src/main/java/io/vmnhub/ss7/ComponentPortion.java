// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

/**
 * Looks at the components of a TCAP message before jSS7 decodes them (ITU-T Q.773 clause 4.2.2). jSS7 reserves memory
 * for lengths that nothing is behind, delivers a component whose invoke id is longer than one octet and fails when it
 * answers, and fails at once for some others. Such a component is marked: one tag in it is replaced by one that does
 * not belong there, so that jSS7 rejects the component as mistyped and reads nothing more of it.
 */
final class ComponentPortion {

    private static final int COMPONENTS = 0x6c;
    private static final int INVOKE = 0xa1;
    private static final int RETURN_RESULT_LAST = 0xa2;
    private static final int RETURN_ERROR = 0xa3;
    private static final int RETURN_RESULT = 0xa7;
    private static final int INTEGER = 0x02;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int LINKED_ID = 0x80;
    private static final int CONSTRUCTED_APPLICATION = 0x60;
    private static final int INDEFINITE = 0x80;
    private static final int TWO_OCTETS = 0x82;
    private static final byte MISTYPED = 0x05;
    private static final int LONGEST_CODE = 4;
    private static final int LONGEST_IDENTIFIER = 16;

    private ComponentPortion() {}

    /**
     * Marks what jSS7 cannot take.
     *
     * @return how many components were marked
     */
    static int markMistyped(byte[] message) {
        int marked = 0;
        for (Ber part = new Ber(message, TransactionPortion.start(message), message.length); part.next(); ) {
            if (part.tag() == COMPONENTS) {
                marked += mark(message, part.inside());
            }
        }
        return marked;
    }

    /** Whether the message is whole, apart from its components, which are rejected one by one. */
    static boolean readable(byte[] message) {
        Ber whole = new Ber(message, 0, message.length);
        if (!whole.next()) {
            return false;
        }
        Ber part = whole.inside();
        while (part.next()) {
            if (part.tag() > CONSTRUCTED_APPLICATION
                    && part.tag() != COMPONENTS
                    && !part.inside().whole()) {
                return false;
            }
        }
        return part.atEnd();
    }

    private static int mark(byte[] message, Ber component) {
        int marked = 0;
        while (component.next()) {
            boolean wrong = mistyped(message, component);
            if (!wrong && component.length() > 0 && !component.inside().whole()) {
                message[component.content()] = MISTYPED;
                wrong = true;
            }
            marked += wrong ? 1 : 0;
        }
        return component.atEnd() ? marked : marked + closed(message, component.position(), component.end());
    }

    /** A component whose length leads out of the component portion ends with it. */
    private static int closed(byte[] message, int at, int end) {
        int left = end - at - 2;
        if (left > 0) {
            boolean oneOctet = left < INDEFINITE;
            message[at + 1] = (byte) (oneOctet ? left : TWO_OCTETS);
            if (!oneOctet) {
                message[at + 2] = (byte) (left - 2 >> 8);
                message[at + 3] = (byte) (left - 2);
            }
            message[at + (oneOctet ? 2 : 4)] = MISTYPED;
        }
        return 1;
    }

    private static boolean mistyped(byte[] message, Ber component) {
        Ber part = component.inside();
        return switch (component.tag()) {
            case INVOKE ->
                part.next()
                        && (id(message, part, INTEGER)
                                || part.next()
                                        && (part.tag() == LINKED_ID
                                                ? id(message, part, LINKED_ID) || part.next() && code(message, part)
                                                : code(message, part)));
            case RETURN_RESULT, RETURN_RESULT_LAST ->
                part.next()
                        && (id(message, part, INTEGER)
                                || part.next() && part.tag() == SEQUENCE && firstCode(message, part.inside()));
            case RETURN_ERROR -> part.next() && (id(message, part, INTEGER) || part.next() && code(message, part));
            default -> false;
        };
    }

    private static boolean firstCode(byte[] message, Ber part) {
        return part.next() && code(message, part);
    }

    /** Invoke and linked ids are one octet, -128 to 127. */
    private static boolean id(byte[] message, Ber id, int tag) {
        return id.tag() == tag && id.length() != 1 && markTag(message, id);
    }

    /** An operation or error code: an INTEGER, or an OBJECT IDENTIFIER whose last octet ends it. */
    private static boolean code(byte[] message, Ber code) {
        int length = code.length();
        boolean wrong = code.tag() == INTEGER && (length < 1 || length > LONGEST_CODE)
                || code.tag() == OBJECT_IDENTIFIER
                        && (length < 1 || length > LONGEST_IDENTIFIER || message[code.content() + length - 1] < 0);
        return wrong && markTag(message, code);
    }

    private static boolean markTag(byte[] message, Ber element) {
        message[element.tagAt()] = MISTYPED;
        return true;
    }
}
