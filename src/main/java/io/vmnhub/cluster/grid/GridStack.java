// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Discovery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLSClientAuth;

/**
 * The protocols between nodes: TCP with TLS on both sides and nothing beside it, so that there is one port, and who has
 * no certificate learns nothing. A closed connection is a suspicion at once, silence is one after a while.
 */
final class GridStack implements JGroupsChannelConfigurator {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int HANDSHAKE_MILLIS = 2_000;
    private static final int MOST_THREADS = 64;
    /** Octets on their way to a node before whoever sends more has to wait. Usually it is taken for lost before. */
    private static final long CREDITS = 32_000_000;

    private static final int FRAGMENT = 60_000;
    private static final int JOIN_MILLIS = 4_000;

    private final ClusterSettings settings;
    private final SSLContext tls;
    private final Supplier<DataSource> database;

    GridStack(ClusterSettings settings, SSLContext tls, Supplier<DataSource> database) {
        this.settings = settings;
        this.tls = tls;
        this.database = database;
    }

    @Override
    public JChannel createChannel(String farm) throws Exception {
        return new JChannel(List.of(
                transport(),
                discovery(),
                new MERGE3().setMinInterval(2_000).setMaxInterval(5_000),
                new FD_ALL3()
                        .setTimeout(settings.suspectAfter().toMillis())
                        .setInterval(Math.min(2_000, settings.suspectAfter().toMillis() / 3)),
                new VERIFY_SUSPECT2().setTimeout(1_000),
                new NAKACK2().setValue("use_mcast_xmit", false),
                new UNICAST3(),
                new STABLE().setDesiredAverageGossip(5_000).setMaxBytes(1_000_000),
                new GMS().printLocalAddress(false).setJoinTimeout(JOIN_MILLIS),
                new UFC().setMaxCredits(CREDITS),
                new MFC().setMaxCredits(CREDITS),
                new FRAG4().setFragSize(FRAGMENT),
                new FORK()));
    }

    @Override
    public String getName() {
        return settings.name();
    }

    @Override
    public String getProtocolStackString() {
        return settings.name();
    }

    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of(); // the channel is made with its protocols
    }

    @Override
    public void setSocketFactory(SocketFactory factory) {
        throw new UnsupportedOperationException("the sockets are the farm's own");
    }

    @Override
    public void setDataSource(DataSource source) {
        throw new UnsupportedOperationException("the database is the hub's own");
    }

    private TCP transport() throws Exception {
        TCP transport = new TCP();
        transport.setBindAddress(InetAddress.getByName(settings.address()));
        transport.setBindPort(settings.port());
        transport.setClientBindAddr(transport.getBindAddress()); // firewalls between nodes know it
        transport.setPortRange(0);
        transport.tcpNodelay(true).setSockConnTimeout(CONNECT_MILLIS).enableSuspectEvents(true);
        transport.logAcceptError(false); // a stranger's connection is no event of ours
        transport.setDiagnosticsHandler(transport.createDiagnosticsHandler().setEnabled(false));
        transport.getThreadPool().setMinThreads(0).setMaxThreads(MOST_THREADS);
        transport.tls(new TimedTls(tls, HANDSHAKE_MILLIS).setClientAuth(TLSClientAuth.NEED));
        transport.nonBlockingSends(true).setBundler(threadForEachNode());
        return transport;
    }

    /**
     * What goes to one node does not wait until another one, which stands still, is connected to. Nor is what goes to
     * all held up by a node that does not read: its connection keeps some messages, and what does not fit is sent again
     * when it reads on.
     */
    private static PerDestinationBundler threadForEachNode() {
        PerDestinationBundler bundler = new PerDestinationBundler();
        bundler.useSingleSenderThread(false);
        return bundler;
    }

    private Protocol discovery() {
        if (settings.discovery() instanceof Discovery.Nodes known) {
            return new TCPPING()
                    .setInitialHosts(known.nodes().stream()
                            .map(place -> new InetSocketAddress(place.host(), place.port()))
                            .toList())
                    .setPortRange(0);
        }
        if (settings.discovery() instanceof Discovery.Dns dns) {
            DNS_PING ping = new DNS_PING().dnsQuery(dns.name());
            return dns.server().isEmpty() ? ping : ping.dnsAddress(dns.server());
        }
        return new JDBC_PING2().setDataSource(database.get()); // it makes its table when there is none
    }
}
