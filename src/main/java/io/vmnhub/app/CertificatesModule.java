// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.management.CertificateHealthCheck;
import io.vmnhub.tls.CertificateWatch;
import org.apache.camel.CamelContext;

/** Until when the certificates of all ports and connections are valid, and that those are taken that are renewed. */
final class CertificatesModule implements HubModule {

    @Override
    public void join(CamelContext context, HubContext hub) {
        CertificateWatch certificates = new CertificateWatch(hub.metrics());
        context.getRegistry().bind("certificates", CertificateWatch.class, certificates);
        context.getRegistry().bind("certificateHealth", new CertificateHealthCheck(certificates));
    }
}
