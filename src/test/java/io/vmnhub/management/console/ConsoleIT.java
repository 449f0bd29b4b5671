// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.fixture.Chromium;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.Keyboard;
import io.vmnhub.fixture.OpenIdServer;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console in a browser, on a hub that gets messages: what operators do with it, page by page. */
@Timeout(400)
@NeedsPeer(Peer.CHROMIUM)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String VIEWER = "a-token-that-shows-but-does-nothing";
    private static final String IMSI = "234150000000123";
    private static final int PORT = FreePort.next();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of(System.getProperty("vmnhub.screenshots", "target/screenshots"));
    private static final String[] PAGES = {
        "/",
        "/links",
        "/smscs",
        "/numbers",
        "/messages",
        "/applications",
        "/applications/demo",
        "/screening",
        "/routes",
        "/changes"
    };

    private static final Set<String> IN_THE_DARK = Set.of("/", "/messages", "/screening"); // they have all colours

    private static Path folder;
    private static OpenIdServer provider;
    private static RunningHub hub;
    private static Chromium browser;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        Path letters = Files.createDirectories(home.resolve("data/messages/dead-letters/demo"));
        for (String id : List.of("put-aside", "hopeless", "out-of-date", "by-keys")) {
            ObjectNode letter = ShortMessageModule.objectMapper()
                    .valueToTree(Messages.message().text("come again").build());
            letter.put("id", id)
                    .putObject("deadLetter")
                    .put("reason", "the application's route refuses it")
                    .put("diedAt", "2026-11-22T10:00:00Z");
            Files.writeString(letters.resolve(id + ".json"), letter.toString());
        }
        folder = home;
        provider = new OpenIdServer();
        provider.claiming(token -> {
            token.put("preferred_username", "olga").put("roles", "hub-admin");
            return token;
        });
        hub = RunningHub.of(
                HubFolder.shipped(home)
                        .edit(Map.of(
                                "config/application.properties",
                                shipped -> shipped + "\nvmnhub.management.operators.anna=" + TOKEN
                                        + "\nvmnhub.management.viewers.victor=" + VIEWER
                                        + "\nvmnhub.records.texts=true"
                                        + "\nvmnhub.management.openid.issuer=" + provider.issuer()
                                        + "\nvmnhub.management.openid.client-id=" + OpenIdServer.CLIENT
                                        + "\nvmnhub.management.openid.client-secret=" + OpenIdServer.SECRET
                                        + "\nvmnhub.management.openid.redirect-url=http://127.0.0.1:" + PORT
                                        + "/manage/v1/session/openid/callback"
                                        + "\nvmnhub.management.openid.operator-roles=hub-admin\n")),
                Map.of("camel.management.port", String.valueOf(PORT)),
                Map.of());
        browser = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (hub != null) {
            hub.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    private static void open(String page) {
        browser.open("http://127.0.0.1:" + PORT + page);
    }

    private static void shown(String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    private static void signIn(String token) {
        open("/");
        shown("Management token");
        browser.type("token", token);
        browser.press("Sign in", "");
    }

    private static int send(String text) throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            smsc.sriSm(3, "447700900123");
            var answer = smsc.forwardSm(
                    3, IMSI, SmsDeliverTpdu.from("447911123456").gsm7(text).encode());
            return answer.isResult() ? 0 : answer.error().code();
        }
    }

    @Test
    @Order(1)
    void aWrongTokenIsRefusedAndTheRightOneOpensTheOverview() throws Exception {
        signIn("this is not the token");
        shown("this is not a management token of the hub");
        assertThat(browser.barriers()).isEmpty();
        browser.complaints(); // the browser itself remarks on the answer 401
        signIn(TOKEN);
        shown("Open dialogues");
        assertThat(browser.text()).contains("anna");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(2)
    void everyPageStandsAtItsAddressWithoutErrorsAndBarriers() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send("message " + i)).isZero();
        }
        for (String page : PAGES) {
            browser.desk();
            browser.scheme("light");
            open(page);
            await().atMost(SOON).until(() -> browser.shows("table"));
            assertThat(browser.barriers()).as(page + " in the light").isEmpty();
            picture(page, "");
            if (IN_THE_DARK.contains(page)) {
                browser.scheme("dark");
                assertThat(browser.faintTexts()).as(page + " in the dark").isEmpty();
            }
            browser.phone();
            assertThat(browser.overflows()).as(page + " is wider than a phone").isFalse();
            assertThat(browser.complaints()).as(page).isEmpty();
        }
        browser.desk();
        browser.scheme("light");
    }

    private static void picture(String page, String more) throws Exception {
        String name = page.equals("/") ? "overview" : page.substring(1).replace('/', '-');
        browser.screenshot(PICTURES.resolve("console-" + name + more + ".png"));
    }

    @Test
    @Order(3)
    void aMessageAppearsAsItComesAndTellsItsStory() throws Exception {
        open("/messages");
        shown("Latest messages");
        int before = rows();
        assertThat(send("see this come")).isZero();
        await().atMost(SOON).until(() -> rows() > before);
        browser.run("document.querySelector('tbody a').click()");
        shown("mt-forwardSM, MAP version 3");
        assertThat(browser.text()).contains("sendRoutingInfoForSM from", "answered with the IMSI " + IMSI + " at node");
        assertThat(browser.text()).contains("Screened", "demo", "log-sink", "Answered", "result");
        assertThat(browser.text()).doesNotContain("see this come");
        picture("/message", "");
        assertThat(browser.barriers()).isEmpty();
        await().atMost(SOON).until(() -> {
            browser.refresh();
            shown("Send it again");
            return browser.text().contains("The hub has kept it.");
        });
        browser.press("Send again", "");
        browser.pressInDialog("Send again");
        shown("is sent again.");
        shown("log-sink ok");
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private static int rows() {
        return ((Number) browser.run("return document.querySelectorAll('tbody a').length")).intValue();
    }

    @Test
    @Order(4)
    void anSmscIsPutOnTheBlackListAndItsNextMessageIsRefused() throws Exception {
        open("/smscs");
        shown("SMSCs seen");
        await().atMost(SOON).until(() -> browser.shows("tbody button"));
        open("/smscs?title=nobody");
        shown("No SMSC that has sent messages has that in its title.");
        open("/smscs?title=44");
        await().atMost(SOON).until(() -> browser.shows("tbody button"));
        browser.press("Black", "");
        browser.type("comment", "faked titles");
        browser.pressInDialog("Add");
        shown("is on the black list");
        assertThat(send("refused now")).as("illegalSubscriber").isEqualTo(9);
        open("/messages");
        shown("refused");
        open("/screening");
        shown("faked titles");
        browser.press("Take off", "faked titles");
        shown("No SMSC is on a list.");
        assertThat(send("taken again")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(5)
    void screeningIsExplainedAndATestMessageIsSent() throws Exception {
        open("/screening");
        shown("What would happen to a message?");
        browser.type("smsc", "447785016005");
        browser.type("from", "447911123456");
        browser.type("to", "447700900123");
        browser.press("Explain", "");
        shown("The number belongs to application demo.");
        assertThat(browser.text()).contains("passes").doesNotContain("callBarred");
        open("/applications/demo");
        shown("Send a test message");
        browser.type("text", "from the console");
        browser.press("Send", "");
        shown("log-sink ok");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(6)
    void everythingCanBeDoneByKeysAlone() throws Exception {
        Keyboard keys = browser.keyboard();
        open("/");
        shown("Open dialogues");
        keys.press(Keys.TAB);
        assertThat(keys.focused()).isEqualTo("Skip to the content");
        keys.press(Keys.ENTER);
        assertThat(keys.focused()).isEqualTo("main");
        keys.tabTo("Sign out");
        keys.press(Keys.ENTER);
        shown("Management token");
        await().atMost(SOON).until(() -> keys.focused().equals("Management token"));
        keys.press(TOKEN, Keys.ENTER);
        shown("Open dialogues");
        keys.tabTo("SMSCs");
        keys.press(Keys.ENTER);
        shown("SMSCs seen");
        await().atMost(SOON).until(() -> keys.focused().equals("main"));
        keys.tabTo("Black, ");
        String black = keys.focused();
        keys.press(Keys.ENTER);
        for (int i = 0; i < 8; i++) {
            assertThat(keys.isIn("dialog") || keys.focused().equals("body"))
                    .as(keys.focused())
                    .isTrue();
            keys.press(Keys.TAB);
        }
        keys.press(Keys.ESCAPE);
        assertThat(keys.focused()).isEqualTo(black);
        keys.press(Keys.ENTER);
        keys.tabTo("Reason");
        keys.press("by keys", Keys.ENTER);
        shown("is on the black list");
        assertThat(keys.isIn("main")).as("where the button was that is gone").isTrue();
        assertThat(send("refused now")).as("illegalSubscriber").isEqualTo(9);
        keys.tabTo("Take off, ");
        keys.press(Keys.ENTER);
        shown("is on no list.");
        keys.tabTo("Applications");
        keys.press(Keys.ENTER);
        shown("Name, or a part of it");
        keys.tabTo("demo");
        keys.press(Keys.ENTER);
        shown("by-keys");
        keys.tabTo("Discard, by-keys");
        keys.press(Keys.ENTER);
        assertThat(keys.focused()).isEqualTo("Cancel");
        keys.press(Keys.ENTER);
        assertThat(keys.focused()).isEqualTo("Discard, by-keys");
        keys.tabTo("Send again, by-keys");
        keys.press(Keys.ENTER);
        shown("by-keys is sent again.");
        assertThat(keys.isIn("main")).isTrue();
        assertThat(keys.unseen()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(5)
    void aPageThatTheHubDoesNotAnswerComesByItselfWhenItDoesAndAnEndedSessionIsSaid() {
        open("/links");
        shown("Associations");
        browser.offline(true);
        try {
            browser.follow("Changes");
            shown("The hub does not answer. Trying again.");
            browser.offline(false);
            shown("Who did what");
            assertThat(browser.text()).doesNotContain("Trying again");
            browser.offline(true);
            browser.follow("Numbers");
            shown("The hub does not answer. Trying again.");
            browser.forgetCookies();
        } finally {
            browser.offline(false);
        }
        shown("Your session has ended.");
        browser.complaints(); // the browser itself remarks on what it cannot reach, and on the answer 401
        browser.type("token", TOKEN);
        browser.press("Sign in", "");
        shown("Ranges");
    }

    @Test
    @Order(7)
    void deadLettersAreLookedAtSentAgainAndDiscarded() {
        open("/applications/demo");
        shown("put-aside");
        browser.press("Show", "put-aside");
        shown("come again");
        shown("It can receive.");
        browser.press("Send again", "put-aside");
        shown("put-aside is sent again.");
        browser.press("Discard all", "");
        browser.pressInDialog("Discard");
        shown("2 messages are discarded.");
        shown("There are none.");
        open("/changes");
        shown("its text was shown");
        open("/changes?about=discard");
        shown("2 discarded");
        assertThat(browser.text()).doesNotContain("its text was shown");
        open("/changes");
        shown("its text was shown");
        assertThat(browser.text()).contains("/manage/v1/applications/demo/dead-letters/put-aside/replay");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(8)
    void aLinkIsStoppedAndStartedAndARouteHasItsPicture() throws Exception {
        open("/links");
        shown("Associations");
        browser.press("Stop", "smsc");
        shown("Stop smsc?");
        browser.pressInDialog("Stop");
        shown("smsc is out of service.");
        shown("LOCKED");
        browser.press("Start", "smsc");
        shown("smsc is in service again.");
        await().atMost(SOON).until(() -> send("after the stop") == 0);
        open("/routes");
        shown("Connectors");
        browser.press("Show", "mt-forwardSM");
        await().atMost(SOON).until(() -> browser.shows(".diagram svg .box"));
        assertThat(browser.barriers()).isEmpty();
        picture("/routes", "-picture");
        Path wrong = folder.resolve("routes/applications/wrong.camel.yaml");
        Files.writeString(
                wrong, "- route:\n    from:\n      uri: direct:other\n      steps:\n        - to: nowhere:x\n");
        browser.press("Check the files", "");
        shown("Something is wrong, and nothing is taken.");
        shown("routes/applications/wrong.camel.yaml:");
        assertThat(browser.barriers()).isEmpty();
        Files.delete(wrong);
        browser.press("Check the files", "");
        shown("No file has changed since the hub has read them.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(9)
    void aNumberIsSuspendedAndAnApplicationDisabledUntilThatIsTakenBack() throws Exception {
        open("/numbers?number=%2B447700900123");
        shown("Nobody waits for it.");
        browser.press("Change", "");
        shown("State of +447700900123");
        browser.choose("state", "suspended");
        browser.pressInDialog("Change");
        shown("+447700900123 is suspended.");
        assertThat(send("suspended")).as("absentSubscriberSM").isEqualTo(6);
        assertThat(browser.barriers()).isEmpty();
        picture("/numbers", "-changed");
        open("/screening");
        shown("What would happen to a message?");
        browser.type("smsc", "447785016005");
        browser.type("from", "447911123456");
        browser.type("to", "447700900123");
        browser.press("Explain", "");
        shown("is suspended, so that a query that passes is answered with absentSubscriberSM");
        open("/numbers?number=447700900123");
        shown("States that operators have changed");
        browser.press("Take back", "");
        shown("has the state of the files again.");
        assertThat(send("active again")).isZero();
        open("/applications/demo");
        shown("enabled");
        browser.press("Disable", "");
        browser.pressInDialog("Disable");
        shown("demo is disabled.");
        assertThat(send("disabled")).as("absentSubscriberSM").isEqualTo(6);
        browser.press("Enable", "");
        shown("demo is enabled.");
        await().atMost(SOON).until(() -> browser.shows(".diagram svg .box"));
        picture("/applications/demo", "-picture");
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(11)
    void whoHasARoleAtTheProviderSignsInByIt() throws Exception {
        open("/");
        shown("Sign in by your organisation");
        browser.follow("Sign in by your organisation");
        shown("olga");
        shown("Open dialogues");
        browser.press("Sign out", "");
        shown("Management token");
        provider.claiming(token -> token);
        browser.follow("Sign in by your organisation");
        shown("have no role for this hub");
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(10)
    void aViewerSeesMaskedNumbersAndNothingToPress() {
        browser.press("Sign out", "");
        signIn(VIEWER);
        shown("victor");
        browser.follow("Messages");
        shown("+4479");
        assertThat(browser.text()).contains("•").doesNotContain("447911123456");
        browser.run("[...document.querySelectorAll('tbody tr')].find(row => row.innerText.includes('delivered')"
                + " && row.innerText.includes('+4479')).querySelector('a').click()");
        shown("answered with the IMSI 23415•");
        assertThat(browser.text()).doesNotContain(IMSI);
        browser.follow("SMSCs");
        shown("SMSCs seen");
        assertThat(browser.shows("tbody button")).isFalse();
        browser.follow("Links");
        shown("Associations");
        assertThat(browser.shows("tbody button")).isFalse();
        browser.forgetCookies();
        browser.follow("Applications");
        shown("Your session has ended.");
        browser.complaints(); // the browser itself remarks on the answer 401
        browser.type("token", VIEWER);
        browser.press("Sign in", "");
        shown("Name, or a part of it");
        browser.press("Sign out", "");
        shown("Management token");
        assertThat(browser.complaints()).isEmpty();
    }
}
