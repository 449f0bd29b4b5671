package io.vmnhub.sms;

import java.util.Optional;

/**
 * A national language identifier (TS 23.038 clause 6.2.1.2.4), in the order of its values: what the national language
 * elements of a user data header name. {@code DEFAULT} stands for the tables of the GSM 7-bit default alphabet.
 */
public enum NationalLanguage {
    DEFAULT, TURKISH, SPANISH, PORTUGUESE, BENGALI, GUJARATI, HINDI, KANNADA, MALAYALAM, ORIYA, PUNJABI, TAMIL, TELUGU, URDU;

    private static final NationalLanguage[] BY_IDENTIFIER = values();

    /** @param identifier the octet, 0 to 255; reserved values have no language */
    public static Optional<NationalLanguage> of(int identifier) {
        return identifier >= 0 && identifier < BY_IDENTIFIER.length ? Optional.of(BY_IDENTIFIER[identifier]) : Optional.empty();
    }

    /** The value that stands for this language in a header element. */
    public int identifier() {
        return ordinal();
    }

    /** False for Spanish, which has a single shift table only: its locking shift means the default alphabet. */
    public boolean hasLockingShiftTable() {
        return this != SPANISH;
    }
}
