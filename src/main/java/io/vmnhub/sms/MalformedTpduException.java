package io.vmnhub.sms;

/** A TPDU that is truncated or breaks TS 23.040; the message names the field and its offset and never holds user data. */
public class MalformedTpduException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedTpduException(String message) {
        super(message);
    }
}
