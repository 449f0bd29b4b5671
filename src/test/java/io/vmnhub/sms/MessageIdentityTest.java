package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdentityTest {

    private static SmsDeliverTpdu hello() {
        return SmsDeliverTpdu.from("447700900123").gsm7("Hello");
    }

    private static ShortMessage message(String id, String vmn, String serviceCentre, byte[] tpdu) throws MalformedTpduException {
        return new ShortMessage(id, Address.international(vmn), serviceCentre, Instant.now(), new SmsDeliverDecoder().decode(tpdu));
    }

    @Test
    void aRepeatHasTheSameIdentityWhateverMoreMessagesWait() throws Exception {
        assertThat(MessageIdentity.of(message("1", "447700900001", "4477", hello().encode())))
            .isEqualTo(MessageIdentity.of(message("2", "447700900001", "4477", hello().moreMessagesToSend().encode()))).isPresent();
    }

    @Test
    void everyFieldOfTheIdentityCounts() throws Exception {
        Set<MessageIdentity> all = new LinkedHashSet<>();
        for (ShortMessage message : new ShortMessage[] {
            message("1", "447700900001", "4477", hello().encode()),
            message("1", "447700900002", "4477", hello().encode()),
            message("1", "447700900001", "4478", hello().encode()),
            message("1", "447700900001", "4477", SmsDeliverTpdu.from("447700900124").gsm7("Hello").encode()),
            message("1", "447700900001", "4477", SmsDeliverTpdu.fromName("447700900").gsm7("Hello").encode()),
            message("1", "447700900001", "4477", hello().timestamp(OffsetDateTime.parse("2026-11-22T12:00:01+01:00")).encode()),
            message("1", "447700900001", "4477", hello().timestamp(OffsetDateTime.parse("2026-11-22T11:00:00+00:00")).encode()),
            message("1", "447700900001", "4477", hello().protocolIdentifier(1).encode()),
            message("1", "447700900001", "4477", hello().dataCoding(0x10).encode()),
            message("1", "447700900001", "4477", hello().part(1, 1, 2).encode()),
            message("1", "447700900001", "4477", hello().part(1, 2, 2).encode()),
            message("1", "447700900001", "4477", SmsDeliverTpdu.from("447700900123").gsm7("Hellp").encode())}) {
            all.add(MessageIdentity.of(message).orElseThrow());
        }
        assertThat(all).hasSize(12);
    }

    @Test
    void withoutATimestampThereIsNone() throws Exception {
        byte[] tpdu = hello().encode();
        tpdu[1 + 2 + 6 + 2 + 1] = (byte) 0xFF; // the month
        assertThat(MessageIdentity.of(message("1", "447700900001", "4477", tpdu))).isEmpty();
    }

    @Test
    void partsOfOneMessageShareTheirKeyAndOthersDoNot() throws Exception {
        LongMessageKey key = LongMessageKey.of(message("1", "447700900001", "4477", hello().part(1, 1, 2).encode()));
        assertThat(LongMessageKey.of(message("2", "447700900001", "4477", hello().part(1, 2, 2).encode()))).isEqualTo(key);
        assertThat(LongMessageKey.of(message("2", "447700900001", "4477", hello().part(1, 2, 3).encode()))).isEqualTo(key);
        assertThat(LongMessageKey.of(message("2", "447700900001", "4477", hello().part(2, 2, 2).encode()))).isNotEqualTo(key);
        assertThat(LongMessageKey.of(message("2", "447700900001", "4477", hello().userDataHeader((byte) 8, (byte) 4, (byte) 0, (byte) 1,
            (byte) 2, (byte) 1).encode()))).isNotEqualTo(key);
        assertThat(LongMessageKey.of(message("2", "447700900002", "4477", hello().part(1, 1, 2).encode()))).isNotEqualTo(key);
        assertThat(LongMessageKey.of(message("2", "447700900001", "4478", hello().part(1, 1, 2).encode()))).isNotEqualTo(key);
    }
}
