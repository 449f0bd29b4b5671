// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

/** Why a message is returned to its sender (ITU-T Q.713 clause 3.12): the causes that the hub itself gives. */
enum ReturnCause {
    NO_TRANSLATION_FOR_SUCH_NATURE(0, "no translation for an address of such nature"),
    NO_TRANSLATION_FOR_THIS_ADDRESS(1, "no translation for this specific address"),
    UNEQUIPPED_USER(4, "unequipped user"),
    UNQUALIFIED(7, "unqualified"),
    ERROR_IN_MESSAGE_TRANSPORT(8, "error in message transport"),
    DESTINATION_CANNOT_PERFORM_REASSEMBLY(10, "destination cannot perform reassembly"),
    HOP_COUNTER_VIOLATION(12, "hop counter violation");

    private final int code;
    private final String text;

    ReturnCause(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** As Q.713 names it. */
    @Override
    public String toString() {
        return text;
    }
}
