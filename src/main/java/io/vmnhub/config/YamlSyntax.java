// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.List;

/** Whether a file is YAML at all: for route and connector files, whose content others judge. */
public final class YamlSyntax {

    private YamlSyntax() {}

    /** @return what is wrong: missing file, bytes that are not UTF-8, syntax, duplicate keys; empty when nothing is */
    public static List<ConfigError> check(Path file) {
        Problems problems = new Problems(file);
        YamlFile.read(problems, YamlFile.MOST_BYTES);
        return problems.list();
    }
}
