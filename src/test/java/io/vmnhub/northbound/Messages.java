package io.vmnhub.northbound;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsStatusReport;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.UserDataHeader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Builds short messages for tests. */
public final class Messages {

    public static final MessageIdentity IDENTITY = MessageIdentity.parse("0123456789abcdef0123456789abcdef");

    private Address from = Address.international("447700900123");
    private int dataCodingScheme;
    private UserDataHeader header = UserDataHeader.NONE;
    private byte[] userData = {(byte) 0xC8, 0x32, (byte) 0x9B, (byte) 0xFD, 0x06};
    private String text = "Hello";
    private Optional<OffsetDateTime> timestamp = Optional.of(OffsetDateTime.parse("2026-11-22T04:05:06+05:45"));
    private boolean flags;

    public static Messages message() {
        return new Messages();
    }

    /** What became of a message from the number; it has no user data. */
    public static ShortMessage statusReport(StatusReport report) {
        ShortMessage empty = message().text("").build();
        return new ShortMessage(empty.id(), empty.destinationAddress(), empty.serviceCentreAddress(), empty.receivedAt(),
                new SmsStatusReport(report, empty.deliver())).withIdentity(IDENTITY);
    }

    public static ShortMessage hello() {
        return message().build();
    }

    public Messages from(Address from) {
        this.from = from;
        return this;
    }

    public Messages text(String text) {
        this.text = text;
        return this;
    }

    Messages dataCodingScheme(int value) {
        this.dataCodingScheme = value;
        return this;
    }

    Messages userData(int... octets) {
        userData = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            userData[i] = (byte) octets[i];
        }
        return this;
    }

    Messages element(int identifier, int... octets) {
        byte[] data = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            data[i] = (byte) octets[i];
        }
        header = new UserDataHeader(List.of(new UserDataHeader.Element(identifier, data)));
        return this;
    }

    public Messages timestamp(String serviceCentreTimestamp) {
        timestamp = Optional.of(OffsetDateTime.parse(serviceCentreTimestamp));
        return this;
    }

    public Messages withoutTimestamp() {
        timestamp = Optional.empty();
        return this;
    }

    Messages allFlags() {
        flags = true;
        return this;
    }

    public ShortMessage build() {
        return new ShortMessage("01JD8Z6M3QK5T7V9X1B2C4D6E8", Address.international("447700900001"), "447785016005",
                Instant.parse("2026-11-21T22:20:07.123Z"), new SmsDeliver(flags, flags, flags, flags, from, 0,
                new DataCodingScheme(dataCodingScheme), timestamp, header, userData, text)).withIdentity(IDENTITY);
    }
}
