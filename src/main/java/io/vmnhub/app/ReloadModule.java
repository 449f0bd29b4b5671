// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.LiveProperties;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.ReloadHealthCheck;
import io.vmnhub.management.ReloadResource;
import io.vmnhub.reload.HomeCheck;
import io.vmnhub.reload.HubCamelContext;
import io.vmnhub.reload.ReloadService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** Changed files are taken while the hub runs. */
final class ReloadModule implements HubModule {

    private ReloadService service;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        HomeCheck check = context.getRegistry().findSingleByType(HomeCheck.class);
        LiveProperties properties = context.getRegistry().findSingleByType(LiveProperties.class);
        if (!hub.listening() || check == null || !(context instanceof HubCamelContext replaceable)) {
            return;
        }
        service = new ReloadService(hub.home(), replaceable, properties, hub.live(), check, hub.metrics());
        context.getRegistry().bind("reload", ReloadService.class, service);
        context.getRegistry().bind("reloadHealth", new ReloadHealthCheck(service, hub.home()));
        context.getRegistry().bind("manageReload", ManagementResource.class, new ReloadResource(service, hub.home()));
        context.addStartupListener(new AfterStart(started -> service.start()));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                service.close();
            }
        });
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
