// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.simulator.PeerLink.HostAndPort;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerLinkTest {

    @Test
    void aPlaceIsAHostAndAPort() {
        assertThat(HostAndPort.of("stp.example:2905")).isEqualTo(new HostAndPort("stp.example", 2905));
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        assertThat(HostAndPort.of("[::1]:2905"))
                .isEqualTo(new HostAndPort("::1", 2905))
                .hasToString("[::1]:2905");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2905", ":2905", "host", "host:", "host:0", "host:65536", "host:x"})
    void whatIsNoHostAndPortIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> HostAndPort.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("127.0.0.1:2905");
    }

    @Test
    void connectingAndListeningMakesTwoAssociationsOfOneApplicationServer() {
        Ss7Settings settings =
                link(Optional.of(new HostAndPort("127.0.0.1", 1000)), Optional.of(new HostAndPort("127.0.0.2", 2000)));
        assertThat(settings.associations())
                .extracting(Ss7Settings.Association::side)
                .containsExactly(Side.CLIENT, Side.SERVER);
        assertThat(settings.applicationServers())
                .singleElement()
                .satisfies(server -> assertThat(server.associations()).containsExactly("connect", "listen"));
    }

    @Test
    void answersMayBeWaitedForLongerThanDialoguesUsuallyLive() {
        Ss7Settings settings = link(Optional.of(new HostAndPort("127.0.0.1", 1000)), Optional.empty());
        assertThat(PeerSettings.withIdleTimeout(settings, Duration.ofMinutes(5)).dialogueIdleTimeout())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(PeerSettings.withIdleTimeout(settings, Duration.ofSeconds(5)))
                .isEqualTo(settings);
    }

    private static Ss7Settings link(Optional<HostAndPort> connect, Optional<HostAndPort> listen) {
        return new PeerLink(
                        connect,
                        listen,
                        "127.0.0.1",
                        Protocol.TCP,
                        Role.ASP,
                        2,
                        1,
                        2,
                        OptionalLong.of(101),
                        "447700000100")
                .settings();
    }
}
