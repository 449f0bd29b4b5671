// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the associations and application servers of {@code ss7.yaml} fit together. */
final class Ss7LinkChecks {

    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");

    private final Section root;
    private final List<Placed<Association>> associations;
    private final List<Placed<ApplicationServer>> servers;

    Ss7LinkChecks(Section root, List<Placed<Association>> associations, List<Placed<ApplicationServer>> servers) {
        this.root = root;
        this.associations = associations;
        this.servers = servers;
    }

    void report() {
        namedAssociationsExist();
        namesAreUnique(root.sections("associations"), "association");
        namesAreUnique(root.sections("applicationServers"), "application server");
        associationsAreUsed();
        listenersDiffer();
        sharedAssociationsAreTellable();
        noneReachesTheHubItself();
    }

    private void noneReachesTheHubItself() {
        if (!root.has("pointCode") || !root.isInteger("pointCode") || !root.sound("pointCode")) {
            return;
        }
        for (Placed<ApplicationServer> server : servers) {
            List<Integer> pointCodes = server.value().pointCodes();
            for (int i = 0; i < pointCodes.size(); i++) {
                if (pointCodes.get(i) == root.integer("pointCode")) {
                    server.section()
                            .problem(
                                    "pointCodes",
                                    i,
                                    "is " + server.section().shown("pointCodes", i)
                                            + ", but that is the hub's own point code: list those that are "
                                            + "reached over the associations");
                }
            }
        }
    }

    private void namesAreUnique(List<Section> sections, String kind) {
        Map<String, Section> seen = new HashMap<>();
        for (Section section : sections) {
            if (section.has("name") && section.sound("name")) {
                Section earlier = seen.putIfAbsent(section.text("name"), section);
                if (earlier != null) {
                    section.problem(
                            "name",
                            section.shown("name") + " is already the " + kind + " of " + earlier.where()
                                    + ": names are unique");
                }
            }
        }
    }

    private void namedAssociationsExist() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Section section : root.sections("associations")) {
            if (!section.has("name") || !section.sound("name")) {
                return; // the name that is wrong may be the one that is used
            }
            names.put(section.text("name"), section.bare("name"));
        }
        for (Placed<ApplicationServer> server : servers) {
            List<String> used = server.value().associations();
            for (int i = 0; i < used.size(); i++) {
                if (!names.containsKey(used.get(i))) {
                    String meant = server.section().secret()
                            ? ""
                            : DidYouMean.to(used.get(i), names.keySet())
                                    .map(name -> "; did you mean " + names.get(name) + "?")
                                    .orElse("");
                    server.section()
                            .problem(
                                    "associations",
                                    i,
                                    "there is no association "
                                            + server.section().shown("associations", i) + ", there are "
                                            + String.join(", ", names.values()) + meant);
                }
            }
        }
    }

    private void associationsAreUsed() {
        Set<String> used = new HashSet<>();
        root.sections("applicationServers").forEach(section -> used.addAll(section.texts("associations")));
        for (Placed<Association> association : associations) {
            if (!used.contains(association.value().name())) {
                association
                        .section()
                        .problem(
                                "name",
                                "no application server uses the association "
                                        + association.section().shown("name")
                                        + ": list it in the associations of one, or remove it");
            }
        }
    }

    private void listenersDiffer() {
        for (int i = 0; i < associations.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (meet(associations.get(i).value(), associations.get(j).value())) {
                    associations
                            .get(i)
                            .section()
                            .problem(
                                    "local",
                                    "listens where the association "
                                            + associations.get(j).section().shown("name")
                                            + " of "
                                            + associations.get(j).section().where() + " does, for the same peer:"
                                            + " give them different ports, different peer addresses, or each "
                                            + "peer's port");
                }
            }
        }
    }

    /** A connection could be meant for either. */
    private static boolean meet(Association one, Association other) {
        boolean sameListener = one.side() == Side.SERVER
                && other.side() == Side.SERVER
                && one.protocol() == other.protocol()
                && one.localPort() == other.localPort()
                && share(one.localAddresses(), other.localAddresses());
        boolean samePeer = share(one.peerAddresses(), other.peerAddresses())
                && (one.peerPort() == other.peerPort() || one.peerPort() == 0 || other.peerPort() == 0);
        return sameListener && samePeer;
    }

    private static boolean share(List<String> some, List<String> others) {
        return !Collections.disjoint(some, others)
                || !Collections.disjoint(some, ANY_ADDRESS)
                || !Collections.disjoint(others, ANY_ADDRESS);
    }

    /** RFC 4666 clause 3.6.1: only the routing context tells the application servers of one association apart. */
    private void sharedAssociationsAreTellable() {
        for (int i = 0; i < servers.size(); i++) {
            for (int j = 0; j < i; j++) {
                Placed<ApplicationServer> one = servers.get(i);
                Placed<ApplicationServer> other = servers.get(j);
                boolean secret = one.section().secret() || other.section().secret();
                firstShared(one.value(), other.value())
                        .ifPresent(shared -> reportIndistinguishable(
                                one, other, secret ? "an association" : "the association " + shared));
            }
        }
    }

    private static Optional<String> firstShared(ApplicationServer one, ApplicationServer other) {
        return one.associations().stream()
                .filter(other.associations()::contains)
                .findFirst();
    }

    private static void reportIndistinguishable(
            Placed<ApplicationServer> one, Placed<ApplicationServer> other, String association) {
        String with =
                " shared with the application server of " + other.section().where();
        if (one.value().role() != other.value().role()) {
            one.section()
                    .problem(
                            "role",
                            "is " + one.section().shown("role") + ", but the hub has one role on " + association + with
                                    + ", where it is " + other.section().shown("role"));
        }
        needsRoutingContext(one, association);
        needsRoutingContext(other, association);
        if (one.value().routingContext().isPresent()
                && one.value().routingContext().equals(other.value().routingContext())) {
            one.section()
                    .problem(
                            "routingContext",
                            "is " + one.section().shown("routingContext") + ", but must differ on " + association
                                    + with);
        }
    }

    private static void needsRoutingContext(Placed<ApplicationServer> server, String association) {
        if (server.value().routingContext().isEmpty()) {
            server.section()
                    .problem("key 'routingContext' is missing: " + association + " carries several application servers,"
                            + " which only routing contexts tell apart");
        }
    }
}
