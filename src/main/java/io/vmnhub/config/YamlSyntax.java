// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.List;

/** What is wrong with route and connector files as YAML, before others judge what they mean. */
public final class YamlSyntax {

    private YamlSyntax() {}

    /** @return what is wrong: missing file, bytes that are not UTF-8, syntax, duplicate keys; empty when nothing is */
    public static List<Finding> check(Path file) {
        Problems problems = new Problems(file);
        YamlFile.read(problems, YamlFile.MOST_BYTES);
        return problems.list();
    }

    /** @return what a Kamelet's file has that the Kamelet CRD and the hub do not take; empty when nothing */
    public static List<Finding> kamelet(YamlFile file) {
        Problems problems = new Problems(file.path());
        FileSchema.named("kamelet").check(file, problems);
        return problems.list();
    }
}
