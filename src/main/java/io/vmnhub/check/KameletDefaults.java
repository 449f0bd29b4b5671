// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.PropertiesFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Properties of Kamelets that {@code application.properties} has for all of their uses:
 * {@code camel.kamelet.<name>.<property>}, or {@code camel.kamelet.<name>.<route>.<property>} for one use.
 */
final class KameletDefaults {

    private static final Pattern KEY = Pattern.compile("camel\\.kamelet\\.([^.]+)\\.(?:.+\\.)?([^.]+)");

    private record Default(String kamelet, String property, String value, PropertiesFile file, int line) {}

    private final List<Default> defaults = new ArrayList<>();

    KameletDefaults(List<PropertiesFile> files) {
        for (PropertiesFile file : files) {
            for (PropertiesFile.Entry entry : file.entries()) {
                Matcher key = KEY.matcher(entry.key());
                if (key.matches()) {
                    defaults.add(new Default(
                            key.group(1),
                            EndpointUse.camelCase(key.group(2)),
                            entry.value().strip(),
                            file,
                            entry.line()));
                }
            }
        }
    }

    boolean has(String kamelet, String property) {
        return defaults.stream()
                .anyMatch(one -> one.kamelet().equals(kamelet) && one.property().equals(property));
    }

    /** What does not fit the Kamelets that there are. */
    List<Finding> findings(Map<String, KameletDefinition> kamelets) {
        List<Finding> findings = new ArrayList<>();
        for (Default one : defaults) {
            KameletDefinition kamelet = kamelets.get(one.kamelet());
            if (kamelet == null) {
                found(
                        one,
                        "there is no Kamelet " + one.kamelet() + DidYouMean.question(one.kamelet(), kamelets.keySet()),
                        findings);
            } else {
                kamelet.parameters()
                        .ifPresent(parameters -> parameters
                                .problems(Map.of(one.property(), one.value()))
                                .values()
                                .forEach(problem -> found(one, problem, findings)));
            }
        }
        return findings;
    }

    private static void found(Default one, String problem, List<Finding> findings) {
        findings.add(Finding.of(one.file().path(), one.line(), problem));
    }
}
