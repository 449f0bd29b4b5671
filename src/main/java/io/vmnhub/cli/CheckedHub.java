// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.app.Hub;
import io.vmnhub.check.HubCheck;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Makes hubs of files in which a check has found nothing wrong. */
final class CheckedHub {

    private CheckedHub() {}

    /**
     * Checks the files as {@code vmn-hub check} does.
     *
     * @param command on whose standard error the findings are printed
     * @return a hub that may be started; empty when something is wrong
     * @throws Exception when a folder cannot be read, or the signalling stack not be built from its settings
     */
    static Optional<Hub> of(HubHome home, HubProperties properties, CommandSpec command) throws Exception {
        HubCheck.Result check = new HubCheck(home, properties).run();
        if (!check.findings().isEmpty()) {
            PrintWriter err = command.commandLine().getErr();
            check.lines().forEach(err::println);
            err.flush();
            return Optional.empty();
        }
        return Optional.of(new Hub(home, properties, HubCheck::changed));
    }
}
