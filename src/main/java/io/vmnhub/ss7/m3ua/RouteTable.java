// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.m3ua.Destinations.Availability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes the routes from the states as they are: to each point code the paths of its active application servers over
 * the associations whose gateways reach it, the restricted and congested ones only where there is no better.
 */
final class RouteTable {

    private final Collection<ApplicationServer> servers;
    private final Path.ChangeOver changeOver;

    /** @param changeOver takes messages whose association ended before they had left */
    RouteTable(Collection<ApplicationServer> servers, Path.ChangeOver changeOver) {
        this.servers = servers;
        this.changeOver = changeOver;
    }

    Map<Integer, Route> compute() {
        Map<Integer, Candidates> byPointCode = new TreeMap<>();
        for (ApplicationServer server : servers) {
            for (int pointCode : server.settings().pointCodes()) {
                byPointCode.computeIfAbsent(pointCode, code -> new Candidates()).add(server, pointCode);
            }
        }
        Map<Integer, Route> routes = new TreeMap<>();
        byPointCode.forEach((pointCode, candidates) -> routes.put(pointCode, candidates.route()));
        return routes;
    }

    private final class Candidates {

        private final List<Path> available = new ArrayList<>();
        private final List<Path> restricted = new ArrayList<>();
        private final List<PendingQueue> pending = new ArrayList<>();

        void add(ApplicationServer server, int pointCode) {
            server.pending().ifPresent(pending::add);
            if (server.state() != AsState.ACTIVE) {
                return;
            }
            for (ApplicationServer.Member member : server.members()) {
                Peer peer = ((Membership) member).peer();
                if (member.state() == AspState.ACTIVE && peer.reaches(pointCode)) {
                    (peer.availability(pointCode) == Availability.AVAILABLE ? available : restricted)
                            .add(new Path(peer.link(), server.settings(), changeOver));
                }
            }
        }

        Route route() {
            return new Route(available.isEmpty() ? restricted : available, pending);
        }
    }
}
