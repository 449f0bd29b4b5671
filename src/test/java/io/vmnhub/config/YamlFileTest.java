// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

    private static final String ROUTE = """
            - route:
                id: demo
                from:
                  uri: direct:demo
                  steps:
                    - to: {uri: "log:a/b", parameters: {level: INFO}}
                    - to: kamelet:webhook-sink
                a/b: slash
            """;

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("demo.camel.yaml");
    }

    private YamlFile read(String text) throws IOException {
        return YamlFile.read(Files.writeString(file, text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 1",
        "/0/route/id, 2, 9",
        "/0/route/from, 3, 5",
        "/0/route/from/steps/0/to/parameters/level, 6, 52",
        "/0/route/from/steps/1, 7, 11",
        "/0/route/a~1b, 8, 10",
        "/0/route/from/nothing/here, 3, 5",
        "/0/route/from/steps/9, 5, 7"
    })
    void aPointerLeadsToALine(String pointer, int line, int column) throws IOException {
        assertThat(read(ROUTE).position(pointer)).isEqualTo(new Position(line, column));
    }

    @Test
    void anErrorIsWrittenAsCompilersDo() throws IOException {
        assertThat(read(ROUTE).error("/0/route/id", "id 'demo' is used twice"))
                .hasToString(file + ":2:9: id 'demo' is used twice");
    }

    @Test
    void theContentIsGivenAsJson() throws IOException {
        assertThat(read("a: [1, 2.5, true, null, ~, '1', 012, 12345678901234567890]\nb: {c: !!str 5}\n")
                        .json()
                        .toString())
                .isEqualTo("{\"a\":[1,2.5,true,null,null,\"1\",\"012\",12345678901234567890],\"b\":{\"c\":\"5\"}}");
    }

    private static List<Finding> findings(Path file) {
        List<Finding> findings = new ArrayList<>();
        assertThat(YamlSyntax.read(file, findings::add).isPresent()).isEqualTo(findings.isEmpty());
        return findings;
    }

    @Test
    void goodFilesPassTheSyntaxCheck() throws IOException {
        assertThat(findings(Files.writeString(file, ROUTE))).isEmpty();
        assertThat(findings(Files.writeString(file, "\uFEFF" + ROUTE.replace("\n", "\r\n"))))
                .isEmpty();
    }

    @Test
    void badFilesFailTheSyntaxCheckWithTheirLine() throws IOException {
        Files.writeString(file, ROUTE.replace("    from:", "   from:"));
        assertThat(findings(file)).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.message())
                    .startsWith("this line does not belong to the group of keys that begins in line 1");
        });
        Files.write(file, "a: caf\u00e9".getBytes(StandardCharsets.UTF_16));
        assertThat(findings(file))
                .extracting(Finding::message)
                .containsExactly("byte 0xFE is not UTF-8: save the file in UTF-8");
        assertThat(findings(file.resolveSibling("other.yaml")))
                .extracting(Finding::message)
                .containsExactly("there is no such file");
    }

    @Test
    void readingABadFileThrowsWhatIsWrong() {
        assertThatThrownBy(() -> read("a: 1\na: 2\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2:1: key 'a' is given twice: first in line 1");
    }

    @Test
    void commentsMayStandAnywhere() throws IOException {
        assertThat(read("# a\na: # b\n  # c\n  - 1 # d\n# e\n").json().toString())
                .isEqualTo("{\"a\":[1]}");
    }
}
