// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each recipe of the cookbook, as its file stands in docs/examples/routes, in one hub, from an SMSC to where its
 * messages go.
 */
@Timeout(120)
class CookbookIT {

    private static final Path RECIPES = Path.of("docs/examples/routes");

    /** Those that own a number; the place is the end of the number and of its IMSI. */
    private static final List<String> APPLICATIONS = List.of(
            "keywords",
            "both",
            "failover",
            "customer-by-sql",
            "customer-by-http",
            "ask-by-jms",
            "tenant-a",
            "tenant-b",
            "masking",
            "review",
            "office-hours",
            "office-nights",
            "own-form",
            "six-ways");

    private static final List<String> QUEUES = List.of(
            "sms.keywords:start",
            "sms.keywords:stop",
            "sms.keywords:help",
            "sms.customer-by-sql:strangers",
            "sms.customer-by-sql",
            "sms.customer-by-http",
            "sms.masking:archive",
            "sms.review:spam",
            "sms.office-hours:open",
            "sms.office-nights:closed",
            "sms.own-form",
            "sms.six-ways");

    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String CONFIRMATION = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
              <notifySmsReceptionResponse xmlns="http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local"/>
            </s:Body></s:Envelope>""";
    private static final Map<String, Queue<Message>> READ = new LinkedHashMap<>();
    private static final int SMPP = FreePort.next();

    @TempDir
    static Path folder;

    private static volatile int status = 200;
    private static Receiver web;
    private static Receiver soap;
    private static RunningHub hub;
    private static Smsc smsc;

    @BeforeAll
    static void start() throws Exception {
        web = Receiver.behaving(request -> {
            if (request.uri().contains("crm")) {
                request.response().end("Acme Ltd");
            } else {
                request.response().setStatusCode(status).end();
            }
        });
        soap = Receiver.behaving(request ->
                request.response().putHeader("Content-Type", "text/xml").end(CONFIRMATION));
        HubFolder files = HubFolder.shipped(folder);
        prepare();
        hub = RunningHub.of(files, properties(), Map.of());
        for (String queue : QUEUES) {
            READ.put(queue, new ConcurrentLinkedQueue<>());
            String reader = "read-" + queue.replace(':', '-');
            hub.bind(reader, (Processor)
                    exchange -> READ.get(queue).add(exchange.getMessage().copy()));
            hub.routes("""
                    - route:
                        from:
                          uri: jms:queue:%s
                          steps:
                            - process:
                                ref: %s
                    """.formatted(queue, reader));
        }
        hub.routes("""
                - route:
                    from:
                      uri: jms:queue:verdicts
                      steps:
                        - choice:
                            when:
                              - simple: "${body} contains 'bad'"
                                steps:
                                  - setBody: {constant: refuse}
                            otherwise:
                              steps:
                                - setBody: {constant: accept}
                """);
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        smsc.activate();
    }

    private static void prepare() throws IOException, SQLException {
        Path applications = folder.resolve("routes/applications");
        Files.createDirectories(folder.resolve("config/templates"));
        try (Stream<Path> recipes = Files.list(RECIPES)) {
            for (Path recipe : recipes.toList()) {
                boolean route = recipe.toString().endsWith(".camel.yaml");
                Files.copy(
                        recipe,
                        (route ? applications : folder.resolve("config/templates")).resolve(recipe.getFileName()));
            }
        }
        Files.writeString(
                applications.resolve("office-nights.camel.yaml"),
                Files.readString(RECIPES.resolve("office-hours.camel.yaml"))
                        .replace("office-hours", "office-nights")
                        .replace("office.closes:1700", "office.nobody:0000"));
        StringBuilder numbers = new StringBuilder("ranges:\n");
        for (int i = 0; i < APPLICATIONS.size(); i++) {
            numbers.append("  - {number: \"4477009001%02d\", firstImsi: \"2341500000001%02d\", application: %s}\n"
                    .formatted(i, i, APPLICATIONS.get(i)));
        }
        Files.writeString(folder.resolve("config/numbers.yaml"), numbers);
        Files.writeString(folder.resolve("config/smpp.yaml"), """
                listeners:
                  - {address: 127.0.0.1, port: %d}
                accounts:
                  - {systemId: failover, password: sesame}
                  - {systemId: six-ways, password: sesame}
                """.formatted(SMPP));
        try (Database database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(folder), "", "", 2));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table archive (id varchar(40), sender varchar(20), body varchar(200))");
            statement.execute("create table customers (msisdn varchar(20), name varchar(40))");
            statement.execute("insert into customers values ('447911123456', 'Acme')");
            statement.execute("create table six (id varchar(40), body varchar(200))");
        }
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String recipe : List.of("both", "failover", "own-form", "six")) {
            properties.put(recipe + ".url", web.url());
            properties.put(recipe + ".secret", SECRET);
            properties.put(recipe + ".private", "true");
        }
        properties.put("six.soap.url", soap.url());
        properties.put("crm.url", web.url() + "/crm");
        properties.put("limits.rate", "1/h");
        properties.put("limits.burst", "2");
        properties.put("office.opens", "0000");
        properties.put("office.closes", "2400");
        return properties;
    }

    @AfterAll
    static void stop() throws Exception {
        smsc.close();
        hub.close();
        web.close();
        soap.close();
    }

    private static Answer send(String application, String text) {
        return sendFrom("447911123456", application, text);
    }

    private static Answer sendFrom(String sender, String application, String text) {
        return smsc.forwardSm(
                3,
                "2341500000001%02d".formatted(APPLICATIONS.indexOf(application)),
                SmsDeliverTpdu.from(sender).gsm7(text).encode());
    }

    private static void sent(String application, String text) {
        Answer answer = send(application, text);
        assertThat(answer.isResult()).as(answer.toString()).isTrue();
    }

    private static Message read(String queue) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !READ.get(queue).isEmpty());
        return READ.get(queue).remove();
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        DataSource database = hub.context().getRegistry().lookupByNameAndType("dataSource", DataSource.class);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static List<String> inbox(String application) throws SQLException {
        return rows("select body from pull_message where application = '" + application + "' order by sequence_number")
                .stream()
                .map(body -> body.replaceFirst("(?s).*\"text\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static boolean posted(String text) {
        return web.received().stream().anyMatch(request -> request.body().contains(text));
    }

    @Test
    void keywordsGoToServicesOfTheirOwn() throws Exception {
        sent("keywords", "Start");
        sent("keywords", " STOP please");
        sent("keywords", "help!");
        sent("keywords", "Stopping by tomorrow");
        assertThat(read("sms.keywords:start").getBody(String.class)).contains("\"text\":\"Start\"");
        assertThat(read("sms.keywords:stop").getBody(String.class)).contains("\"text\":\" STOP please\"");
        assertThat(read("sms.keywords:help").getBody(String.class)).contains("\"text\":\"help!\"");
        assertThat(inbox("keywords")).containsExactly("Stopping by tomorrow");
    }

    @Test
    void bothSinksMustConfirm() throws Exception {
        sent("both", "for both");
        assertThat(posted("for both")).isTrue();
        assertThat(rows("select body from archive")).contains("for both");
    }

    @Test
    void theNextSinkTakesWhatTheOneBeforeItDoesNot() throws Exception {
        try (Esme esme = Esme.esme().named("failover", "sesame").bind(SMPP)) {
            sent("failover", "over SMPP");
            assertThat(esme.received).hasSize(1);
        }
        sent("failover", "over HTTP");
        assertThat(posted("over HTTP")).isTrue();
        assertThat(posted("over SMPP")).isFalse();
        status = 503;
        try {
            sent("failover", "for later");
        } finally {
            status = 200;
        }
        int before = web.received().size();
        await().atMost(Duration.ofSeconds(60)).until(() -> web.received().size() > before);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(records())
                        .anyMatch(line -> line.contains("\"outcome\":\"stored\"")
                                && line.contains("\"connector\":\"smpp-server\"")
                                && line.contains("\"connector\":\"webhook-sink\"")
                                && line.contains("503")));
    }

    private static List<String> records() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("data/records"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void customersAreKnownByATableAndByAService() {
        sent("customer-by-sql", "from a customer");
        assertThat(read("sms.customer-by-sql").getHeader("customer")).isEqualTo("Acme");
        assertThat(sendFrom("447911000000", "customer-by-sql", "from nobody").isResult())
                .isTrue();
        assertThat(read("sms.customer-by-sql:strangers").getBody(String.class)).contains("from nobody");
        sent("customer-by-http", "from a customer");
        assertThat(read("sms.customer-by-http").getHeader("customer")).isEqualTo("Acme Ltd");
        assertThat(web.received()).anyMatch(request -> request.uri().endsWith("/crm/447911123456"));
    }

    @Test
    void aServiceBehindAQueueDecides() throws Exception {
        sent("ask-by-jms", "a good one");
        assertThat(send("ask-by-jms", "a bad one").isResult()).isFalse();
        assertThat(inbox("ask-by-jms")).containsExactly("a good one");
    }

    @Test
    void eachTenantHasARateOfItsOwn() throws Exception {
        sent("tenant-a", "one");
        sent("tenant-a", "two");
        assertThat(send("tenant-a", "three").isResult()).isFalse();
        sent("tenant-b", "of another");
        assertThat(inbox("tenant-a")).containsExactly("one", "two");
    }

    @Test
    void theArchiveHasNoCodes() throws Exception {
        sent("masking", "Your code is 482913, valid for 10 minutes");
        assertThat(read("sms.masking:archive").getBody(String.class))
                .isEqualTo("Your code is ****, valid for 10 minutes");
        assertThat(inbox("masking")).containsExactly("Your code is 482913, valid for 10 minutes");
    }

    @Test
    void whatLooksLikeSpamWaitsForReview() throws Exception {
        sent("review", "You won the JACKPOT");
        sent("review", "See you at nine");
        assertThat(read("sms.review:spam").getBody(String.class)).contains("JACKPOT");
        assertThat(inbox("review")).containsExactly("See you at nine");
    }

    @Test
    void theTimeOfDayDecides() {
        sent("office-hours", "by day");
        assertThat(read("sms.office-hours:open").getBody(String.class)).contains("by day");
        sent("office-nights", "by night");
        assertThat(read("sms.office-nights:closed").getBody(String.class)).contains("by night");
    }

    @Test
    void theEnterpriseGetsItsOwnForms() {
        sent("own-form", "a \"b\" <c> & d");
        assertThat(read("sms.own-form").getBody(String.class))
                .contains("<msisdn>+447911123456</msisdn>", "<content>a &quot;b&quot; &lt;c&gt; &amp; d</content>");
        assertThat(web.received())
                .anyMatch(
                        request -> request.body()
                                .startsWith(
                                        "{\"msisdn\": \"+447911123456\", \"service\": \"+447700900112\", \"content\": \"a \\\"b\\\" "));
    }

    @Test
    void oneApplicationHasAllSixWaysOut() throws Exception {
        assertThat(send("six-ways", "nobody is bound").isResult()).isFalse();
        try (Esme esme = Esme.esme().named("six-ways", "sesame").bind(SMPP)) {
            sent("six-ways", "six times");
            assertThat(esme.received).hasSize(1);
        }
        assertThat(posted("six times")).isTrue();
        assertThat(soap.received()).anyMatch(request -> request.body().contains("six times"));
        assertThat(inbox("six-ways")).contains("six times");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> READ.get("sms.six-ways").stream()
                        .anyMatch(message -> message.getBody(String.class).contains("six times")));
        assertThat(rows("select body from six")).contains("six times");
    }
}
