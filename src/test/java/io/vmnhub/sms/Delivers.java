// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Builds SMS-DELIVERs for tests, starting from an ordinary one. */
final class Delivers {

    static final OffsetDateTime TIMESTAMP = OffsetDateTime.parse("2026-03-29T01:59:58+05:45");

    private Address originatingAddress = Address.international("447700900123");
    private DataCodingScheme dataCodingScheme = DataCodingScheme.GSM7;
    private Optional<OffsetDateTime> timestamp = Optional.of(TIMESTAMP);
    private UserDataHeader header = UserDataHeader.NONE;

    static Delivers template() {
        return new Delivers();
    }

    Delivers from(Address address) {
        originatingAddress = address;
        return this;
    }

    Delivers coded(int scheme) {
        dataCodingScheme = new DataCodingScheme(scheme);
        return this;
    }

    Delivers codedFor(String text) {
        dataCodingScheme = DataCodingScheme.forText(text);
        return this;
    }

    Delivers at(String time) {
        timestamp = Optional.of(OffsetDateTime.parse(time));
        return this;
    }

    Delivers undated() {
        timestamp = Optional.empty();
        return this;
    }

    Delivers with(UserDataHeader.Element... elements) {
        header = new UserDataHeader(List.of(elements));
        return this;
    }

    SmsDeliver build() {
        return new SmsDeliver(
                false,
                false,
                false,
                false,
                originatingAddress,
                0,
                dataCodingScheme,
                timestamp,
                header,
                header.encode(),
                "");
    }

    /** The octets of all parts of {@code text}. */
    List<byte[]> encoded(String text) {
        SmsDeliverEncoder encoder = new SmsDeliverEncoder();
        return encoder.split(build(), text, 7).stream().map(encoder::encode).toList();
    }
}
