// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files of the configuration that hold a secret and are open to every user of the machine. */
public final class SecretFiles {

    private static final long LARGEST = 1 << 20;
    private static final Pattern KEY_STORE = Pattern.compile(".*\\.(p12|pfx|jks|key)");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    /** A password in clear: no reference, no hash; demo is the shipped account, which only the profile dev opens. */
    private static final Pattern PASSWORD =
            Pattern.compile("(?mi)^[ \\t-]*[\\w.-]*(password|secret|token)[\\w.-]*[ \\t]*[:=][ \\t]*[\"']?"
                    + "(?!\\{\\{|pbkdf2-|demo\\b)[^\\s\"'#{\\[|>]");

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{file:([^}]+)}}");

    private final Path config;

    public SecretFiles(Path config) {
        this.config = config;
    }

    /** One finding a file; none where the file system knows no permissions. */
    public List<Finding> open() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path file : FilePermissions.areKnown(config) ? secrets() : Set.<Path>of()) {
            if (Files.exists(file) && FilePermissions.areOpen(file)) {
                findings.add(Finding.of(
                        file, 0, "holds a secret and is open to every user of this machine: chmod o-rwx " + file));
            }
        }
        return findings;
    }

    private Set<Path> secrets() throws IOException {
        Set<Path> secrets = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> found = Files.walk(config, 2)) {
            files = found.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(config.resolve("schema")))
                    .toList();
        }
        for (Path file : files) {
            String content = Files.size(file) > LARGEST || !Files.isReadable(file)
                    ? ""
                    : Files.readString(file, StandardCharsets.ISO_8859_1);
            if (KEY_STORE.matcher(file.getFileName().toString()).matches()
                    || PRIVATE_KEY.matcher(content).find()
                    || PASSWORD.matcher(content).find()) {
                secrets.add(file);
            }
            Matcher references = REFERENCE.matcher(content);
            while (references.find()) {
                refer(references.group(1).strip(), secrets);
            }
        }
        return secrets;
    }

    private void refer(String name, Set<Path> secrets) {
        try {
            secrets.add(config.resolve(name));
        } catch (InvalidPathException e) {
            return; // the check of the file that names it says so
        }
    }
}
