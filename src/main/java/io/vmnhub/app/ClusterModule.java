// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.grid.Grid;
import io.vmnhub.component.smppserver.SmppServerComponent;
import io.vmnhub.hlr.NetworkNodes;
import io.vmnhub.management.ClusterHealthCheck;
import io.vmnhub.management.ClusterResource;
import io.vmnhub.management.DrainResource;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.NodeDrain;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.RenewableTls;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * Makes the hub a node of a farm, bound as {@code cluster}, where {@code config/cluster.yaml} says so; without that
 * file nothing of it is loaded.
 */
final class ClusterModule implements HubModule {

    private static final String ENGINE = "org.infinispan.manager.DefaultCacheManager";

    private Cluster cluster;
    private NodeNews news;
    private CertificateWatch.Use certificates;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        Optional<ClusterSettings> settings = hub.listening() ? hub.config().cluster() : Optional.empty();
        if (settings.isPresent()) {
            found(context, hub, settings.get());
        }
        context.getRegistry()
                .bind("manageCluster", ManagementResource.class, new ClusterResource(Optional.ofNullable(cluster)));
        context.addStartupListener(new AfterStart(this::offerDrain));
    }

    private void found(CamelContext context, HubContext hub, ClusterSettings settings) throws Exception {
        requireEngine();
        RenewableTls tls = new RenewableTls(settings.tls());
        certificates = context.getRegistry()
                .findSingleByType(CertificateWatch.class)
                .watch("The farm's port", settings.tls(), tls::renew);
        cluster = new Grid(
                settings,
                self(settings, hub),
                tls.context(),
                () -> context.getRegistry().lookupByNameAndType("dataSource", DataSource.class),
                hub.metrics(),
                System::currentTimeMillis);
        context.getRegistry().bind("cluster", Cluster.class, cluster);
        DeliveryRoutes routes = new DeliveryRoutes(context);
        context.getRegistry()
                .bind(
                        "networkNodes",
                        NetworkNodes.class,
                        new FarmNodes(cluster, hub.settings().mscGlobalTitle(), routes::applications));
        context.getRegistry().bind("clusterHealth", new ClusterHealthCheck(cluster));
        news = new NodeNews(cluster, hub);
        context.addStartupListener(new AfterStart(news::start));
    }

    /** The engine's jars are packed apart; no class that needs them is loaded before this. */
    private static void requireEngine() {
        try {
            Class.forName(ENGINE, false, ClusterModule.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "config/cluster.yaml makes this hub a node of a farm, and the jars for that are not in "
                            + "lib/cluster: "
                            + "unpack cluster-for-vmn-hub-<version>.zip, of this hub's version, over its folder",
                    e);
        }
    }

    private void offerDrain(CamelContext context) {
        Ss7Stack stack = context.getRegistry().findSingleByType(Ss7Stack.class);
        SmppServerComponent smpp = context.getComponent("smpp-server", SmppServerComponent.class);
        if (stack != null) {
            context.getRegistry()
                    .bind(
                            "manageDrain",
                            ManagementResource.class,
                            new DrainResource(new NodeDrain(Optional.ofNullable(cluster), stack, smpp.getServer())));
        }
    }

    private static Member self(ClusterSettings settings, HubContext hub) {
        return new Member(
                settings.node(),
                Optional.ofNullable(ClusterModule.class.getPackage().getImplementationVersion())
                        .orElse(""),
                hub.settings().mscGlobalTitle(),
                Member.State.STARTING,
                Map.of(),
                Map.of(),
                0);
    }

    @Override
    public void close() {
        if (news != null) {
            news.close();
        }
        if (certificates != null) {
            certificates.close();
        }
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}
