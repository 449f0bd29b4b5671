// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.peers.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The programs in {@code docs/examples/clients}, and what runs them. */
enum ClientExample {
    SMPP_PYTHON(Way.SMPP, "smpp/receiver.py", Peer.PYTHON),
    SMPP_NODE(Way.SMPP, "smpp/receiver.js", Peer.NODE_SMPP),
    SMPP_JAVA(Way.SMPP, "smpp/Receiver.java"),
    WEBHOOK_PYTHON(Way.WEBHOOK, "webhook/receiver.py", Peer.PYTHON),
    WEBHOOK_NODE(Way.WEBHOOK, "webhook/receiver.js", Peer.NODE),
    WEBHOOK_JAVA(Way.WEBHOOK, "webhook/Receiver.java"),
    WEBHOOK_PHP(Way.WEBHOOK, "webhook/receiver.php", Peer.PHP),
    WEBHOOK_GO(Way.WEBHOOK, "webhook/receiver.go", Peer.GO),
    REST_PYTHON(Way.REST, "rest/reader.py", Peer.REQUESTS),
    REST_JAVA(Way.REST, "rest/Reader.java"),
    SOAP_PYTHON(Way.SOAP, "soap/reader.py", Peer.ZEEP),
    SOAP_JAVA(Way.SOAP, "soap/Reader.java"),
    JMS_JAVA(Way.JMS, "queue/JmsReader.java"),
    AMQP_PYTHON(Way.AMQP_URL, "queue/amqp_reader.py", Peer.PROTON),
    AMQP_NODE(Way.QUEUE, "queue/amqp-reader.js", Peer.NODE_RHEA),
    STOMP_PYTHON(Way.QUEUE, "queue/stomp_reader.py", Peer.STOMP_PY),
    MQTT_NODE(Way.MQTT, "queue/mqtt-reader.js", Peer.NODE_MQTT),
    POSTGRESQL_PYTHON(Way.POSTGRESQL, "sql/postgresql_reader.py", Peer.POSTGRESQL, Peer.PSYCOPG2),
    MARIADB_PYTHON(Way.MARIADB, "sql/mariadb_reader.py", Peer.MARIADB, Peer.PYMYSQL);

    static final Path FOLDER = Path.of("docs/examples/clients");

    /** How the hub hands the messages over: the last step of the application's route, and the client's arguments. */
    enum Way {
        SMPP("kamelet:smpp-server-sink?account=@", "127.0.0.1", "{smpp}", "@"),
        WEBHOOK(
                "kamelet:webhook-sink?url=http://127.0.0.1:{web}/sms&allowPrivateTargets=true&signingSecrets={secret}",
                "127.0.0.1",
                "{web}"),
        REST("kamelet:inbox-sink", "http://127.0.0.1:{http}", "@"),
        SOAP("kamelet:inbox-sink", "http://127.0.0.1:{http}", "@"),
        JMS("kamelet:jms-sink", "tcp://127.0.0.1:{broker}", "@"),
        AMQP_URL("kamelet:jms-sink", "amqp://127.0.0.1:{broker}", "@"),
        QUEUE("kamelet:jms-sink", "127.0.0.1", "{broker}", "@"),
        MQTT("kamelet:jms-sink", "mqtt://127.0.0.1:{broker}", "@"),
        POSTGRESQL("kamelet:sql-sink", "host=127.0.0.1 port={postgresql} dbname=hub user=hub", "@"),
        MARIADB("kamelet:sql-sink?dataSource=acmeDatabase", "127.0.0.1", "{mariadb}", "hub", "@");

        private final String sink;
        private final List<String> arguments;

        Way(String sink, String... arguments) {
            this.sink = sink;
            this.arguments = List.of(arguments);
        }

        /** Whether the client takes what the hub sends, and does not come for it. */
        boolean isPushed() {
            return this == SMPP || this == WEBHOOK;
        }

        boolean isBroker() {
            return sink.equals("kamelet:jms-sink");
        }
    }

    final Way way;
    private final String file;
    private final List<Peer> peers;

    ClientExample(Way way, String file, Peer... peers) {
        this.way = way;
        this.file = file;
        this.peers = List.of(peers);
    }

    static List<ClientExample> of(Way way) {
        return Arrays.stream(values()).filter(example -> example.way == way).toList();
    }

    Path file() {
        return FOLDER.resolve(file);
    }

    String application() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void requirePeers() {
        peers.forEach(Peer::require);
    }

    /** The step that ends the application's route; {@code {name}} stands for ports and secrets. */
    String sink() {
        return way.sink.replace("@", application());
    }

    /** The command of the file's first lines. */
    List<String> command() {
        List<String> command = new ArrayList<>(
                switch (file.substring(file.lastIndexOf('.') + 1)) {
                    case "py" -> List.of("/usr/bin/python3", file().toString());
                    case "js" -> List.of("node", file().toString());
                    case "go" -> List.of("go", "run", file().toString(), "127.0.0.1:{web}");
                    case "php" -> List.of("php", "-S", "127.0.0.1:{web}", file().toString());
                    default ->
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Dstdout.encoding=UTF-8",
                                "-Dsun.stdout.encoding=UTF-8",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                file().toString());
                });
        if (!file.endsWith(".go") && !file.endsWith(".php")) {
            way.arguments.forEach(argument -> command.add(argument.replace("@", application())));
        }
        return command;
    }
}
