// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SqlFileTest {

    private static final Path SOURCES = Path.of("src/main/java/io/vmnhub");
    private static final Pattern FILE = Pattern.compile("new SqlFile\\((\\w+)\\.class, \"([^\"]+)\"\\)");
    private static final Pattern NAME = Pattern.compile("sql\\.get\\(\"([^\"]+)\"");

    @Test
    void aStatementIsWhatFollowsItsNameWithoutComments() {
        SqlFile file = new SqlFile(SqlFileTest.class, "example.sql");
        assertThat(file.get("one")).isEqualTo("select body\n  from a\n/*where*/\n limit 1");
        assertThat(file.get("one", "where", "where b = ?")).isEqualTo("select body\n  from a\nwhere b = ?\n limit 1");
        assertThat(file.get("the other")).isEqualTo("delete from a");
    }

    @Test
    void aNameOrAFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> new SqlFile(SqlFileTest.class, "example.sql").get("another"))
                .hasMessage("io/vmnhub/database/example.sql has no statement named 'another', only [one, the other]");
        assertThatThrownBy(() -> new SqlFile(SqlFileTest.class, "nowhere.sql"))
                .hasMessage("the resource io/vmnhub/database/nowhere.sql is missing");
    }

    @Test
    void everyStatementThatIsAskedForByItsNameIsThere() throws Exception {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> users = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> FILE.matcher(read(file)).find())
                    .toList();
            assertThat(users).isNotEmpty();
            for (Path user : users) {
                var file = FILE.matcher(read(user));
                file.find();
                String type = "io.vmnhub."
                        + SOURCES.relativize(user.getParent()).toString().replace('/', '.') + "." + file.group(1);
                SqlFile statements = new SqlFile(Class.forName(type), file.group(2));
                NAME.matcher(read(user))
                        .results()
                        .forEach(found ->
                                assertThat(statements.get(found.group(1))).isNotEmpty());
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
