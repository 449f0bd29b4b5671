package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Kannel.Got;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.sms.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract with a client that is not ours: Kannel's bearerbox, where Debian's package kannel is installed. */
@Timeout(60)
@EnabledIf(value = "io.vmnhub.component.smppserver.Kannel#isThere", disabledReason = "there is no /usr/sbin/bearerbox")
class KannelIT {

    private static final String LONG = "Ein langer Text mit Umlauten äöü und mehr, damit er nicht in eine Nachricht passt. ".repeat(4);

    @ParameterizedTest
    @CsvSource({"false,33,false,UDH", "false,34,true,UDH", "false,50,true,SAR", "true,34,false,SAR", "true,50,true,UDH", "true,33,false,PAYLOAD"})
    void itBindsAndGetsEveryAlphabetAndLongMessagesRight(boolean tls, String version, boolean transceiver, LongMessages form,
            @TempDir Path folder) throws Exception {
        try (Server server = Server.secured(Certificates.in(folder, "hub").byPem(), account().longMessages(form));
                Kannel kannel = Kannel.start(folder, tls ? server.tlsPort() : server.port(), tls, version, transceiver)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> server.bound() == 1);
            List<ShortMessage> parts = Sms.sms().parts(LONG);
            List<ShortMessage> messages = new ArrayList<>(List.of(Sms.text("Hello @£$ {€} äöü"), Sms.text("Привет! 你好 🚀"),
                    Sms.sms().coded(4).saying("\u0001\u0080\u00FF")));
            messages.addAll(parts);
            for (ShortMessage message : messages) {
                assertThat(server.deliver(message).get(5, TimeUnit.SECONDS)).isNull();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> kannel.messages.size() == messages.size());
            List<Got> got = kannel.messages;
            assertThat(got).extracting(Got::from).containsOnly("+447700900123");
            assertThat(got.stream().filter(message -> message.coding().equals("2")).map(message -> new String(message.data(),
                    StandardCharsets.UTF_16BE))).containsExactly("Привет! 你好 🚀");
            assertThat(got.stream().filter(message -> message.coding().equals("1")).map(message -> HexFormat.of().formatHex(message.data())))
                    .containsExactly("0180ff");
            List<String> texts = got.stream().filter(message -> message.coding().equals("0"))
                    .map(message -> new String(message.data(), StandardCharsets.UTF_8)).toList();
            assertThat(texts).contains("Hello @£$ {€} äöü").containsAll(parts.stream().map(ShortMessage::text).toList());
            if (form == LongMessages.UDH) {
                assertThat(got.stream().map(message -> HexFormat.of().formatHex(message.udh().getBytes(StandardCharsets.ISO_8859_1))))
                        .contains("0500034d0301", "0500034d0302", "0500034d0303");
            }
        }
    }
}
