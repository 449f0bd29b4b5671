// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A national language identifier (TS 23.038 clause 6.2.1.2.4): what the national language elements of a user data
 * header name. {@code DEFAULT} stands for the tables of the GSM 7-bit default alphabet.
 */
public enum NationalLanguage {
    DEFAULT(0),
    TURKISH(1),
    SPANISH(2),
    PORTUGUESE(3),
    BENGALI(4),
    GUJARATI(5),
    HINDI(6),
    KANNADA(7),
    MALAYALAM(8),
    ORIYA(9),
    PUNJABI(10),
    TAMIL(11),
    TELUGU(12),
    URDU(13);

    private static final Map<Integer, NationalLanguage> BY_IDENTIFIER = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(NationalLanguage::identifier, Function.identity()));

    private final int identifier;

    NationalLanguage(int identifier) {
        this.identifier = identifier;
    }

    /**
     * The language of that identifier.
     *
     * @param identifier the octet, 0 to 255; reserved values have no language
     */
    public static Optional<NationalLanguage> of(int identifier) {
        return Optional.ofNullable(BY_IDENTIFIER.get(identifier));
    }

    /** The value that stands for this language in a header element. */
    public int identifier() {
        return identifier;
    }

    /** False for Spanish, which has a single shift table only: its locking shift means the default alphabet. */
    public boolean hasLockingShiftTable() {
        return this != SPANISH;
    }
}
