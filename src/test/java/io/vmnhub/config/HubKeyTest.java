// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HubKeyTest {

    @ParameterizedTest
    @EnumSource(HubKey.class)
    void everyKeyAcceptsWhatHoldsWithoutIt(HubKey key) {
        assertThat(key.problem(key.standard())).isEmpty();
    }

    @Test
    void thePlaceholdersOfTheShippedFilesAreKnownWithTheSameDefaults() throws IOException {
        List<String> uses = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("\\{\\{(vmnhub[^:}]*):([^}]*)}}").matcher(Files.readString(Path.of("config/ss7.yaml")));
        while (matcher.find()) {
            uses.add(matcher.group(1));
            assertThat(HubKey.named(matcher.group(1)).map(HubKey::standard))
                    .as(matcher.group(1))
                    .contains(matcher.group(2));
        }
        assertThat(uses).isNotEmpty();
    }
}
