// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.infinispan.commons.util.Version;
import org.junit.jupiter.api.Test;

/**
 * Nodes whose engines have other first two numbers refuse each other, so that a farm cannot be upgraded node by node.
 * Whoever changes them says so in the changelog under "When you upgrade", and changes the page.
 */
class EngineVersionTest {

    private static String firstTwoNumbers(String version) {
        Matcher numbers = Pattern.compile("^[0-9]+\\.[0-9]+").matcher(version);
        assertThat(numbers.find()).as(version).isTrue();
        return numbers.group();
    }

    @Test
    void thePageNamesTheVersionsByWhichNodesUnderstandEachOther() throws IOException {
        assertThat(Files.readString(Path.of("docs/upgrade.md")))
                .contains("Infinispan " + firstTwoNumbers(Version.getVersion()))
                .contains("JGroups " + firstTwoNumbers(org.jgroups.Version.printVersion()));
    }
}
