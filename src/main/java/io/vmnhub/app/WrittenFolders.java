// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folders that a hub with these settings writes to. */
record WrittenFolders(HubHome home, HubProperties properties) {

    private static final String H2_FILE = "jdbc:h2:file:";

    /** {@code data} first, then those that lie elsewhere. */
    List<Path> all() {
        List<Path> folders = new ArrayList<>(List.of(home.data()));
        elsewhere(folders, home.folder().resolve(properties.text(HubKey.MESSAGES_FOLDER)));
        elsewhere(folders, home.folder().resolve(properties.text(HubKey.BROKER_DATA)));
        elsewhere(folders, home.folder().resolve(properties.text(HubKey.RECORDS_FOLDER)));
        elsewhere(
                folders,
                home.folder().resolve(properties.text(HubKey.WEBHOOKS_FILE)).getParent());
        database().ifPresent(folder -> elsewhere(folders, folder));
        return folders;
    }

    private static void elsewhere(List<Path> folders, Path folder) {
        Path normal = folder.toAbsolutePath().normalize();
        if (folders.stream().noneMatch(normal::startsWith)) {
            folders.add(normal);
        }
    }

    private Optional<Path> database() {
        String url = properties.text(HubKey.DATABASE_URL).trim();
        return url.startsWith(H2_FILE)
                ? Optional.ofNullable(Path.of(url.substring(H2_FILE.length()).split(";", 2)[0])
                        .toAbsolutePath()
                        .getParent())
                : Optional.empty();
    }
}
