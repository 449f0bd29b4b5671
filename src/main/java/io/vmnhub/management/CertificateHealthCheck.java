// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.tls.CertificateWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Until when each file with certificates is valid, and which end within two weeks or have ended. Always up: what uses
 * another certificate works all the same.
 */
public final class CertificateHealthCheck extends AbstractHealthCheck {

    private static final Duration SOON = Duration.ofDays(14);

    private final CertificateWatch certificates;

    public CertificateHealthCheck(CertificateWatch certificates) {
        super("vmnhub", "certificates");
        this.certificates = certificates;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Instant now = Instant.now();
        List<String> ending = new ArrayList<>();
        for (Map.Entry<Path, Instant> file : certificates.expiries().entrySet()) {
            builder.detail("certificate." + file.getKey(), "valid until " + file.getValue());
            if (file.getValue().isBefore(now.plus(SOON))) {
                ending.add(file.getKey()
                        + (file.getValue().isBefore(now) ? " has ended at " : " ends at ")
                        + file.getValue());
            }
        }
        if (!ending.isEmpty()) {
            builder.message(String.join("; ", ending));
        }
        builder.up();
    }
}
