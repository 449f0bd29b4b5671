// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Kannel.Got;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract with a client that is not ours: Kannel's bearerbox, where Debian's package kannel is installed. */
@Timeout(90)
@NeedsPeer(Peer.KANNEL)
class KannelIT {

    private static final String LATIN =
            "Ein langer Text mit Umlauten äöü und mehr, damit er nicht in eine Nachricht passt. ".repeat(4);
    private static final String MIXED = "Ein langer Text, дальше 你好 🚀 ".repeat(6);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Stream<Arguments> binds() {
        List<Arguments> all = new ArrayList<>();
        for (boolean tls : new boolean[] {false, true}) {
            for (String version : List.of("33", "34", "50")) {
                for (DefaultAlphabet alphabet : DefaultAlphabet.values()) {
                    all.add(Arguments.of(tls, version, all.size() % 2 == 0, alphabet));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("binds")
    void itBindsAndGetsEveryAlphabetAndLongMessagesRightInEveryForm(
            boolean tls, String version, boolean transceiver, DefaultAlphabet alphabet, @TempDir Path folder)
            throws Exception {
        try (Server server = Server.secured(SmppTls.byPem(Certificates.in(folder, "hub")), account());
                Kannel kannel = Kannel.start(
                        folder, tls ? server.tlsPort() : server.port(), tls, version, transceiver, alphabet)) {
            await().atMost(PATIENCE).until(() -> server.bound() == 1);
            for (LongMessages form : LongMessages.values()) {
                server.reload(account().alphabet(alphabet).longMessages(form));
                List<ShortMessage> messages = new ArrayList<>(
                        List.of(Sms.text("Hello @£$ {€} äöü"), Sms.text("Grüße äöü"), Sms.text("Привет! 你好 🚀")));
                messages.addAll(Sms.sms().parts(LATIN));
                messages.addAll(Sms.sms().parts(MIXED));
                List<String> expected = new ArrayList<>(
                        messages.stream().map(ShortMessage::text).toList());
                messages.add(Sms.sms().coded(4).saying("\u0001\u0080\u00FF"));
                expected.add("0180ff");
                List<Got> got = got(server, kannel, messages);
                assertThat(got).as("%s", form).extracting(Got::content).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(got).extracting(Got::from).containsOnly("+447700900123");
                assertThat(got).extracting(Got::to).containsOnly("+447700900001");
                if (form == LongMessages.UDH || version.equals("33")) {
                    assertThat(got).extracting(Got::header).contains("0500034d0301", "0500034d0302", "0500034d0303");
                }
                for (String text : List.of(LATIN, MIXED)) {
                    List<Got> parts = whole(server, kannel, text);
                    assertThat(parts.size() > 1).isEqualTo(version.equals("33"));
                    assertThat(parts.stream()
                                    .sorted(Comparator.comparing(Got::header))
                                    .map(Got::content)
                                    .reduce("", String::concat))
                            .isEqualTo(text);
                }
            }
            assertThat(server.bound()).as("the session stayed").isEqualTo(1);
        }
    }

    private static List<Got> got(Server server, Kannel kannel, List<ShortMessage> messages) throws Exception {
        int before = kannel.messages.size();
        for (ShortMessage message : messages) {
            assertThat(server.deliver(message).get(10, TimeUnit.SECONDS)).isNull();
        }
        await().atMost(PATIENCE).until(() -> kannel.messages.size() == before + messages.size());
        return List.copyOf(kannel.messages.subList(before, before + messages.size()));
    }

    /** A message that the hub has joined: whole, but to SMPP 3.3. */
    private static List<Got> whole(Server server, Kannel kannel, String text) throws Exception {
        int before = kannel.messages.size();
        assertThat(server.deliver(Sms.joined(text)).get(10, TimeUnit.SECONDS)).isNull();
        await().atMost(PATIENCE)
                .until(() -> kannel.messages.subList(before, kannel.messages.size()).stream()
                                .mapToInt(part -> part.content().length())
                                .sum()
                        == text.length());
        return List.copyOf(kannel.messages.subList(before, kannel.messages.size()));
    }
}
