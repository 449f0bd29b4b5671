package io.vmnhub.sms;

/** Decodes SMS-DELIVER TPDUs from raw octets. Stateless and thread-safe. */
public final class SmsDeliverDecoder {

    /** @throws MalformedTpduException when {@code tpdu} is no complete SMS-DELIVER; nothing else is ever thrown */
    public SmsDeliver decode(byte[] tpdu) throws MalformedTpduException {
        throw new MalformedTpduException("not written yet");
    }
}
