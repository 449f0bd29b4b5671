// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A TP-DCS (TS 23.038 clause 4). Reserved coding groups read as the GSM 7-bit default alphabet, as the clause asks.
 *
 * @param value the octet, 0 to 255
 */
public record DataCodingScheme(int value) {

    /** GSM 7-bit default alphabet, no message class. */
    public static final DataCodingScheme GSM7 = new DataCodingScheme(0x00);
    /** 8-bit data, no message class. */
    public static final DataCodingScheme OCTETS = new DataCodingScheme(0x04);
    /** UCS2, no message class. */
    public static final DataCodingScheme UCS2 = new DataCodingScheme(0x08);

    public DataCodingScheme {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("dataCodingScheme " + value + " is not within 0..255");
        }
    }

    /** The scheme that carries {@code text}: {@link #GSM7} when all its characters are there, else {@link #UCS2}. */
    public static DataCodingScheme forText(String text) {
        return Gsm7.DEFAULT.canEncode(text) ? GSM7 : UCS2;
    }

    /**
     * The alphabet of the user data. Compressed data (TS 23.042) is handed on as {@link Alphabet#OCTETS}, whatever it
     * packs.
     */
    public Alphabet alphabet() {
        return switch (value >> 4) {
            case 0, 1, 4, 5 ->
                switch (value >> 2 & 3) {
                    case 1 -> Alphabet.OCTETS;
                    case 2 -> Alphabet.UCS2;
                    default -> Alphabet.GSM7;
                };
            case 2, 3, 6, 7 -> Alphabet.OCTETS;
            case 14 -> Alphabet.UCS2;
            case 15 -> (value & 4) == 0 ? Alphabet.GSM7 : Alphabet.OCTETS;
            default -> Alphabet.GSM7;
        };
    }

    /**
     * The message class, 0 to 3: 0 immediate display, 1 mobile equipment, 2 (U)SIM, 3 terminal equipment; empty without
     * one.
     */
    public OptionalInt messageClass() {
        boolean general = value < 0x80 && (value & 0x10) != 0;
        return general || value >= 0xF0 ? OptionalInt.of(value & 3) : OptionalInt.empty();
    }

    /** True when the user data is compressed after TS 23.042. */
    public boolean compressed() {
        return value < 0x80 && (value & 0x20) != 0;
    }

    /** True in the group that marks the message for deletion once read (TS 23.038 clause 4, group 01xx). */
    public boolean automaticDeletion() {
        return value >> 6 == 1;
    }

    /** The message waiting indication, in the groups that are one (1100, 1101, 1110). */
    public Optional<MessageWaitingIndication> messageWaitingIndication() {
        if (value < 0xC0 || value >= 0xF0) {
            return Optional.empty();
        }
        boolean stored = value >> 4 != 0xC;
        return Optional.of(
                new MessageWaitingIndication(MessageWaitingIndication.Kind.of(value), (value & 8) != 0, stored));
    }
}
