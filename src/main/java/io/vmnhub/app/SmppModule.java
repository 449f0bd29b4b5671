// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.component.smppclient.SmppClientComponent;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.component.smppserver.SmppServerComponent;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.SmppHealthCheck;
import io.vmnhub.management.SmppLocksResource;
import io.vmnhub.management.SmppSessionsResource;
import io.vmnhub.smpp.SmppSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Applications bind over SMPP: the component {@code smpp-server} with the accounts of {@code config/smpp.yaml}, read
 * again when it changes. And the hub binds to partners: the component {@code smpp-client}.
 */
final class SmppModule implements HubModule {

    @Override
    public void join(CamelContext context, HubContext hub) {
        SmppServerComponent component = new SmppServerComponent();
        component.setSettings(settings(hub, component));
        component.setMeterRegistry(hub.metrics());
        component.setKnownAddresses(
                hub.home().data().resolve("smpp-known-addresses").toString());
        context.addComponent("smpp-server", component);
        SmppClientComponent client = new SmppClientComponent();
        client.setMeterRegistry(hub.metrics());
        context.addComponent("smpp-client", client);
        if (!hub.listening()) {
            return;
        }
        context.getRegistry().bind("manageSmppSessions", ManagementResource.class, new SmppSessionsResource(component));
        context.getRegistry().bind("manageSmppLocks", ManagementResource.class, new SmppLocksResource(component));
        Path file = hub.home().config().resolve("smpp.yaml");
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext starting) {
                HealthCheckRegistry checks = HealthCheckRegistry.get(starting);
                if (checks != null) {
                    checks.register(new SmppHealthCheck(component.getServer(), client));
                }
            }

            @Override
            public void onContextStarted(CamelContext started) {
                SmppServer server = component.getServer();
                Cluster cluster = started.getRegistry().findSingleByType(Cluster.class);
                if (cluster != null) {
                    new FarmSessions(cluster, server, hub.metrics()).join();
                }
                hub.live().add(file, () -> reload(server, hub.config().smpp()));
            }
        });
    }

    private static LiveFiles.Taken reload(SmppServer server, SmppSettings settings) throws IOException {
        server.reload(settings);
        return LiveFiles.Taken.whole(
                settings.accounts().size() + " accounts, " + server.sessions().size() + " sessions bound");
    }

    /** When only looked at, a file that is wrong has been reported already. */
    private static SmppSettings settings(HubContext hub, SmppServerComponent component) {
        try {
            return hub.config().smpp();
        } catch (ConfigException e) {
            if (hub.listening()) {
                throw e;
            }
            component.takeAnyAccount();
            return SmppSettings.NONE;
        }
    }
}
