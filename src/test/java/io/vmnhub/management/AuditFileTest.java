// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("management/changes.jsonl");
    }

    private static ObjectNode change(int number) {
        return Pages.object()
                .put("at", "2026-11-27T10:00:00Z")
                .put("who", "anna")
                .put("status", number);
    }

    @Test
    void whatWasChangedIsThereAfterARestart() {
        AuditFile first = new AuditFile(file, 10);
        assertThat(first.read()).isEmpty();
        first.append(change(1));
        first.append(change(2));
        assertThat(new AuditFile(file, 10).read())
                .extracting(entry -> entry.path("status").asInt())
                .containsExactly(1, 2);
    }

    @Test
    void itDoesNotGrowBeyondTwiceWhatIsWanted() throws Exception {
        AuditFile changes = new AuditFile(file, 10);
        for (int i = 1; i <= 95; i++) {
            changes.append(change(i));
            assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(20);
        }
        assertThat(new AuditFile(file, 10).read())
                .extracting(entry -> entry.path("status").asInt())
                .hasSize(10)
                .startsWith(86)
                .endsWith(95);
    }

    @Test
    void linesThatAreNoChangesAreLeftOut() throws Exception {
        AuditFile changes = new AuditFile(file, 10);
        changes.append(change(1));
        Files.writeString(file, "{}\n[1\n", StandardOpenOption.APPEND);
        changes.append(change(2));
        Files.writeString(file, "{\"at\": \"2026-1", StandardOpenOption.APPEND);
        AuditFile later = new AuditFile(file, 10);
        assertThat(later.read()).hasSize(2);
        later.append(change(3));
        assertThat(new AuditFile(file, 10).read()).hasSize(3);
    }

    @Test
    void aFileThatCannotBeWrittenHarmsNothing() throws Exception {
        Files.createDirectories(file);
        AuditFile changes = new AuditFile(file, 10);
        changes.append(change(1));
        assertThat(changes.read()).isEmpty();
    }
}
