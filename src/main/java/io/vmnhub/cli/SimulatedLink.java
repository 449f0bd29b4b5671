// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.simulator.PeerLink;
import io.vmnhub.simulator.PeerLink.HostAndPort;
import io.vmnhub.simulator.PeerSettings;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code vmn-hub simulate} that say how the hub is reached. */
final class SimulatedLink {

    private static final int NATIONAL = 2;

    @Option(
            names = "--association",
            paramLabel = "NAME",
            description = "The association of the hub's config/ss7.yaml whose other end to be (default: the first).")
    private String association;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            converter = Place.class,
            description = "Connect here, whatever any configuration says.")
    private HostAndPort connect;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Place.class,
            description = "Wait here for the hub to connect; with --connect, too.")
    private HostAndPort listen;

    @Option(
            names = "--peer",
            paramLabel = "HOST",
            description = "With --listen: from where the hub comes (default: 127.0.0.1).")
    private String peer = "127.0.0.1";

    @Option(names = "--protocol", paramLabel = "tcp|sctp", description = "With --connect or --listen (default: tcp).")
    private Protocol protocol = Protocol.TCP;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            converter = M3uaRole.class,
            description = "With --connect or --listen: the part the simulator plays in M3UA, asp, "
                    + "sgp, ipsp-client or ipsp-server (default: asp with --connect, else sgp).")
    private Role role;

    @Option(
            names = "--point-code",
            paramLabel = "N",
            description = "With --connect or --listen: the simulator's own (default: 2).")
    private int pointCode = 2;

    @Option(
            names = "--hub-point-code",
            paramLabel = "N",
            description = "With --connect or --listen: the hub's (default: 1).")
    private int hubPointCode = 1;

    @Option(
            names = "--routing-context",
            paramLabel = "N|none",
            description = "With --connect or --listen (default: 101).")
    private String routingContext = "101";

    @Option(
            names = "--global-title",
            paramLabel = "DIGITS",
            description = "The SMSC's global title, its service centre address (default: 447700000100).")
    private String globalTitle = "447700000100";

    /** Whether the hub's own configuration says how to reach it. */
    boolean fromConfiguration() {
        return connect == null && listen == null;
    }

    /**
     * @param hub only asked for when {@link #fromConfiguration()}
     * @param timeout how long answers may take
     */
    Ss7Settings settings(Optional<Ss7Settings> hub, Duration timeout) {
        Ss7Settings settings = hub.isPresent()
                ? PeerSettings.facing(
                        hub.get(),
                        association != null
                                ? association
                                : hub.get().associations().get(0).name(),
                        globalTitle)
                : new PeerLink(
                                Optional.ofNullable(connect),
                                Optional.ofNullable(listen),
                                peer,
                                protocol,
                                role(),
                                pointCode,
                                hubPointCode,
                                NATIONAL,
                                routingContext(),
                                globalTitle)
                        .settings();
        return PeerSettings.withIdleTimeout(settings, timeout.multipliedBy(2));
    }

    private Role role() {
        return role != null ? role : connect != null ? Role.ASP : Role.SGP;
    }

    private OptionalLong routingContext() {
        if (routingContext.equals("none")) {
            return OptionalLong.empty();
        }
        if (!routingContext.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException(
                    "--routing-context '" + routingContext + "' is not a number and not none");
        }
        return OptionalLong.of(Long.parseLong(routingContext));
    }

    /** In words, where the hub should be. */
    static String describe(Ss7Settings settings) {
        return settings.associations().stream()
                .map(link -> link.side() == Side.CLIENT
                        ? "at " + link.peerAddresses().get(0) + ":" + link.peerPort()
                        : "that connects to " + link.localAddresses().get(0) + ":" + link.localPort())
                .collect(Collectors.joining(" or "));
    }

    /** HOST:PORT. */
    static final class Place implements ITypeConverter<HostAndPort> {
        @Override
        public HostAndPort convert(String value) {
            try {
                return HostAndPort.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A role as config/ss7.yaml writes it. */
    static final class M3uaRole implements ITypeConverter<Role> {
        @Override
        public Role convert(String value) {
            return Arrays.stream(Role.values())
                    .filter(known -> known.name().equalsIgnoreCase(value.replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + value + "' is not asp, sgp, ipsp-client or ipsp-server"));
        }
    }
}
