// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is wrong with route and connector files as YAML, before others judge what they mean. */
public final class YamlSyntax {

    private YamlSyntax() {}

    /**
     * Reads a file.
     *
     * @param findings is given what is wrong: missing file, bytes that are not UTF-8, syntax, duplicate keys
     * @return empty when something is
     */
    public static Optional<YamlFile> read(Path file, Consumer<Finding> findings) {
        Problems problems = new Problems(file);
        Optional<YamlFile> read = YamlFile.read(problems, YamlFile.MOST_BYTES);
        problems.list().forEach(findings);
        return problems.none() ? read : Optional.empty();
    }

    /** @return what a Kamelet's file has that the Kamelet CRD and the hub do not take; empty when nothing */
    public static List<Finding> kamelet(YamlFile file) {
        Problems problems = new Problems(file.path());
        FileSchema.named("kamelet").check(file, problems);
        return problems.list();
    }
}
