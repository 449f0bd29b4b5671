// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The octets of a short message in the store, all of it and as it was: field by field in the order of
 * {@link ShortMessage}'s, numbers with the highest octet first, what may be absent behind a 0 or a 1.
 */
final class StoredShortMessage {

    private static final int USUAL_OCTETS = 512;
    private static final int MORE_MESSAGES_TO_SEND = 1;
    private static final int LOOP_PREVENTION = 2;
    private static final int STATUS_REPORT_INDICATION = 4;
    private static final int REPLY_PATH = 8;

    private StoredShortMessage() {}

    static byte[] octets(ShortMessage message) {
        ByteBuf out = Unpooled.buffer(USUAL_OCTETS);
        StoredOctets.text(out, message.id());
        out.writeLong(message.identity().high()).writeLong(message.identity().low());
        address(out, message.destinationAddress());
        StoredOctets.text(out, message.serviceCentreAddress());
        out.writeLong(message.receivedAt().toEpochMilli());
        deliver(out, message.deliver());
        out.writeBoolean(message.charset().isPresent());
        message.charset().ifPresent(charset -> StoredOctets.text(out, charset.name()));
        out.writeBoolean(message.joined().isPresent());
        message.joined().ifPresent(joined -> joined(out, joined));
        out.writeBoolean(message.statusReport().isPresent());
        message.statusReport().ifPresent(report -> report(out, report));
        return ByteBufUtil.getBytes(out);
    }

    /** @throws IOException when these are not octets that {@link #octets} has made */
    static ShortMessage message(byte[] octets) throws IOException {
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        try {
            return new ShortMessage(
                    StoredOctets.text(in),
                    new MessageIdentity(in.readLong(), in.readLong()),
                    address(in),
                    StoredOctets.text(in),
                    Instant.ofEpochMilli(in.readLong()),
                    deliver(in),
                    in.readBoolean() ? Optional.of(EightBitCharset.of(StoredOctets.text(in))) : Optional.empty(),
                    in.readBoolean() ? Optional.of(joined(in)) : Optional.empty(),
                    in.readBoolean() ? Optional.of(report(in)) : Optional.empty());
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("a stored message that is cut", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("a stored message that is none: " + e.getMessage(), e);
        }
    }

    private static void address(ByteBuf out, Address address) {
        out.writeByte(address.typeOfNumber().code()).writeByte(address.numberingPlan());
        StoredOctets.text(out, address.value());
    }

    private static Address address(ByteBuf in) throws IOException {
        return new Address(TypeOfNumber.of(in.readUnsignedByte()), in.readUnsignedByte(), StoredOctets.text(in));
    }

    private static void deliver(ByteBuf out, SmsDeliver deliver) {
        out.writeByte((deliver.moreMessagesToSend() ? MORE_MESSAGES_TO_SEND : 0)
                | (deliver.loopPrevention() ? LOOP_PREVENTION : 0)
                | (deliver.statusReportIndication() ? STATUS_REPORT_INDICATION : 0)
                | (deliver.replyPath() ? REPLY_PATH : 0));
        address(out, deliver.originatingAddress());
        out.writeByte(deliver.protocolIdentifier())
                .writeByte(deliver.dataCodingScheme().value());
        time(out, deliver.serviceCentreTimestamp());
        header(out, deliver.userDataHeader());
        StoredOctets.piece(out, deliver.userData());
        StoredOctets.text(out, deliver.text());
    }

    private static SmsDeliver deliver(ByteBuf in) throws IOException {
        int flags = in.readByte();
        return new SmsDeliver(
                (flags & MORE_MESSAGES_TO_SEND) != 0,
                (flags & LOOP_PREVENTION) != 0,
                (flags & STATUS_REPORT_INDICATION) != 0,
                (flags & REPLY_PATH) != 0,
                address(in),
                in.readUnsignedByte(),
                new DataCodingScheme(in.readUnsignedByte()),
                time(in),
                header(in),
                StoredOctets.piece(in),
                StoredOctets.text(in));
    }

    private static void header(ByteBuf out, UserDataHeader header) {
        out.writeShort(header.octets()).writeByte(header.elements().size());
        for (UserDataHeader.Element element : header.elements()) {
            out.writeByte(element.identifier());
            StoredOctets.piece(out, element.data());
        }
    }

    private static UserDataHeader header(ByteBuf in) throws IOException {
        int octets = in.readUnsignedShort();
        int count = in.readUnsignedByte();
        List<UserDataHeader.Element> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(new UserDataHeader.Element(in.readUnsignedByte(), StoredOctets.piece(in)));
        }
        return octets == 0 ? UserDataHeader.NONE : new UserDataHeader(elements, octets);
    }

    private static void joined(ByteBuf out, JoinedParts joined) {
        out.writeInt(joined.reference())
                .writeBoolean(joined.sixteenBit())
                .writeByte(joined.total())
                .writeByte(joined.missing().size());
        joined.missing().forEach(out::writeByte);
    }

    private static JoinedParts joined(ByteBuf in) {
        int reference = in.readInt();
        boolean sixteenBit = in.readBoolean();
        int total = in.readUnsignedByte();
        int count = in.readUnsignedByte();
        List<Integer> missing = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            missing.add((int) in.readUnsignedByte());
        }
        return new JoinedParts(reference, sixteenBit, total, missing);
    }

    private static void report(ByteBuf out, StatusReport report) {
        out.writeByte(report.messageReference()).writeByte(report.status());
        time(out, report.dischargeTime());
        out.writeBoolean(report.ofCommand());
    }

    private static StatusReport report(ByteBuf in) {
        return new StatusReport(in.readUnsignedByte(), in.readUnsignedByte(), time(in), in.readBoolean());
    }

    private static void time(ByteBuf out, Optional<OffsetDateTime> time) {
        out.writeBoolean(time.isPresent());
        time.ifPresent(
                at -> out.writeLong(at.toEpochSecond()).writeInt(at.getOffset().getTotalSeconds()));
    }

    private static Optional<OffsetDateTime> time(ByteBuf in) {
        return in.readBoolean()
                ? Optional.of(OffsetDateTime.ofInstant(
                        Instant.ofEpochSecond(in.readLong()), ZoneOffset.ofTotalSeconds(in.readInt())))
                : Optional.empty();
    }
}
