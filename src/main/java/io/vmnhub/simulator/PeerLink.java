// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.OriginCheck;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The simulated SMSC's way to a hub whose configuration is not at hand.
 *
 * @param connect where to connect to; with {@code listen} too, there are two associations
 * @param listen where to wait for the hub
 * @param peer from which address the hub comes to {@code listen}
 * @param protocol SCTP or TCP
 * @param role the simulator's part
 * @param pointCode the simulator's own
 * @param hubPointCode the hub's, or that of the STP before it
 * @param networkIndicator 0 to 3
 * @param routingContext empty for none
 * @param globalTitle of the SMSC
 */
public record PeerLink(
        Optional<HostAndPort> connect,
        Optional<HostAndPort> listen,
        String peer,
        Protocol protocol,
        Role role,
        int pointCode,
        int hubPointCode,
        int networkIndicator,
        OptionalLong routingContext,
        String globalTitle) {

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final int THREADS = 2;

    /** @param host address or name */
    public record HostAndPort(String host, int port) {

        /** @param text HOST:PORT; an IPv6 address stands in brackets */
        public static HostAndPort of(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 1
                    || !port.matches("[0-9]{1,5}")
                    || Integer.parseInt(port) > 65535
                    || Integer.parseInt(port) == 0) {
                throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:2905");
            }
            return new HostAndPort(text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1"), Integer.parseInt(port));
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public Ss7Settings settings() {
        List<Association> associations = new ArrayList<>();
        connect.ifPresent(hub -> associations.add(new Association(
                "connect",
                protocol,
                Side.CLIENT,
                List.of(ANY_ADDRESS),
                0,
                List.of(hub.host()),
                hub.port(),
                Optional.empty(),
                RECONNECT_DELAY)));
        listen.ifPresent(own -> associations.add(new Association(
                "listen",
                protocol,
                Side.SERVER,
                List.of(own.host()),
                own.port(),
                List.of(peer),
                0,
                Optional.empty(),
                RECONNECT_DELAY)));
        ApplicationServer server = new ApplicationServer(
                "hub",
                role,
                Exchange.SINGLE,
                routingContext,
                OptionalLong.empty(),
                TrafficMode.LOADSHARE,
                1,
                associations.stream().map(Association::name).toList(),
                List.of(hubPointCode),
                OriginCheck.ANY);
        return new Ss7Settings(
                pointCode,
                networkIndicator,
                globalTitle,
                globalTitle,
                associations,
                List.of(server),
                List.of(
                        PeerSettings.rule(globalTitle, new Target.Local()),
                        PeerSettings.rule("*", new Target.PointCode(hubPointCode))),
                THREADS,
                Ss7Settings.DEFAULT_MAX_DIALOGUES,
                Ss7Settings.DEFAULT_DIALOGUE_IDLE_TIMEOUT,
                DRAIN);
    }
}
