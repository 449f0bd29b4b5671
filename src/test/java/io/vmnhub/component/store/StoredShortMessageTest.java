// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredShortMessageTest {

    @ParameterizedTest
    @MethodSource("io.vmnhub.exchange.ShortMessageJsonTest#messages")
    void everyMessageIsReadAsItWas(ShortMessage message) throws IOException {
        assertThat(StoredShortMessage.message(StoredShortMessage.octets(message)))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("io.vmnhub.exchange.ShortMessageJsonTest#messages")
    void whatIsCutAnywhereIsToldAndNotRead(ShortMessage message) {
        byte[] octets = StoredShortMessage.octets(message);
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = Arrays.copyOf(octets, length);
            assertThatThrownBy(() -> StoredShortMessage.message(cut)).isInstanceOf(IOException.class);
        }
    }

    /** What stands on disks, and is read by every later version. */
    @Test
    void theOctetsStayAsTheyAre() throws IOException {
        String octets = HexFormat.of().formatHex(StoredShortMessage.octets(Messages.hello()));
        assertThat(octets)
                .isEqualTo(
                        "010000001a30314a44385a364d33514b3554375639583142324334443645380123456789abcdef0123456789abcdef010101"
                                + "0000000c343437373030393030303031010000000c343437373835303136303035000001a200320253000101010000000c34"
                                + "3437373030393030313233000001000000006b021916000050dc00000000000005c8329bfd06010000000548656c6c6f0000"
                                + "00");
    }

    @Test
    void aMessageStoredAsJsonByAnEarlierVersionIsRestored() throws Exception {
        ShortMessage hello = Messages.hello();
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new StoredMessage(
                        StoredMessage.Form.JSON,
                        ShortMessageModule.objectMapper().writeValueAsBytes(hello),
                        Map.of(),
                        Instant.EPOCH)
                .restore(exchange, ShortMessageModule.objectMapper());
        assertThat(exchange.getMessage().getBody()).isEqualTo(hello);
    }

    @Test
    void operatorsSeeItAsJson() throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        SmsHeaders.write(Messages.hello(), exchange.getMessage());
        StoredMessage stored = StoredForm.message(StoredForm.octets(StoredMessage.of(exchange)));
        assertThat(stored.isShortMessage()).isTrue();
        assertThat(stored.content(ShortMessageModule.objectMapper()))
                .isEqualTo(ShortMessageModule.objectMapper().writeValueAsString(Messages.hello()));
    }
}
