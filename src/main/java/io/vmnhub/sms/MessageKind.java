// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Optional;

/** What a TPDU that an SMSC sends to a subscriber is (TS 23.040 clause 9.2.3.1). */
public enum MessageKind {

    /** A short message: SMS-DELIVER. */
    DELIVER(0, "deliver"),

    /** What became of a message that the subscriber has sent: SMS-STATUS-REPORT. */
    STATUS_REPORT(1, "status-report");

    private final int code;
    private final String word;

    MessageKind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** What stands for it in a message's identity, which is kept in files: a kind's code never changes. */
    int code() {
        return code;
    }

    /** As headers and the JSON form have it. */
    public String word() {
        return word;
    }

    /** Empty when there is none of this name. */
    public static Optional<MessageKind> of(String word) {
        for (MessageKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
