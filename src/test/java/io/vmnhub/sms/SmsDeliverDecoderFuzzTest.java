// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/**
 * Whatever octets arrive, they decode or are malformed, and what decodes can be encoded and decoded again. The seeds
 * beside this class's inputs run with the other tests; with JAZZER_FUZZ=1 in the environment it searches on by itself.
 */
class SmsDeliverDecoderFuzzTest {

    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();
    private final SmsDeliverEncoder encoder = new SmsDeliverEncoder();
    private final TextDecoder texts = new TextDecoder();

    @FuzzTest(maxDuration = "2m")
    void anyOctetsDecodeOrAreMalformed(byte[] tpdu) {
        SmsDeliver deliver;
        try {
            deliver = decoder.decode(tpdu);
        } catch (MalformedTpduException malformed) {
            require(malformed.getMessage().startsWith("TP-"), "a field is named");
            return;
        }
        require(texts.decode(List.of(deliver)).equals(deliver.text()), "one part joins to its own text");
        if (deliver.userData().length <= SmsDeliverEncoder.MAX_USER_DATA) {
            require(decodeAgain(deliver).equals(deliver), "encoding keeps everything");
        }
    }

    private SmsDeliver decodeAgain(SmsDeliver deliver) {
        try {
            return decoder.decode(encoder.encode(deliver));
        } catch (MalformedTpduException malformed) {
            throw new AssertionError("what was encoded does not decode", malformed);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
