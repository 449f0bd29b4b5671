// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Objects;
import java.util.Optional;

/**
 * How an application wants 8-bit data read, of which TS 23.038 says nothing.
 *
 * @param charset the charset of the text in it; empty when it is binary and has no text
 * @param unmappable what to do with octets that stand for no character in the charset
 */
public record EightBitText(Optional<EightBitCharset> charset, Unmappable unmappable) {

    /** 8-bit data is not text: the default. */
    public static final EightBitText BINARY = new EightBitText(Optional.empty(), Unmappable.REPLACE);

    public EightBitText {
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(unmappable, "unmappable");
    }

    /** What is done with octets that stand for no character. */
    public enum Unmappable {
        /** U+FFFD stands in their place. */
        REPLACE,
        /** The message is refused. */
        FAIL
    }

    /**
     * The message with the text of its 8-bit data; the same message when it has none or the data is binary.
     *
     * @throws UnmappableTextException when octets stand for no character and that is to fail
     */
    public ShortMessage read(ShortMessage message) throws UnmappableTextException {
        SmsDeliver deliver = message.deliver();
        if (charset.isEmpty()
                || deliver.alphabet() != Alphabet.OCTETS
                || deliver.dataCodingScheme().compressed()) {
            return message;
        }
        return message.withText(text(deliver.payload()), charset);
    }

    /** @throws UnmappableTextException when octets stand for no character and that is to fail */
    String text(byte[] octets) throws UnmappableTextException {
        EightBitCharset agreed = charset.orElseThrow();
        if (unmappable == Unmappable.REPLACE) {
            return agreed.decodeReplacing(octets);
        }
        return agreed.decode(octets)
                .orElseThrow(() -> new UnmappableTextException("8-bit data that is not text in " + agreed));
    }
}
