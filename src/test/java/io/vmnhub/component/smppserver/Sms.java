// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.MalformedTpduException;
import io.vmnhub.sms.PartJoiner;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverDecoder;
import io.vmnhub.sms.SmsDeliverEncoder;
import io.vmnhub.sms.UnmappableTextException;
import io.vmnhub.sms.UserDataHeader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds short messages for tests, through the TPDU that would carry them. */
public final class Sms {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Address from = Address.international("447700900123");
    private String to = "447700900001";
    private Optional<DataCodingScheme> coding = Optional.empty();
    private UserDataHeader header = UserDataHeader.NONE;

    public static Sms sms() {
        return new Sms();
    }

    public static ShortMessage text(String text) {
        return sms().saying(text);
    }

    /** A long text that the hub has joined. @param without the numbers of parts that have not come */
    static ShortMessage joined(String text, Integer... without) throws UnmappableTextException {
        List<Integer> missing = List.of(without);
        return new PartJoiner()
                .join(
                        sms().parts(text).stream()
                                .filter(part -> !missing.contains(
                                        part.concatenation().orElseThrow().number()))
                                .toList(),
                        EightBitText.BINARY);
    }

    /** @param tpdu an SMS-DELIVER, in hex */
    static ShortMessage of(String tpdu) {
        try {
            return new ShortMessage(
                    "01JD8Z6M3QK5T7V9X1B2C4" + String.format("%04d", NUMBER.incrementAndGet() % 10_000),
                    Address.international("447700900001"),
                    "447785016005",
                    Instant.parse("2026-11-22T07:35:07Z"),
                    new SmsDeliverDecoder().decode(HexFormat.of().parseHex(tpdu)));
        } catch (MalformedTpduException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Sms from(Address address) {
        from = address;
        return this;
    }

    Sms to(String msisdn) {
        to = msisdn;
        return this;
    }

    Sms coded(int scheme) {
        coding = Optional.of(new DataCodingScheme(scheme));
        return this;
    }

    public Sms with(UserDataHeader.Element... elements) {
        header = new UserDataHeader(List.of(elements));
        return this;
    }

    public ShortMessage saying(String text) {
        return parts(text).get(0);
    }

    /** Of a long text. */
    public List<ShortMessage> parts(String text) {
        SmsDeliverEncoder encoder = new SmsDeliverEncoder();
        SmsDeliverDecoder decoder = new SmsDeliverDecoder();
        SmsDeliver template = new SmsDeliver(
                false,
                false,
                false,
                false,
                from,
                0,
                coding.orElseGet(() -> DataCodingScheme.forText(text)),
                Optional.of(OffsetDateTime.parse("2026-11-22T04:05:06-03:30")),
                header,
                header.encode(),
                "");
        List<ShortMessage> parts = new ArrayList<>();
        for (SmsDeliver part : encoder.split(template, text, 77)) {
            try {
                parts.add(new ShortMessage(
                        "01JD8Z6M3QK5T7V9X1B2C4" + String.format("%04d", NUMBER.incrementAndGet() % 10_000),
                        Address.international(to),
                        "447785016005",
                        Instant.parse("2026-11-22T07:35:07Z"),
                        decoder.decode(encoder.encode(part))));
            } catch (MalformedTpduException e) {
                throw new IllegalStateException(e);
            }
        }
        return parts;
    }
}
