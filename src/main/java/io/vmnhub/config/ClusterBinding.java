// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Discovery;
import io.vmnhub.cluster.Discovery.Place;
import io.vmnhub.tls.TlsFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code cluster.yaml}: the farm that the hub is a node of. */
final class ClusterBinding implements Binding<ClusterSettings> {

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Optional<ClusterSettings> bind(Section root) {
        if (root.sound("discovery") && root.has("discovery") && ways(root.section("discovery")) != 1) {
            root.problem("discovery", "must have one of the keys nodes, dns and database, and only one");
        }
        Duration suspectAfter = root.duration("suspectAfter").orElse(ClusterSettings.DEFAULT_SUSPECT_AFTER);
        if (!root.sound()) {
            return Optional.empty();
        }
        Section bind = root.section("bind");
        Optional<Discovery> discovery = discovery(root.section("discovery"));
        return discovery.flatMap(found -> root.build(() -> new ClusterSettings(
                root.text("name"),
                root.text("node"),
                bind.text("address"),
                bind.integer("port", ClusterSettings.DEFAULT_PORT),
                found,
                tls(root.section("tls")),
                root.integer("expectedMembers"),
                suspectAfter)));
    }

    private static long ways(Section discovery) {
        return Stream.of("nodes", "dns", "database").filter(discovery::has).count();
    }

    private static Optional<Discovery> discovery(Section place) {
        if (place.has("dns")) {
            String server = place.has("dnsServer") ? place.text("dnsServer") : "";
            return Optional.of(new Discovery.Dns(place.text("dns"), server));
        }
        if (place.has("database")) {
            if (!place.flag("database", true)) {
                place.problem("database", "is false: name another way to find the nodes instead");
                return Optional.empty();
            }
            return Optional.of(new Discovery.Database());
        }
        List<String> texts = place.texts("nodes");
        List<Place> nodes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                nodes.add(Place.parse(texts.get(i)));
            } catch (IllegalArgumentException e) {
                place.problem("nodes", i, "is " + place.shown("nodes", i) + ", but " + e.getMessage());
            }
        }
        return place.sound() ? Optional.of(new Discovery.Nodes(nodes)) : Optional.empty();
    }

    private static TlsFiles tls(Section place) {
        return new TlsFiles(
                place.path("certificate"),
                place.path("privateKey"),
                place.has("password") ? place.text("password") : "",
                place.path("trustedCertificates"),
                "");
    }
}
