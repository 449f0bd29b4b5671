// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.PropertiesFile;
import io.vmnhub.config.YamlFile;
import io.vmnhub.smpp.SmppSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the keys and certificates of the hub's own ports are where its files say. */
final class KeyFileCheck {

    private static final Set<String> KEYS = Set.of(
            HubKey.HTTP_TLS_CERTIFICATE.key(),
            HubKey.HTTP_TLS_KEY.key(),
            HubKey.MANAGEMENT_TLS_CERTIFICATE.key(),
            HubKey.MANAGEMENT_TLS_KEY.key(),
            HubKey.BROKER_KEY_STORE.key());

    private final HubHome home;
    private final List<Finding> findings = new ArrayList<>();

    KeyFileCheck(HubHome home) {
        this.home = home;
    }

    List<Finding> missing(List<PropertiesFile> files, ConfigFolder.Contents config) {
        for (PropertiesFile file : files) {
            for (PropertiesFile.Entry entry : file.entries()) {
                String name = entry.value().strip();
                if (KEYS.contains(entry.key()) && !name.isEmpty() && !name.contains("{{")) {
                    require(
                            home.folder().resolve(name),
                            () -> Finding.of(
                                    file.path(),
                                    entry.line(),
                                    entry.key() + ": there is no file " + name
                                            + ": relative names begin at the hub's folder"));
                }
            }
        }
        config.smpp().ifPresent(this::smpp);
        return findings;
    }

    private void smpp(SmppSettings settings) {
        for (int i = 0; i < settings.listeners().size(); i++) {
            Optional<SmppSettings.Tls> tls = settings.listeners().get(i).tls();
            if (tls.isPresent()) {
                require(i, "keyStore", tls.get().keyStore());
                require(i, "certificate", tls.get().certificate());
                require(i, "privateKey", tls.get().privateKey());
                require(i, "trustedCertificates", tls.get().trustedCertificates());
            }
        }
    }

    private void require(int listener, String key, Optional<Path> file) {
        file.ifPresent(path -> require(
                path,
                () -> YamlFile.read(home.config().resolve("smpp.yaml"))
                        .error(
                                "/listeners/" + listener + "/tls/" + key,
                                "listeners[" + listener + "].tls." + key + ": there is no file " + path)));
    }

    /** A file that this user may not look for is taken to be there. */
    private void require(Path file, Supplier<Finding> missing) {
        if (Files.notExists(file)) {
            findings.add(missing.get());
        }
    }
}
