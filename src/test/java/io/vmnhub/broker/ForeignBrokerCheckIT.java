// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.BrokerElsewhere;
import io.vmnhub.fixture.StoreHub;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub says of a broker that is not its own. */
class ForeignBrokerCheckIT {

    @TempDir
    Path data;

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void aBrokerThatLetsAnybodyInAndMakesQueuesForAnybodyIsSaidToDoSo() throws Exception {
        int port = freePort();
        try (BrokerElsewhere broker = new BrokerElsewhere(data, port)) {
            broker.start();
            assertThat(new ForeignBrokerCheck(new BrokerSettings(
                                    "tcp://127.0.0.1:" + port, "", "", data, 100, 1, Optional.empty()))
                            .findings())
                    .anyMatch(finding -> finding.contains("lets in anybody"))
                    .anyMatch(finding -> finding.contains("makes a queue or an address for whoever names one"))
                    .anyMatch(finding -> finding.contains("confirms and drops"));
        }
    }

    @Test
    void aBrokerThatKeepsItsUsersInTheirPlacesCannotBeAskedAndThatIsSaid() throws Exception {
        int port = freePort();
        try (StoreHub hub = new StoreHub(new BrokerSettings(
                "",
                "",
                "",
                data,
                1_000,
                1_000_000,
                Optional.of(new BrokerSettings.Listener(
                        "127.0.0.1", port, Map.of("acme", "acme-secret"), Optional.empty(), ""))))) {
            hub.broker.start();
            BrokerSettings settings = new BrokerSettings(
                    "tcp://127.0.0.1:" + port, "acme", "acme-secret", data, 100, 1, Optional.empty());
            assertThat(new ForeignBrokerCheck(settings).findings())
                    .singleElement()
                    .asString()
                    .contains("does not let the hub's user ask");
        }
    }
}
