// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.vmnhub.smpp.EsmeAccount.Flow;
import io.vmnhub.smpp.SmppVersion;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An SMSC that the hub binds to. Immutable.
 *
 * @param systemId the hub's name there
 * @param tls empty for a plain connection
 * @param reconnect between attempts to bind
 * @param flow how many messages at a time, and how fast
 */
record SmscPartner(
        String host,
        int port,
        String systemId,
        String password,
        String systemType,
        SmppVersion version,
        Optional<PartnerTls> tls,
        Duration reconnect,
        Flow flow) {

    SmscPartner {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(systemType, "systemType");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(tls, "tls");
    }

    /** {@code vmnhub@smsc.example.com:2775}. */
    String name() {
        return systemId + "@" + host + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
