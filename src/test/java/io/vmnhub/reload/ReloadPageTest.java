// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.HubKey;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/reload.md says what the code does: every file and key, and when it takes effect. That each live one
 * does is seen by ReloadIT and ReloadUnderLoadIT, which edit every file of the table.
 */
class ReloadPageTest {

    private static final Pattern ROW = Pattern.compile("\\| (.*?) \\| (.*?) \\| (.*?) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final Map<String, List<String[]>> TABLE = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws IOException {
        String file = "";
        for (String line : Files.readAllLines(Path.of("docs/reload.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("file")) {
                file = row.group(1).isBlank() ? file : row.group(1);
                TABLE.computeIfAbsent(file, one -> new ArrayList<>()).add(new String[] {row.group(2), row.group(3)});
            } else if (line.startsWith("| |")) {
                String[] cells = line.split("\\|");
                TABLE.get(file).add(new String[] {cells[2].trim(), cells[3].trim()});
            }
        }
    }

    private static Set<String> keys(String file, String when) {
        Set<String> keys = new TreeSet<>();
        TABLE.entrySet().stream()
                .filter(entry -> entry.getKey().contains(file))
                .flatMap(entry -> entry.getValue().stream())
                .filter(row -> row[1].startsWith(when))
                .forEach(row -> CODE.matcher(row[0]).results().forEach(code -> keys.add(code.group(1))));
        return keys;
    }

    @Test
    void everyKeyOfTheSignallingSideIsThere() {
        Set<String> all = new TreeSet<>();
        Arrays.stream(io.vmnhub.ss7.api.Ss7Settings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .forEach(all::add);
        Set<String> live = Set.of("associations", "applicationServers", "globalTitleTranslation", "drainTimeout");
        assertThat(keys("ss7.yaml", "live")).containsExactlyInAnyOrderElementsOf(live);
        all.removeAll(live);
        assertThat(keys("ss7.yaml", "next start")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void everyKeyOfTheHubWaitsForTheNextStartButTheOneThatTheTableNames() {
        for (HubKey key : HubKey.values()) {
            boolean waits =
                    !PropertyChanges.waiting(Set.of(key.key()), Set.of()).isEmpty();
            assertThat(waits)
                    .as(key.key())
                    .isNotEqualTo(keys("application.properties", "live").contains(key.key()));
            assertThat(PropertyChanges.waiting(Set.of(key.key()), Set.of(key.key())))
                    .isEmpty();
        }
        assertThat(PropertyChanges.waiting(Set.of("camel.main.name", "own.key", "camel.kamelet.a.b"), Set.of()))
                .containsExactly("camel.main.name");
    }

    @Test
    void everyFileOfTheConfigurationIsThereAndEdited() throws IOException {
        String tests = Files.readString(Path.of("src/test/java/io/vmnhub/acceptance/ReloadUnderLoadIT.java"))
                + Files.readString(Path.of("src/test/java/io/vmnhub/acceptance/ReloadIT.java"));
        for (String file : List.of("numbers", "applications", "smpp", "screening", "ss7")) {
            assertThat(TABLE.keySet()).anyMatch(row -> row.contains("config/" + file + ".yaml"));
            assertThat(tests)
                    .containsPattern("\"config/" + file + "\\.yaml\",\\s+true")
                    .containsPattern("\"config/" + file + "\\.yaml\",\\s+false");
        }
        assertThat(tests)
                .contains("config/logback.xml", "config/application.properties", "connectors/lib/own.jar")
                .contains("config/web.json", "{{file:", "routes/inbound.camel.yaml");
    }

    @Test
    void whatHoldsForAllRoutesWaitsForTheNextStart() {
        assertThat(keys("routes/", "next start"))
                .containsExactlyInAnyOrder("beans", "rest", "routeConfiguration", "routeTemplate", "templatedRoute");
    }
}
