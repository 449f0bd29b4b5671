// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.Discovery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How nodes find each other when nobody has told them the others' addresses. */
@Timeout(120)
class DiscoveryIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static void assertTwoMeet(Farm farm) throws Exception {
        Grid first = farm.start(1);
        Grid second = farm.start(2);
        await().atMost(SOON)
                .until(() -> first.members().size() == 2 && second.members().size() == 2);
    }

    @Test
    void nodesMeetByANameThatResolvesToAllOfThem() throws Exception {
        try (DnsServer dns = new DnsServer("nodes.sms.svc.cluster.local", List.of("127.0.0.1", "127.0.0.2"));
                Farm farm = new Farm(
                        folder, 2, Optional.of(new Discovery.Dns("nodes.sms.svc.cluster.local", dns.place())), null)) {
            assertTwoMeet(farm);
        }
    }

    @Test
    void nodesMeetByATableOfTheDatabase() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:farm;DB_CLOSE_DELAY=-1");
        try (Farm farm = new Farm(folder, 2, Optional.of(new Discovery.Database()), database)) {
            assertTwoMeet(farm);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select count(*) from jgroups")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isPositive();
            }
        }
    }
}
