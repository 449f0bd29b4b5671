// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Settings of the simulator's end of a hub's link: everything that has two sides is turned round. */
public final class PeerSettings {

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final int THREADS = 2;

    private PeerSettings() {}

    /**
     * The other end of the application server that has {@code association}.
     *
     * @param globalTitle the simulated SMSC's own title: its service centre address
     * @throws IllegalArgumentException when the hub has no such association, or it is in no application server
     */
    public static Ss7Settings facing(Ss7Settings hub, String association, String globalTitle) {
        Association link = hub.associations().stream()
                .filter(a -> a.name().equals(association))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the hub has no association '" + association + "'; it has "
                                + String.join(
                                        ", ",
                                        hub.associations().stream()
                                                .map(Association::name)
                                                .toList())));
        ApplicationServer server = hub.applicationServers().stream()
                .filter(s -> s.associations().contains(association))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no application server of the hub uses association '" + association + "'"));
        Association mirrored = new Association(
                link.name(),
                link.protocol(),
                link.side() == Side.SERVER ? Side.CLIENT : Side.SERVER,
                link.peerAddresses(),
                link.peerPort(),
                link.localAddresses(),
                link.localPort(),
                Optional.empty(),
                RECONNECT_DELAY);
        ApplicationServer peer = new ApplicationServer(
                server.name(),
                mirrored(server.role()),
                server.exchange(),
                server.routingContext(),
                server.networkAppearance(),
                server.trafficMode(),
                1,
                List.of(association),
                List.of(hub.pointCode()));
        return new Ss7Settings(
                server.pointCodes().get(0),
                hub.networkIndicator(),
                globalTitle,
                globalTitle,
                List.of(mirrored),
                List.of(peer),
                List.of(rule(globalTitle, new Target.Local()), rule("*", new Target.PointCode(hub.pointCode()))),
                THREADS,
                hub.maxDialogues(),
                hub.dialogueIdleTimeout(),
                DRAIN);
    }

    /** A hub's settings with one more link on loopback, on which it listens as SGP for a simulator. */
    public static Ss7Settings withListeningLink(
            Ss7Settings hub, String name, int port, int pointCode, long routingContext) {
        List<Association> associations = new ArrayList<>(hub.associations());
        associations.add(new Association(
                name,
                Protocol.TCP,
                Side.SERVER,
                List.of("127.0.0.1"),
                port,
                List.of("127.0.0.1"),
                0,
                Optional.empty(),
                RECONNECT_DELAY));
        List<ApplicationServer> servers = new ArrayList<>(hub.applicationServers());
        servers.add(new ApplicationServer(
                name,
                Role.SGP,
                Exchange.SINGLE,
                OptionalLong.of(routingContext),
                OptionalLong.empty(),
                TrafficMode.LOADSHARE,
                1,
                List.of(name),
                List.of(pointCode)));
        return new Ss7Settings(
                hub.pointCode(),
                hub.networkIndicator(),
                hub.mscGlobalTitle(),
                hub.hlrGlobalTitle(),
                associations,
                servers,
                hub.globalTitleTranslation(),
                hub.deliveryThreads(),
                hub.maxDialogues(),
                hub.dialogueIdleTimeout(),
                hub.drainTimeout());
    }

    /**
     * The same, with dialogues that live at least this long: answers may be waited for longer than the hub's own idle
     * timeout.
     */
    public static Ss7Settings withIdleTimeout(Ss7Settings settings, Duration atLeast) {
        Duration idle =
                settings.dialogueIdleTimeout().compareTo(atLeast) < 0 ? atLeast : settings.dialogueIdleTimeout();
        return new Ss7Settings(
                settings.pointCode(),
                settings.networkIndicator(),
                settings.mscGlobalTitle(),
                settings.hlrGlobalTitle(),
                settings.associations(),
                settings.applicationServers(),
                settings.globalTitleTranslation(),
                settings.deliveryThreads(),
                settings.maxDialogues(),
                idle,
                settings.drainTimeout());
    }

    private static Role mirrored(Role role) {
        return switch (role) {
            case ASP -> Role.SGP;
            case SGP -> Role.ASP;
            case IPSP_CLIENT -> Role.IPSP_SERVER;
            case IPSP_SERVER -> Role.IPSP_CLIENT;
        };
    }

    static TranslationRule rule(String digits, Target target) {
        return new TranslationRule(
                digits, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Set.of(), target);
    }
}
