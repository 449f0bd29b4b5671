// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code ss7.yaml}: the signalling side. */
final class Ss7Binding implements Binding<Ss7Settings> {

    /** The names in the file, in the order of their codes (ITU-T Q.704 clause 14.2.1). */
    private static final List<String> NETWORK_INDICATORS =
            List.of("international", "spare", "national", "national-spare");

    private static final int LEAST_DEFAULT_THREADS = 2;
    private static final int MOST_THREADS = 64;

    @Override
    public String name() {
        return "ss7";
    }

    @Override
    public Optional<Ss7Settings> bind(Section root) {
        List<Placed<Association>> associations = all(root.sections("associations"), Ss7Binding::association);
        List<Placed<ApplicationServer>> servers =
                all(root.sections("applicationServers"), Ss7Binding::applicationServer);
        List<Placed<TranslationRule>> rules = all(root.sections("globalTitleTranslation"), Ss7Binding::rule);
        new Ss7LinkChecks(root, associations, servers).report();
        new Ss7TitleChecks(root, servers, rules).report();
        Duration dialogueIdleTimeout =
                root.duration("dialogueIdleTimeout").orElse(Ss7Settings.DEFAULT_DIALOGUE_IDLE_TIMEOUT);
        Duration drainTimeout = root.duration("drainTimeout").orElse(Ss7Settings.DEFAULT_DRAIN_TIMEOUT);
        if (!root.sound()) {
            return Optional.empty();
        }
        return root.build(() -> new Ss7Settings(
                root.integer("pointCode"),
                networkIndicator(root),
                withoutPlus(root.text("mscGlobalTitle")),
                withoutPlus(root.text("hlrGlobalTitle")),
                values(associations),
                values(servers),
                values(rules),
                root.integer("deliveryThreads", defaultThreads()),
                root.integer("maxDialogues", Ss7Settings.DEFAULT_MAX_DIALOGUES),
                dialogueIdleTimeout,
                drainTimeout,
                root.flag("checkCallingTitle", true)));
    }

    private static <T> List<Placed<T>> all(List<Section> sections, Function<Section, Optional<T>> binding) {
        List<Placed<T>> all = new ArrayList<>();
        for (Section section : sections) {
            if (section.sound()) {
                binding.apply(section).ifPresent(value -> all.add(new Placed<>(section, value)));
            }
        }
        return all;
    }

    private static <T> List<T> values(List<Placed<T>> placed) {
        return placed.stream().map(Placed::value).toList();
    }

    private static Optional<Association> association(Section section) {
        Section local = section.section("local");
        Section peer = section.section("peer");
        Protocol protocol = section.choice("protocol", Protocol.class);
        Side side = section.choice("side", Side.class);
        addresses(local);
        addresses(peer);
        if (side == Side.SERVER && local.integer("port", 0) == 0) {
            local.problem("port", "a server needs the port it listens on, 1 to 65535");
        }
        if (side == Side.CLIENT && peer.integer("port", 0) == 0) {
            peer.problem("port", "a client needs the port it connects to, 1 to 65535");
        }
        if (protocol == Protocol.TCP && local.texts("addresses").size() > 1) {
            local.problem("addresses", "TCP binds one address; several (multi-homing) need protocol: sctp");
        }
        Optional<Duration> heartbeat = section.duration("heartbeat");
        Duration reconnectDelay = section.duration("reconnectDelay").orElse(Association.DEFAULT_RECONNECT_DELAY);
        if (!section.sound()) {
            return Optional.empty();
        }
        return section.build(() -> new Association(
                section.text("name"),
                protocol,
                side,
                local.texts("addresses"),
                local.integer("port", 0),
                peer.texts("addresses"),
                peer.integer("port", 0),
                heartbeat,
                reconnectDelay,
                section.flag("dataOnStreamZero", true)));
    }

    /** What a pattern in the schema cannot say. */
    private static void addresses(Section endpoint) {
        List<String> addresses = endpoint.texts("addresses");
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).contains(":") && !isIpv6(addresses.get(i))) {
                endpoint.problem(
                        "addresses", i, "is " + endpoint.shown("addresses", i) + ", but must be an IP address");
            }
        }
    }

    private static boolean isIpv6(String address) {
        try {
            return InetAddress.getByName("[" + address + "]") != null; // in brackets no name server is ever asked
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<ApplicationServer> applicationServer(Section section) {
        Role role = section.choice("role", Role.class);
        int associations = section.texts("associations").size();
        if (section.has("exchange") && (role == Role.ASP || role == Role.SGP)) {
            section.problem("exchange", "only the roles ipsp-client and ipsp-server have an exchange: leave it out");
        }
        if (section.integer("minActive", 1) > associations) {
            section.problem(
                    "minActive",
                    "is " + section.shown("minActive") + ", but the application server has only " + associations
                            + (associations == 1 ? " association" : " associations"));
        }
        if (!section.sound()) {
            return Optional.empty();
        }
        return section.build(() -> new ApplicationServer(
                section.text("name"),
                role,
                section.choice("exchange", Exchange.SINGLE),
                section.optionalLong("routingContext"),
                section.optionalLong("networkAppearance"),
                section.choice("trafficMode", TrafficMode.LOADSHARE),
                section.integer("minActive", 1),
                section.texts("associations"),
                section.integers("pointCodes"),
                section.choice("originatingPointCodes", ApplicationServer.defaultOriginCheck(role))));
    }

    private static Optional<TranslationRule> rule(Section section) {
        return section.build(() -> new TranslationRule(
                section.text("digits"),
                section.optionalInteger("translationType"),
                section.optionalInteger("numberingPlan"),
                section.optionalInteger("natureOfAddress"),
                new LinkedHashSet<>(section.integers("subsystemNumbers")),
                section.isInteger("to") ? new Target.PointCode(section.integer("to")) : new Target.Local()));
    }

    private static int networkIndicator(Section root) {
        return root.isInteger("networkIndicator")
                ? root.integer("networkIndicator")
                : NETWORK_INDICATORS.indexOf(root.text("networkIndicator"));
    }

    private static int defaultThreads() {
        return Math.max(
                LEAST_DEFAULT_THREADS,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
