// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.support.service.ServiceHelper;

/** Camel's management server, served by a {@link LimitedHttpServer}. */
final class LimitedManagementServer extends ManagementHttpServer {

    private final HttpPorts ports;
    private LimitedHttpServer limited;

    LimitedManagementServer(HttpPorts ports) {
        this.ports = ports;
    }

    @Override
    protected void doInit() throws Exception {
        limited = ports.management(getConfiguration());
        getCamelContext().addService(limited); // which shuts it down
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(limited);
        super.doStart();
    }
}
