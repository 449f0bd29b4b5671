package io.vmnhub.sms;

import java.util.List;

/** Encodes SMS-DELIVER TPDUs, for the simulator. Stateless and thread-safe. */
public final class SmsDeliverEncoder {

    /** The octets of one SMS-DELIVER. */
    public byte[] encode(SmsDeliver deliver) {
        throw new IllegalStateException("not written yet");
    }

    /**
     * A text as the SMS-DELIVERs that carry it: one, or several with a concatenation header.
     *
     * @param template everything but text, user data and header; its data coding scheme decides the alphabet
     */
    public List<SmsDeliver> split(SmsDeliver template, String text, int reference) {
        throw new IllegalStateException("not written yet");
    }
}
