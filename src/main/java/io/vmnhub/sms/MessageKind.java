package io.vmnhub.sms;

import java.util.Optional;

/** What a TPDU that an SMSC sends to a subscriber is (TS 23.040 clause 9.2.3.1). */
public enum MessageKind {

    /** A short message: SMS-DELIVER. */
    DELIVER("deliver"),

    /** What became of a message that the subscriber has sent: SMS-STATUS-REPORT. */
    STATUS_REPORT("status-report");

    private final String word;

    MessageKind(String word) {
        this.word = word;
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
