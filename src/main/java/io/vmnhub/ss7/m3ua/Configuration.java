// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.OriginCheck;
import io.vmnhub.ss7.api.Ss7Status.ApplicationServerStatus;
import io.vmnhub.ss7.api.Ss7Status.AssociationStatus;
import io.vmnhub.ss7.api.Ss7Status.DestinationStatus;
import io.vmnhub.ss7.api.Ss7Status.ProcessStatus;
import io.vmnhub.ss7.m3ua.Destinations.Availability;
import io.vmnhub.ss7.transport.SigtranTransport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The peers and application servers that the settings have, and how they become those of other settings. Not
 * thread-safe.
 */
final class Configuration {

    private final M3ua layer;
    private final SigtranTransport transport;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<String, ApplicationServer> servers = new LinkedHashMap<>();
    private Map<String, Association> associations = new LinkedHashMap<>();

    Configuration(M3ua layer, SigtranTransport transport) {
        this.layer = layer;
        this.transport = transport;
    }

    Collection<Association> associations() {
        return associations.values();
    }

    Map<String, Peer> peers() {
        return peers;
    }

    Peer peer(String association) {
        Peer peer = peers.get(association);
        if (peer == null) {
            throw new IllegalArgumentException(
                    "there is no association '" + association + "'; there are " + String.join(", ", peers.keySet()));
        }
        return peer;
    }

    Map<String, ApplicationServer> servers() {
        return servers;
    }

    /** @return the associations that are new, or have changed */
    Set<String> apply(Ss7Settings settings) {
        Map<String, Association> wanted = new LinkedHashMap<>();
        settings.associations().forEach(association -> wanted.put(association.name(), association));
        Map<String, Ss7Settings.ApplicationServer> wantedServers = new LinkedHashMap<>();
        settings.applicationServers().forEach(server -> wantedServers.put(server.name(), server));
        for (String name : List.copyOf(peers.keySet())) {
            if (!stays(name, wanted.get(name), settings.applicationServers())) {
                close(name);
            }
        }
        for (ApplicationServer server : List.copyOf(servers.values())) {
            if (!isSame(server.settings(), wantedServers.get(server.name()))) {
                peers.values().forEach(peer -> peer.leave(server));
                servers.remove(server.name()).close();
            }
        }
        associations = wanted;
        Set<String> fresh = new LinkedHashSet<>();
        for (Ss7Settings.ApplicationServer server : wantedServers.values()) {
            for (String association : server.associations()) {
                if (!peers.containsKey(association)) {
                    peers.put(association, new Peer(wanted.get(association), server.role(), server.exchange(), layer));
                    fresh.add(association);
                }
            }
        }
        wantedServers.values().forEach(this::join);
        screen();
        return fresh;
    }

    private boolean stays(String name, Association wanted, List<Ss7Settings.ApplicationServer> wantedServers) {
        Optional<Ss7Settings.ApplicationServer> user = wantedServers.stream()
                .filter(server -> server.associations().contains(name))
                .findFirst();
        return wanted != null
                && wanted.equals(associations.get(name))
                && user.isPresent()
                && peers.get(name).plays(user.get().role(), user.get().exchange());
    }

    /** Whether the processes can go on as they are. */
    private static boolean isSame(Ss7Settings.ApplicationServer one, Ss7Settings.ApplicationServer other) {
        return other != null
                && one.role() == other.role()
                && one.exchange() == other.exchange()
                && one.routingContext().equals(other.routingContext())
                && one.networkAppearance().equals(other.networkAppearance())
                && one.trafficMode() == other.trafficMode();
    }

    private void close(String name) {
        Peer peer = peers.remove(name);
        peer.withdraw("association " + name + " is removed");
        peer.deactivate();
        peer.takeDown("association " + name + " is removed");
        transport.remove(name);
        peer.down("removed");
        servers.values().forEach(peer::leave);
    }

    private void join(Ss7Settings.ApplicationServer settings) {
        ApplicationServer server = servers.get(settings.name());
        if (server == null) {
            server = new ApplicationServer(settings, layer.timers(), layer);
            servers.put(settings.name(), server);
        } else {
            server.settings(settings);
        }
        for (Peer peer : peers.values()) {
            boolean member = peer.memberships().containsKey(server.name());
            boolean wanted = settings.associations().contains(peer.association());
            if (member && !wanted) {
                peer.leave(server);
            } else if (!member && wanted) {
                peer.join(server);
            }
        }
    }

    private void screen() {
        for (Peer peer : peers.values()) {
            Set<Integer> behind = new HashSet<>();
            Set<Integer> elsewhere = new HashSet<>();
            boolean any = false;
            for (ApplicationServer server : servers.values()) {
                boolean here = server.settings().associations().contains(peer.association());
                (here ? behind : elsewhere).addAll(server.settings().pointCodes());
                any |= here && server.settings().originatingPointCodes() == OriginCheck.ANY;
            }
            elsewhere.removeAll(behind);
            peer.screen(
                    any
                            ? OriginScreen.anyBut(layer.pointCode(), elsewhere)
                            : OriginScreen.only(layer.pointCode(), behind));
        }
    }

    /** Gives each peer its link; those that have one keep it. */
    void addLinks() {
        peers.forEach((name, peer) -> {
            if (peer.link() == null) {
                peer.link(transport.add(associations.get(name), peer));
            }
        });
    }

    /** Whether all point codes that are reached over this association are reached over others, too. */
    boolean hasAlternative(Peer leaving) {
        return leaving.memberships().values().stream()
                .flatMap(membership -> membership.settings().pointCodes().stream())
                .allMatch(pointCode -> servers.values().stream()
                        .filter(server -> server.settings().pointCodes().contains(pointCode))
                        .flatMap(server -> server.members().stream())
                        .map(member -> (Membership) member)
                        .anyMatch(member -> member.peer() != leaving
                                && member.state() == AspState.ACTIVE
                                && member.peer().reaches(pointCode)));
    }

    boolean congestedEverywhere(int pointCode) {
        return servers.values().stream()
                .filter(server -> server.settings().pointCodes().contains(pointCode))
                .flatMap(server -> server.members().stream())
                .map(member -> (Membership) member)
                .filter(member ->
                        member.state() == AspState.ACTIVE && member.peer().reaches(pointCode))
                .allMatch(member -> member.peer().availability(pointCode) == Availability.CONGESTED);
    }

    List<AssociationStatus> associationStatus(Set<String> locked) {
        return associations.keySet().stream()
                .map(name -> new AssociationStatus(
                        name, peers.containsKey(name) && peers.get(name).isConnected(), locked.contains(name)))
                .toList();
    }

    List<ApplicationServerStatus> applicationServerStatus(Routes routes) {
        List<ApplicationServerStatus> all = new ArrayList<>();
        for (ApplicationServer server : servers.values()) {
            List<ProcessStatus> processes = server.members().stream()
                    .map(member -> new ProcessStatus(
                            member.association(), member.state().name()))
                    .toList();
            List<DestinationStatus> destinations = server.settings().pointCodes().stream()
                    .map(pointCode -> destination(pointCode, routes))
                    .toList();
            all.add(new ApplicationServerStatus(server.name(), server.state().name(), processes, destinations));
        }
        return all;
    }

    private static DestinationStatus destination(int pointCode, Routes routes) {
        Route route = routes.to(pointCode);
        return new DestinationStatus(
                pointCode, route != null && route.takes(), route == null ? List.of() : route.associations());
    }
}
