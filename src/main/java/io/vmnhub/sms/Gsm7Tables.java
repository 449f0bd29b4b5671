// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** All character tables of TS 23.038, read once from {@code gsm7-tables.txt} beside this class. Immutable. */
final class Gsm7Tables {

    private static final String RESOURCE = "gsm7-tables.txt";
    private static final Gsm7Tables INSTANCE = read();

    private final Map<NationalLanguage, Gsm7Table> locking = new EnumMap<>(NationalLanguage.class);
    private final Map<NationalLanguage, Gsm7Table> single = new EnumMap<>(NationalLanguage.class);

    /** The table that codes stand for by themselves; the default alphabet for a language without one. */
    static Gsm7Table locking(NationalLanguage language) {
        return INSTANCE.locking.getOrDefault(language, INSTANCE.locking.get(NationalLanguage.DEFAULT));
    }

    /** The table that a code after the escape stands for. */
    static Gsm7Table single(NationalLanguage language) {
        return INSTANCE.single.get(language);
    }

    private static Gsm7Tables read() {
        Gsm7Tables tables = new Gsm7Tables();
        InputStream resource = Objects.requireNonNull(Gsm7Tables.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && line.charAt(0) != '#') {
                    String[] title = line.split(" ");
                    NationalLanguage language = NationalLanguage.valueOf(title[0].toUpperCase(Locale.ROOT));
                    (title[1].equals("locking") ? tables.locking : tables.single).put(language, table(lines));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return tables;
    }

    private static Gsm7Table table(BufferedReader lines) throws IOException {
        char[] characters = new char[Gsm7Table.SIZE];
        for (int row = 0; row < Gsm7Table.SIZE; row += 16) {
            String line = lines.readLine();
            for (int column = 0; column < 16; column++) {
                String cell = line.substring(column * 5, Math.min(column * 5 + 4, line.length()));
                if (!cell.equals("----") && !cell.equals("ESC ")) {
                    characters[row + column] = (char) Integer.parseInt(cell, 16);
                }
            }
        }
        return new Gsm7Table(characters);
    }
}
