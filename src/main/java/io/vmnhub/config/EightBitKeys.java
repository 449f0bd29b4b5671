// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.EightBitText.Unmappable;
import java.util.Optional;

/** The keys {@code charset} and {@code unmappable}, which applications and ranges of numbers share. */
final class EightBitKeys {

    private static final String BINARY = "binary";

    private EightBitKeys() {}

    /** @return empty without the keys; {@code unmappable} without a charset is reported */
    static Optional<EightBitText> read(Section section) {
        if (!section.has("charset")) {
            if (section.has("unmappable")) {
                section.problem("unmappable", "has no meaning without charset");
            }
            return Optional.empty();
        }
        String charset = section.text("charset");
        Unmappable unmappable = section.choice("unmappable", Unmappable.REPLACE);
        if (charset.equals(BINARY)) {
            return Optional.of(new EightBitText(Optional.empty(), unmappable));
        }
        return section.build(() -> new EightBitText(Optional.of(EightBitCharset.of(charset)), unmappable));
    }
}
