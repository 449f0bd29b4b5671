// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import io.vmnhub.config.YamlSyntax;
import io.vmnhub.connector.ConnectorException;
import io.vmnhub.connector.ConnectorLock;
import io.vmnhub.connector.Connectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the jars of connectors that were added are where {@code connectors.lock} says. */
final class ConnectorCheck {

    private final Path lib;
    private final List<Finding> findings = new ArrayList<>();

    /** @param connectors the folder of Kamelets */
    ConnectorCheck(Path connectors) {
        lib = connectors.resolve("lib");
    }

    /** @return whether the lock file can be read, so that the jars can be loaded */
    boolean isReadable() {
        Path file = lib.resolve(ConnectorLock.FILE);
        if (!Files.exists(file)) {
            return true;
        }
        try {
            Map<String, ConnectorLock.Entry> entries =
                    new TreeMap<>(ConnectorLock.read(file).entries());
            YamlFile text = YamlSyntax.read(file, findings::add).orElse(null); // JSON is YAML
            entries.forEach((name, entry) -> {
                for (int i = 0; i < entry.jars().size(); i++) {
                    String jar = entry.jars().get(i).file();
                    if (!Files.exists(lib.resolve(jar))) {
                        String place = "/" + name.replace("~", "~0").replace("/", "~1") + "/jars/" + i + "/file";
                        findings.add(Finding.of(
                                file,
                                text == null ? 0 : text.position(place).line(),
                                name + " needs " + jar + ", which is not in connectors/lib: " + again(name, entry)
                                        + " fetches it again"));
                    }
                }
            });
            return true;
        } catch (ConnectorException e) {
            String place = file + (e.line() > 0 ? ":" + e.line() : "") + ": ";
            findings.add(Finding.of(file, e.line(), e.getMessage().replace(place, "")));
            return false;
        }
    }

    private static String again(String name, ConnectorLock.Entry entry) {
        String added = name.startsWith(Connectors.COMPONENT) || entry.kamelet().equals(name)
                ? name
                : entry.kamelet() + " --as " + name;
        return "vmn-hub connector add " + added;
    }

    List<Finding> findings() {
        return findings;
    }
}
