// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A charset in which senders and an application have agreed to read 8-bit data: ISO-8859-1 to ISO-8859-16 (a part 12
 * was never published), windows-1250 to windows-1258, US-ASCII and UTF-8. Immutable and thread-safe.
 */
public final class EightBitCharset {

    private static final String TABLES = "iso-8859-tables.txt";
    private static final char UNASSIGNED = '\uFFFD';
    private static final int FIRST_OF_TABLE = 0xA0;

    private final String name;
    private final Charset charset;
    private final String table;

    private EightBitCharset(String name, Charset charset, String table) {
        this.name = name;
        this.charset = charset;
        this.table = table;
    }

    /** What {@link #of} takes, in the order of a list for people. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of("UTF-8", "US-ASCII"));
        IntStream.rangeClosed(1, 16).filter(part -> part != 12).forEach(part -> names.add("ISO-8859-" + part));
        IntStream.rangeClosed(0, 8).forEach(page -> names.add("windows-125" + page));
        return names;
    }

    /**
     * @param name as in {@link #names()}, in capitals or not
     * @throws IllegalArgumentException for any other name
     */
    public static EightBitCharset of(String name) {
        String known = names().stream()
                .filter(candidate -> candidate.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "charset '" + name + "' is not one of " + String.join(", ", names())));
        return Charset.isSupported(known)
                ? new EightBitCharset(known, Charset.forName(known), "")
                : new EightBitCharset(known, null, table(known));
    }

    /** As in {@link #names()}. */
    public String name() {
        return name;
    }

    /** The text of {@code octets}; empty when some stand for no character. */
    public Optional<String> decode(byte[] octets) {
        return decode(octets, CodingErrorAction.REPORT);
    }

    /** The text of {@code octets}, with U+FFFD in the place of those that stand for no character. */
    public String decodeReplacing(byte[] octets) {
        return decode(octets, CodingErrorAction.REPLACE).orElseThrow();
    }

    private Optional<String> decode(byte[] octets, CodingErrorAction action) {
        if (charset == null) {
            return byTable(octets, action);
        }
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // what the caller asked for by REPORT
        }
    }

    private Optional<String> byTable(byte[] octets, CodingErrorAction action) {
        char[] text = new char[octets.length];
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] & 0xFF;
            text[i] = octet < FIRST_OF_TABLE ? (char) octet : table.charAt(octet - FIRST_OF_TABLE);
            if (text[i] == UNASSIGNED && action == CodingErrorAction.REPORT) {
                return Optional.empty();
            }
        }
        return Optional.of(new String(text));
    }

    private static String table(String name) {
        try (InputStream in = Objects.requireNonNull(EightBitCharset.class.getResourceAsStream(TABLES), TABLES);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            StringBuilder table = new StringBuilder();
            boolean within = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.toUpperCase(Locale.ROOT).startsWith("ISO-")) {
                    within = line.equals(name);
                } else if (within) {
                    for (String code : line.split(" ")) {
                        table.append((char) Integer.parseInt(code, 16));
                    }
                }
            }
            return table.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(TABLES + " cannot be read", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EightBitCharset that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
