package io.vmnhub.ss7;

/**
 * Looks at the components of a TCAP message before jSS7 decodes them (ITU-T Q.773 clause 4.2.2). jSS7 delivers a component whose
 * invoke id is longer than one octet and fails when it answers, and fails at once for some others. Such a component is marked: one
 * tag in it is replaced by one that does not belong there, so that jSS7 rejects the component as mistyped and delivers nothing of it.
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
    private static final byte MISTYPED = 0x05;
    private static final int LONGEST_CODE = 4;
    private static final int LONGEST_IDENTIFIER = 16;

    private ComponentPortion() {
    }

    /** Marks what jSS7 cannot take. @return how many components were marked */
    static int markMistyped(byte[] message) {
        int marked = 0;
        for (Ber part = new Ber(message, TransactionPortion.start(message), message.length); part.next();) {
            if (part.tag() == COMPONENTS) {
                for (Ber component = part.inside(); component.next();) {
                    marked += mistyped(message, component) ? 1 : 0;
                }
            }
        }
        return marked;
    }

    private static boolean mistyped(byte[] message, Ber component) {
        Ber part = component.inside();
        return switch (component.tag()) {
            case INVOKE -> part.next() && (id(message, part, INTEGER) || part.next() && (part.tag() == LINKED_ID
                    ? id(message, part, LINKED_ID) || part.next() && code(message, part) : code(message, part)));
            case RETURN_RESULT, RETURN_RESULT_LAST -> part.next() && (id(message, part, INTEGER)
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
        return id.tag() == tag && id.length() != 1 && mark(message, id);
    }

    /** An operation or error code: an INTEGER, or an OBJECT IDENTIFIER whose last octet ends it. */
    private static boolean code(byte[] message, Ber code) {
        int length = code.length();
        boolean wrong = code.tag() == INTEGER && (length < 1 || length > LONGEST_CODE)
                || code.tag() == OBJECT_IDENTIFIER
                && (length < 1 || length > LONGEST_IDENTIFIER || message[code.content() + length - 1] < 0);
        return wrong && mark(message, code);
    }

    private static boolean mark(byte[] message, Ber element) {
        message[element.tagAt()] = MISTYPED;
        return true;
    }
}
