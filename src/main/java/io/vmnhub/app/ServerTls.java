// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.http.ServerCertificate;
import io.vmnhub.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Reads which certificate a server of the hub shows. */
final class ServerTls {

    private ServerTls() {}

    /** Empty when the server is to speak plain HTTP. */
    static Optional<ServerCertificate> of(HubModule.HubContext hub, HubKey certificate, HubKey key, HubKey password) {
        return file(hub, certificate)
                .map(file -> new ServerCertificate(
                        TlsFiles.server(file, file(hub, key), hub.properties().text(password))));
    }

    private static Optional<Path> file(HubModule.HubContext hub, HubKey key) {
        String name = hub.properties().text(key).trim();
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(hub.home().folder().resolve(name));
    }
}
