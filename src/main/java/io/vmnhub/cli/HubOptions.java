// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which hub a command is about. */
final class HubOptions {

    private static final Set<String> BUILT_IN = Set.of("dev", "prod");
    private static final Pattern PROFILE = Pattern.compile("application-(.+)\\.properties");

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            defaultValue = "${sys:vmnhub.home:-.}",
            description = "The folder with config, routes and connectors (default: where the hub is installed, or "
                    + "this folder).")
    private Path home;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "${sys:vmnhub.profile:-prod}",
            description = "prod, or dev with the built-in SMSC simulator; config/application-NAME.properties is read "
                    + "too (default: "
                    + "${DEFAULT-VALUE}).")
    private String profile;

    @Option(
            names = {"-P", "--property"},
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of config/application.properties, for example -P vmnhub.ss7.port=2915; may "
                    + "be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    HubHome home() {
        try {
            return HubHome.of(home);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** @throws ParameterException when there is no such profile */
    HubProperties properties() throws IOException {
        Set<String> profiles = new TreeSet<>(BUILT_IN);
        try (Stream<Path> files = Files.list(home().config())) {
            files.map(file -> PROFILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .forEach(file -> profiles.add(file.group(1)));
        }
        if (!profiles.contains(profile)) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is no profile " + profile
                            + DidYouMean.question(
                                    profile,
                                    profiles,
                                    () -> "; there are " + String.join(", ", profiles)
                                            + ", and others with a file config/application-NAME.properties"));
        }
        properties.forEach(this::require);
        return new HubProperties(home(), profile, properties);
    }

    private void require(String key, String value) {
        if (!key.startsWith(HubKey.PREFIX) || value.contains("{{")) {
            return;
        }
        Optional<String> problem = HubKey.named(key)
                .map(known -> known.problem(value))
                .orElseGet(
                        () -> Optional.of(key + ": there is no such key" + DidYouMean.question(key, HubKey.names())));
        problem.ifPresent(wrong -> {
            throw new ParameterException(command.commandLine(), "-P " + wrong);
        });
    }
}
