// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.PropertiesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code config} folder beside its YAML files' content: what lies in it, and {@code application*.properties}. */
final class ConfigCheck {

    private static final List<String> YAML_FILES =
            List.of("ss7.yaml", "numbers.yaml", "smpp.yaml", "applications.yaml", "screening.yaml", "cluster.yaml");

    private static final List<String> GROUPS = List.of("vmnhub", "camel");

    private static final String PROPERTIES = "application(-.+)?\\.properties";

    private static final Pattern CAMELS_RELOAD =
            Pattern.compile("camel\\.main\\.(routes-reload-enabled|routesReloadEnabled)");
    private static final String NO_CAMELS_RELOAD = "Camel's reload stops all routes first, so that messages fail, and "
            + "loses a route whose file is wrong: leave it out, the hub takes changed files itself "
            + "(vmnhub.reload.watch)";

    private final Path folder;

    ConfigCheck(Path folder) {
        this.folder = folder;
    }

    /** {@code application.properties} and those of the profiles, as far as they are there. */
    List<PropertiesFile> properties() throws IOException {
        List<PropertiesFile> files = new ArrayList<>();
        for (Path file : list()) {
            if (file.getFileName().toString().matches(PROPERTIES)) {
                files.add(PropertiesFile.read(file));
            }
        }
        return files;
    }

    /** Files that nothing reads: an editor's or a package manager's copies, or a name that is not quite right. */
    List<Finding> strays(FileReferences references) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (!YAML_FILES.contains(name)
                    && !name.matches(PROPERTIES)
                    && !name.equals("logback.xml")
                    && !name.startsWith(".")
                    && Files.isRegularFile(file)
                    && !references.contain(name)) {
                findings.add(Finding.of(
                        file,
                        0,
                        "is not a file that the hub reads"
                                + DidYouMean.question(
                                        name,
                                        YAML_FILES,
                                        () -> ", and no other file names it: " + String.join(", ", YAML_FILES)
                                                + " and application.properties are")));
            }
        }
        return findings;
    }

    /** What is wrong in the files' lines and in their keys {@code vmnhub.*}. */
    static List<Finding> findings(List<PropertiesFile> files) {
        List<Finding> findings = new ArrayList<>();
        for (PropertiesFile file : files) {
            findings.addAll(file.findings());
            for (PropertiesFile.Entry entry : file.entries()) {
                problem(entry).ifPresent(problem -> findings.add(Finding.of(file.path(), entry.line(), problem)));
            }
        }
        return findings;
    }

    /**
     * Keys that no file uses and that are neither the hub's nor Camel's, but the hub's with a misspelt beginning.
     *
     * @param hints is given the others
     */
    static List<Finding> unused(List<PropertiesFile> files, FileReferences references, List<Finding> hints) {
        List<Finding> findings = new ArrayList<>();
        for (PropertiesFile file : files) {
            for (PropertiesFile.Entry entry : file.entries()) {
                String group = entry.key().split("\\.", 2)[0];
                if (GROUPS.contains(group) || references.use(entry.key())) {
                    continue;
                }
                Optional<String> meant = DidYouMean.to(group, GROUPS)
                        .map(near -> near + entry.key().substring(group.length()));
                if (meant.flatMap(HubKey::named).isPresent()) {
                    findings.add(Finding.of(
                            file.path(),
                            entry.line(),
                            "there is no key " + entry.key() + "; did you mean " + meant.get() + "?"));
                } else {
                    hints.add(Finding.of(
                            file.path(),
                            entry.line(),
                            "no route, connector or file of config has {{" + entry.key() + "}}"
                                    + meant.map(key -> "; did you mean " + key + "?")
                                            .orElse("")));
                }
            }
        }
        return findings;
    }

    private static Optional<String> problem(PropertiesFile.Entry entry) {
        if (CAMELS_RELOAD.matcher(entry.key()).matches()
                && entry.value().strip().equalsIgnoreCase("true")) {
            return Optional.of(entry.key() + ": " + NO_CAMELS_RELOAD);
        }
        if (!entry.key().startsWith(HubKey.PREFIX)) {
            return Optional.empty();
        }
        Optional<HubKey> known = HubKey.named(entry.key());
        if (known.isPresent()) {
            return entry.value().contains("{{") ? Optional.empty() : known.get().problem(entry.value());
        }
        return Optional.of("there is no key " + entry.key()
                + DidYouMean.question(entry.key(), HubKey.names(), () -> known(entry.key())));
    }

    /** The keys, and groups of keys, beside an unknown one: those of the innermost group that there is. */
    private static String known(String key) {
        List<String> names = HubKey.names();
        int end = key.lastIndexOf('.');
        while (names.stream().noneMatch(startingWith(key.substring(0, end + 1)))) {
            end = key.lastIndexOf('.', end - 1);
        }
        String group = key.substring(0, end + 1);
        return names.stream()
                .filter(startingWith(group))
                .map(name -> name.substring(group.length()).replaceFirst("\\..*", ".*"))
                .distinct()
                .collect(Collectors.joining(", ", "; known under " + key.substring(0, end) + ": ", ""));
    }

    private static Predicate<String> startingWith(String group) {
        return name -> name.startsWith(group);
    }

    /** Camel's own reload, switched on elsewhere than in the files: on the command line or in the environment. */
    static Optional<Finding> camelsReload(Path folder, HubProperties properties, List<PropertiesFile> files) {
        boolean inFile = files.stream()
                .flatMap(file -> file.entries().stream())
                .anyMatch(entry -> CAMELS_RELOAD.matcher(entry.key()).matches());
        String key = "camel.main.routes-reload-enabled";
        return inFile || !properties.get(key).orElse("").strip().equalsIgnoreCase("true")
                ? Optional.empty()
                : Optional.of(Finding.of(folder.resolve("application.properties"), 0, key + ": " + NO_CAMELS_RELOAD));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** How many of the YAML files there are in {@code folder}. */
    static int yamlFiles(Path folder) {
        return (int) YAML_FILES.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .count();
    }
}
