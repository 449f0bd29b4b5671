// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.acceptance.ClientExample.Way;
import io.vmnhub.broker.Broker;
import io.vmnhub.database.Database;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.MariaDbServer;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.RestServer;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * One hub with an application for each of {@link ClientExample}, whose route ends in its way out, beside servers of
 * PostgreSQL and MariaDB where they are installed.
 */
final class ClientExamplesHub implements AutoCloseable {

    static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String PASSWORD = "sesame12";

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<ClientExample, Integer> webPorts = new EnumMap<>(ClientExample.class);
    private final Optional<DatabaseServer> postgresql = PostgresqlServer.start();
    private final Optional<DatabaseServer> mariadb = MariaDbServer.start();
    private final Optional<Database> mariadbTables = mariadb.map(server -> new Database(server.settings()));
    private final RunningHub hub;
    private final Smsc smsc;

    ClientExamplesHub(Path folder) throws Exception {
        for (String port : List.of("smpp", "http", "broker")) {
            names.put(port, String.valueOf(FreePort.next()));
        }
        names.put("secret", "whsec_" + KEY);
        postgresql.ifPresent(server -> names.put("postgresql", port(server)));
        mariadb.ifPresent(server -> names.put("mariadb", port(server)));
        HubFolder files = HubFolder.withoutApplications(folder);
        for (ClientExample example : ClientExample.values()) {
            webPorts.put(example, FreePort.next());
        }
        write(files);
        Map<String, Object> beans = new LinkedHashMap<>();
        mariadbTables.ifPresent(tables -> beans.put("acmeDatabase", tables.dataSource()));
        hub = RunningHub.of(files, properties(), beans);
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        smsc.activate();
    }

    private static String port(DatabaseServer server) {
        return String.valueOf(
                URI.create(server.settings().url().substring("jdbc:".length())).getPort());
    }

    /** All, but for those whose database is not here. */
    private List<ClientExample> examples() {
        return Stream.of(ClientExample.values())
                .filter(example -> example.way != Way.MARIADB || mariadb.isPresent())
                .toList();
    }

    private void write(HubFolder files) throws Exception {
        StringBuilder numbers = new StringBuilder("ranges:\n");
        StringBuilder applications = new StringBuilder("applications:\n");
        StringBuilder accounts =
                new StringBuilder("listeners:\n  - {address: 127.0.0.1, port: " + names.get("smpp") + "}\naccounts:\n");
        for (ClientExample example : examples()) {
            String name = example.application();
            numbers.append("  - {number: \"4477009001%02d\", firstImsi: \"%s\", application: %s}\n"
                    .formatted(place(example), imsi(example), name));
            if (example.way == Way.SMPP) {
                accounts.append("  - {systemId: %s, password: secret, defaultAlphabet: iso-8859-1}\n".formatted(name));
            } else if (example.way == Way.REST) {
                applications.append("  %s: {api: {keys: [{name: reader, sha256: %s}]}}\n"
                        .formatted(name, RestServer.key(name + PASSWORD).sha256()));
            } else if (example.way == Way.SOAP) {
                applications.append(
                        "  %s: {soap: {password: %s, delivery: at-least-once}}\n".formatted(name, name + PASSWORD));
            }
            files.write(Map.of("routes/applications/" + name + ".camel.yaml", """
                    - route:
                        id: %s
                        from:
                          uri: direct:%s
                          steps:
                            - to: %s
                    """.formatted(
                            name, name, named(example, example.sink()))));
        }
        files.write(Map.of(
                "config/numbers.yaml", numbers.toString(),
                "config/applications.yaml", applications.toString(),
                "config/smpp.yaml", accounts.toString()));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("vmnhub.http.port", names.get("http"));
        properties.put("vmnhub.broker.port", names.get("broker"));
        properties.put("vmnhub.broker.protocols", "core, amqp, stomp, mqtt");
        examples().stream()
                .filter(example -> example.way.isBroker())
                .map(ClientExample::application)
                .forEach(name -> properties.put("vmnhub.broker.users." + name, name + PASSWORD));
        postgresql.ifPresent(server -> {
            properties.put("vmnhub.database.url", server.settings().url());
            properties.put("vmnhub.database.username", "hub");
        });
        return properties;
    }

    private static int place(ClientExample example) {
        return List.of(ClientExample.values()).indexOf(example);
    }

    private static String imsi(ClientExample example) {
        return "2341500000001%02d".formatted(place(example));
    }

    private String named(ClientExample example, String text) {
        String named = text.replace("{web}", String.valueOf(webPort(example)));
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace("{" + name.getKey() + "}", name.getValue());
        }
        return named;
    }

    /** Where a receiver of webhooks is to listen. */
    int webPort(ClientExample example) {
        return webPorts.get(example);
    }

    List<String> command(ClientExample example) {
        return example.command().stream()
                .map(argument -> named(example, argument))
                .toList();
    }

    /** The variables of the environment in which the examples look for their secrets. */
    Map<String, String> secrets(ClientExample example) {
        String password = example.application() + PASSWORD;
        return Map.of(
                "SMPP_PASSWORD",
                "secret",
                "API_KEY",
                password,
                "SOAP_PASSWORD",
                password,
                "BROKER_PASSWORD",
                password,
                "DATABASE_PASSWORD",
                "",
                "WEBHOOK_SECRET",
                names.get("secret"));
    }

    /** Whether the SMSC gets a result for a text to the number of the example's application. */
    boolean sends(ClientExample example, String text) {
        return smsc.forwardSm(
                        3,
                        imsi(example),
                        SmsDeliverTpdu.from("447911123456").gsm7(text).encode())
                .isResult();
    }

    /** How many messages wait for the client's confirmation. */
    long unconfirmed(ClientExample example) throws Exception {
        DataSource own = hub.context().getRegistry().lookupByNameAndType("dataSource", DataSource.class);
        String application = example.application();
        return switch (example.way) {
            case SMPP, WEBHOOK -> 0; // the SMSC has its result
            case REST, SOAP -> rows(own, "pull_message where application = '" + application + "'");
            case POSTGRESQL, MARIADB ->
                rows(
                        example.way == Way.MARIADB ? mariadbTables.orElseThrow().dataSource() : own,
                        "sms_inbox where processed_at is null and application = '" + application + "'");
            default ->
                hub.context()
                        .getRegistry()
                        .findSingleByType(Broker.class)
                        .embedded()
                        .server()
                        .locateQueue(SimpleString.of("sms." + application))
                        .getMessageCount();
        };
    }

    private static long rows(DataSource database, String from) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        smsc.close();
        hub.close();
        mariadbTables.ifPresent(Database::close);
        for (Optional<DatabaseServer> server : List.of(postgresql, mariadb)) {
            if (server.isPresent()) {
                server.get().close();
            }
        }
    }
}
