// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which hub a command is about. */
final class HubOptions {

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

    HubProperties properties() throws IOException {
        return new HubProperties(home(), profile, properties);
    }
}
