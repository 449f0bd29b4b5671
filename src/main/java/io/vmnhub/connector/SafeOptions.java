// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Options that make a Kamelet of the catalogue confirm, and that keep it from waiting for ever. Its file has them when
 * it has been added, each marked by a comment; they may be changed there.
 */
final class SafeOptions {

    private static final String FILE = "safe-options.yaml";

    private final List<Edit> edits;

    /** One line of some Kamelets, and what takes its place. */
    record Edit(List<String> kamelets, String line, String what, List<String> lines) {

        boolean fits(String text) {
            return pattern().matcher(text).find();
        }

        String apply(String text) {
            Matcher found = pattern().matcher(text);
            if (!found.find()) {
                return text;
            }
            StringBuilder replaced = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                replaced.append(found.group(1)).append(lines.get(i));
                replaced.append(i == 0 ? "  # by vmn-hub: " + what : "").append("\n");
            }
            return text.substring(0, found.start()) + replaced + text.substring(found.end());
        }

        private Pattern pattern() {
            return Pattern.compile("(?m)^( *)" + Pattern.quote(line) + " *(\\R|\\z)");
        }
    }

    SafeOptions() {
        try (InputStream in = SafeOptions.class.getResourceAsStream(FILE)) {
            Object list = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            edits = new ObjectMapper().convertValue(list, new TypeReference<List<Edit>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** Those for one Kamelet. */
    List<Edit> of(String kamelet) {
        return edits.stream().filter(edit -> edit.kamelets().contains(kamelet)).toList();
    }

    String apply(String kamelet, String text) {
        String changed = text;
        for (Edit edit : of(kamelet)) {
            changed = edit.apply(changed);
        }
        return changed;
    }
}
