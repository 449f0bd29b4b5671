// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdentityTest {

    private static final MessageIdentities IDENTITIES =
            new MessageIdentities("the key of all nodes".getBytes(StandardCharsets.UTF_8));

    private static SmsDeliverTpdu hello() {
        return SmsDeliverTpdu.from("447700900123").gsm7("Hello");
    }

    private static ShortMessage identified(MessageIdentities identities, ShortMessage message) {
        return message.withIdentity(identities.of(
                message.id(),
                message.destinationAddress(),
                message.serviceCentreAddress(),
                message.deliver(),
                message.statusReport()));
    }

    private static ShortMessage message(String id, String vmn, String serviceCentre, byte[] tpdu)
            throws MalformedTpduException {
        return identified(
                IDENTITIES,
                new ShortMessage(
                        id,
                        Address.international(vmn),
                        serviceCentre,
                        Instant.now(),
                        new SmsDeliverDecoder().decode(tpdu)));
    }

    @Test
    void aRepeatHasTheSameIdentityWhateverMoreMessagesWait() throws Exception {
        assertThat(message("1", "447700900001", "4477", hello().encode()).identity())
                .isEqualTo(message(
                                "2",
                                "447700900001",
                                "4477",
                                hello().moreMessagesToSend().encode())
                        .identity());
    }

    @Test
    void everyFieldOfTheIdentityCounts() throws Exception {
        Set<MessageIdentity> all = new LinkedHashSet<>();
        for (ShortMessage message : new ShortMessage[] {
            message("1", "447700900001", "4477", hello().encode()),
            message("1", "447700900002", "4477", hello().encode()),
            message("1", "447700900001", "4478", hello().encode()),
            message(
                    "1",
                    "447700900001",
                    "4477",
                    SmsDeliverTpdu.from("447700900124").gsm7("Hello").encode()),
            message(
                    "1",
                    "447700900001",
                    "4477",
                    SmsDeliverTpdu.fromName("447700900").gsm7("Hello").encode()),
            message(
                    "1",
                    "447700900001",
                    "4477",
                    hello().timestamp(OffsetDateTime.parse("2026-11-22T12:00:01+01:00"))
                            .encode()),
            message(
                    "1",
                    "447700900001",
                    "4477",
                    hello().timestamp(OffsetDateTime.parse("2026-11-22T11:00:00+00:00"))
                            .encode()),
            message("1", "447700900001", "4477", hello().protocolIdentifier(1).encode()),
            message("1", "447700900001", "4477", hello().dataCoding(0x10).encode()),
            message("1", "447700900001", "4477", hello().part(1, 1, 2).encode()),
            message("1", "447700900001", "4477", hello().part(1, 2, 2).encode()),
            message(
                    "1",
                    "447700900001",
                    "4477",
                    SmsDeliverTpdu.from("447700900123").gsm7("Hellp").encode())
        }) {
            all.add(message.identity());
        }
        assertThat(all).hasSize(12);
    }

    @Test
    void withoutATimestampItIsThatOfTheId() throws Exception {
        byte[] tpdu = hello().encode();
        tpdu[1 + 2 + 6 + 2 + 1] = (byte) 0xFF; // the month
        ShortMessage one = message("1", "447700900001", "4477", tpdu);
        assertThat(one.identity())
                .isEqualTo(MessageIdentity.ofId("1"))
                .isNotEqualTo(message("2", "447700900001", "4477", tpdu).identity());
        assertThat(MessageIdentities.isRepeatable(one)).isFalse();
    }

    /** Nodes and restarts agree about it, so it must not change from one version to the next. */
    @Test
    void itIsTheSameForAllWhoHaveTheKeyAndOnlyForThem() throws Exception {
        ShortMessage message = message("1", "447700900001", "4477", hello().encode());
        assertThat(message.identity()).hasToString("be1fc958251e7442adc1f85faf69351c");
        assertThat(identified(new MessageIdentities("the key of all nodes".getBytes(StandardCharsets.UTF_8)), message))
                .isEqualTo(message);
        assertThat(identified(new MessageIdentities("a key of another hub".getBytes(StandardCharsets.UTF_8)), message))
                .isNotEqualTo(message);
        assertThat(MessageIdentity.parse(message.identity().toString())).isEqualTo(message.identity());
    }

    @Test
    void aKeyThatCouldBeGuessedIsRefused() {
        assertThatThrownBy(() -> new MessageIdentities(new byte[15]))
                .hasMessageContaining("15 octets")
                .hasMessageContaining("16");
    }

    @Test
    void statusReportsOfOneMessageDifferByWhatTheySay() throws Exception {
        Set<MessageIdentity> all = new LinkedHashSet<>();
        OffsetDateTime time = OffsetDateTime.parse("2026-11-22T12:00:01+01:00");
        SmsDeliver content =
                message("1", "447700900001", "4477", hello().encode()).deliver();
        for (StatusReport report : new StatusReport[] {
            new StatusReport(1, 0, Optional.of(time), false),
            new StatusReport(2, 0, Optional.of(time), false),
            new StatusReport(1, 0x30, Optional.of(time), false),
            new StatusReport(1, 0, Optional.of(time.plusSeconds(1)), false),
            new StatusReport(1, 0, Optional.empty(), false),
            new StatusReport(1, 0, Optional.of(time), true)
        }) {
            all.add(identified(
                            IDENTITIES,
                            new ShortMessage(
                                    "1",
                                    Address.international("447700900001"),
                                    "4477",
                                    Instant.now(),
                                    new SmsStatusReport(report, content)))
                    .identity());
        }
        all.add(message("1", "447700900001", "4477", hello().encode()).identity());
        assertThat(all).hasSize(7);
        assertThat(all.iterator().next())
                .as("the first, as nodes and restarts know it")
                .hasToString("3257f2a15977a094fc1ca2503184491f");
    }

    @Test
    void aJoinedMessageIsKnownByItsPartsHoweverTheyCame() throws Exception {
        ShortMessage one =
                message("1", "447700900001", "4477", hello().part(1, 1, 2).encode());
        ShortMessage two =
                message("2", "447700900001", "4477", hello().part(1, 2, 2).encode());
        ShortMessage twoAgain =
                message("3", "447700900001", "4477", hello().part(1, 2, 2).encode());
        PartJoiner joiner = new PartJoiner();
        MessageIdentity joined =
                joiner.join(List.of(one, two), EightBitText.BINARY).identity();
        assertThat(joiner.join(List.of(twoAgain, one), EightBitText.BINARY).identity())
                .isEqualTo(joined);
        assertThat(joiner.join(List.of(two), EightBitText.BINARY).identity())
                .isNotEqualTo(joined)
                .isNotEqualTo(two.identity());
    }

    @Test
    void partsOfOneMessageShareTheirKeyAndOthersDoNot() throws Exception {
        LongMessageKey key = LongMessageKey.of(
                message("1", "447700900001", "4477", hello().part(1, 1, 2).encode()));
        assertThat(LongMessageKey.of(message(
                        "2", "447700900001", "4477", hello().part(1, 2, 2).encode())))
                .isEqualTo(key);
        assertThat(LongMessageKey.of(message(
                        "2", "447700900001", "4477", hello().part(1, 2, 3).encode())))
                .isEqualTo(key);
        assertThat(LongMessageKey.of(message(
                        "2", "447700900001", "4477", hello().part(2, 2, 2).encode())))
                .isNotEqualTo(key);
        assertThat(LongMessageKey.of(message(
                        "2",
                        "447700900001",
                        "4477",
                        hello().userDataHeader((byte) 8, (byte) 4, (byte) 0, (byte) 1, (byte) 2, (byte) 1)
                                .encode())))
                .isNotEqualTo(key);
        assertThat(LongMessageKey.of(message(
                        "2", "447700900002", "4477", hello().part(1, 1, 2).encode())))
                .isNotEqualTo(key);
        assertThat(LongMessageKey.of(message(
                        "2", "447700900001", "4478", hello().part(1, 1, 2).encode())))
                .isNotEqualTo(key);
    }
}
