// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlErrorMessagesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a: b: c\\n            | 1:5: a ': ' stands where no key can
            a:\\n  - b\\n c: d\\n | 3:2: this line does not belong to the group of keys that begins in line 1
            - a\\n- b\\nc: d\\n  | 3:1: this line does not belong to the list that begins in line 1
            a: [b, c\\nd: e\\n    | 2:2: the list that begins in line 1 in brackets is not closed
            a: {b: c\\nd: e\\n    | 2:2: the group that begins in line 1 in braces is not closed
            a: [\\n               | 2:1: a value is missing here, before the end of the file
            a: "b\\nc: d\\n       | 3:1: the quotes that begin in line 1 are not closed
            a: @b\\n              | 1:4: a value cannot begin with '@': put it in quotes
            a: "\\\\d"\\n         | 1:6: a backslash in
            a:\\n\\tb: c\\n       | 2:1: a tab stands here
            a: 'b' c\\n           | 1:8: more text stands behind a value that is complete
            """)
    void whatIsNotYamlIsSaidInWords(String text, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), text.translateEscapes());
        List<Finding> findings = new ArrayList<>();
        YamlSyntax.read(file, findings::add);
        assertThat(findings).singleElement().asString().startsWith(file + ":" + expected.strip());
    }
}
