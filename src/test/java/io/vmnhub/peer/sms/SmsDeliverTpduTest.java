// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.wire.Octets;
import org.junit.jupiter.api.Test;

class SmsDeliverTpduTest {

    private static final String BEFORE_USER_DATA = "0c91447700091032 00 00 62112221000040";

    @Test
    void textIsPackedInSeptets() {
        assertThat(SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode())
                .isEqualTo(Octets.hex("04" + BEFORE_USER_DATA + "05 c8329bfd06"));
    }

    @Test
    void anExtendedCharacterTakesTwoSeptets() {
        assertThat(SmsDeliverTpdu.from("447700900123").gsm7("€").encode())
                .isEqualTo(Octets.hex("04" + BEFORE_USER_DATA + "02 9b32"));
    }

    @Test
    void textAfterAHeaderBeginsOnASeptetBoundary() {
        assertThat(SmsDeliverTpdu.from("447700900123")
                        .part(0x42, 1, 2)
                        .gsm7("A")
                        .encode())
                .isEqualTo(Octets.hex("44" + BEFORE_USER_DATA + "08 050003420201 82"));
    }

    @Test
    void ucs2CountsOctets() {
        byte[] tpdu = SmsDeliverTpdu.from("447700900123").ucs2("ж").encode();
        assertThat(tpdu).isEqualTo(Octets.hex("04 0c91447700091032 00 08 62112221000040 02 0436"));
    }

    @Test
    void aNameIsAnAlphanumericAddressCountedInUsefulSemiOctets() {
        assertThat(SmsDeliverTpdu.fromName("ACME").gsm7("").encode()).startsWith(Octets.hex("04 07 d0 c161b308"));
    }

    @Test
    void whatTheAlphabetLacksIsRefused() {
        assertThatThrownBy(() -> SmsDeliverTpdu.from("44").gsm7("ж")).isInstanceOf(IllegalArgumentException.class);
    }
}
