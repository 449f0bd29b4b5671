// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.NodeService;
import io.vmnhub.cluster.SharedMap;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Transport;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.protocols.MsgStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A farm on Infinispan and JGroups. When the network is cut every part goes on with what it knows, because a message
 * that is delivered twice is better than one that is lost. When it heals, maps have what any part has told, and of what
 * several have told about the same thing the latest; of claims about the same thing those of the larger part stay.
 */
public final class Grid implements Cluster {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.cluster");

    private static final long REMOTE_TIMEOUT_MILLIS = 3_000;
    private static final long STATE_TIMEOUT_MILLIS = 30_000;
    private static final int MOST_MEMBERS = 1_000;

    private final ClusterSettings settings;
    private final LongSupplier clock;
    private final DefaultCacheManager manager;
    private final Operations operations = new Operations(REMOTE_TIMEOUT_MILLIS + 1_000);
    private final Map<String, SharedMap> maps = new HashMap<>();
    private final Map<String, Claims> claims = new HashMap<>();
    private final Membership membership;
    private final Requests requests;

    /**
     * Joins the farm, or founds it when nobody is there; takes a few seconds.
     *
     * @param tls with the node's certificate, and which certificates it takes from others
     * @param database where the nodes write their addresses, if they are to be found so
     * @param clock of this node, as {@link System#currentTimeMillis}
     */
    public Grid(
            ClusterSettings settings,
            Member self,
            SSLContext tls,
            Supplier<DataSource> database,
            MeterRegistry metrics,
            LongSupplier clock)
            throws Exception {
        this.settings = settings;
        this.clock = clock;
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        global.transport()
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new GridStack(settings, tls, database))
                .clusterName(settings.name())
                .nodeName(settings.node());
        global.jmx().disable();
        global.metrics().gauges(false).histograms(false);
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        manager = new DefaultCacheManager(global.build(), false);
        try {
            manager.start();
            requests = new Requests(channel());
            membership = new Membership(settings, self, manager, map("members", MOST_MEMBERS), clock);
        } catch (Exception e) {
            manager.stop();
            throw e;
        }
        measure(metrics);
    }

    /** On which the nodes talk to each other. */
    JChannel channel() {
        return ((JGroupsTransport) GlobalComponentRegistry.componentOf(manager, Transport.class)).getChannel();
    }

    private void measure(MeterRegistry metrics) {
        Gauge.builder("vmnhub.cluster.members", this, grid -> grid.members().size())
                .description("Nodes of the farm that are there")
                .register(metrics);
        Gauge.builder("vmnhub.cluster.members.expected", settings, ClusterSettings::expectedMembers)
                .description("Nodes that the farm has when it is whole")
                .register(metrics);
        Gauge.builder("vmnhub.cluster.operations", operations, Operations::underWay)
                .description("What is under way between nodes")
                .register(metrics);
        FunctionCounter.builder("vmnhub.cluster.operations.failed", operations, Operations::failures)
                .description("What did not come to an end between nodes")
                .register(metrics);
        Gauge.builder("vmnhub.cluster.requests", requests, Requests::underWay)
                .description("Messages and parts that other nodes were handed and have not answered for")
                .register(metrics);
        FunctionCounter.builder("vmnhub.cluster.requests.failed", requests, Requests::failures)
                .description("Requests that another node has not answered")
                .register(metrics);
        MsgStats network =
                channel().getProtocolStack().getTransport().getMessageStats().enable(true);
        network(metrics, "vmnhub.cluster.network.messages", "sent", network, MsgStats::getNumMsgsSent);
        network(metrics, "vmnhub.cluster.network.messages", "received", network, MsgStats::getNumMsgsReceived);
        network(metrics, "vmnhub.cluster.network.octets", "sent", network, MsgStats::getNumBytesSent);
        network(metrics, "vmnhub.cluster.network.octets", "received", network, MsgStats::getNumBytesReceived);
        FunctionCounter.builder("vmnhub.cluster.views", membership, Membership::views)
                .description("How often nodes came or went")
                .register(metrics);
    }

    private static void network(
            MeterRegistry metrics, String name, String direction, MsgStats network, ToDoubleFunction<MsgStats> count) {
        FunctionCounter.builder(name, network, count)
                .description("What has gone over the network between nodes")
                .tag("direction", direction)
                .register(metrics);
    }

    @Override
    public ClusterSettings settings() {
        return settings;
    }

    @Override
    public Member self() {
        return membership.self();
    }

    @Override
    public List<Member> members() {
        return membership.members();
    }

    @Override
    public boolean hasMet() {
        return membership.hasMet();
    }

    @Override
    public Map<String, Duration> clocksAhead() {
        return membership.clocksAhead();
    }

    @Override
    public void tell(UnaryOperator<Member> change) {
        membership.tell(change);
    }

    @Override
    public void whenChanged(Runnable listener) {
        membership.whenChanged(listener);
    }

    @Override
    public synchronized SharedMap map(String name, int most) {
        return maps.computeIfAbsent(
                name,
                wanted -> new GridMap(
                        cache(wanted, CacheMode.REPL_ASYNC, new LatestTold(), most),
                        operations,
                        settings.node(),
                        clock));
    }

    @Override
    public synchronized Claims claims(String name, int most) {
        return claims.computeIfAbsent(
                name,
                wanted -> new GridClaims(
                        cache(wanted, CacheMode.DIST_SYNC, MergePolicy.PREFERRED_NON_NULL, most), operations));
    }

    private AdvancedCache<byte[], byte[]> cache(String name, CacheMode mode, EntryMergePolicy<?, ?> merge, int most) {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(mode).remoteTimeout(REMOTE_TIMEOUT_MILLIS);
        if (mode == CacheMode.DIST_SYNC) {
            cache.clustering().hash().numOwners(2);
        }
        cache.clustering().stateTransfer().timeout(STATE_TIMEOUT_MILLIS);
        cache.clustering()
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(merge);
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
        cache.memory().maxCount(most).whenFull(EvictionStrategy.REMOVE);
        cache.statistics().disable();
        manager.defineConfiguration(name, cache.build());
        return manager.<byte[], byte[]>getCache(name).getAdvancedCache();
    }

    @Override
    public boolean leads() {
        return manager.isCoordinator();
    }

    @Override
    public CompletableFuture<byte[]> ask(String node, String service, byte[] request, Duration within) {
        return requests.ask(node, service, request, within);
    }

    @Override
    public void serve(String service, NodeService answers) {
        requests.serve(service, answers);
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            LOG.warn("Requests between the nodes were not ended in order: {}", e.getMessage());
        } finally {
            manager.stop();
        }
    }
}
