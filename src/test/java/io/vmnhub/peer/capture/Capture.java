// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.capture;

import io.vmnhub.peer.wire.Octets;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * Writes M3UA PDUs to a pcap file as SCTP DATA chunks over IPv4, whatever carried them really, so that tshark decodes
 * them. The hub is 10.0.0.1, the SMSC 10.0.0.2, both with port 2905.
 */
public final class Capture implements AutoCloseable {

    public static final String HUB = "10.0.0.1";
    public static final String SMSC = "10.0.0.2";
    private static final int LINKTYPE_RAW = 101;
    private static final int PORT = 2905;

    private final Path file;
    private final OutputStream out;
    private final long[] transmissionSequence = {1, 1};

    public Capture(Path file) {
        this.file = file;
        try {
            out = new BufferedOutputStream(Files.newOutputStream(file));
            out.write(new Octets()
                    .u32(0xa1b2c3d4L)
                    .u16(2)
                    .u16(4)
                    .u32(0)
                    .u32(0)
                    .u32(65_535)
                    .u32(LINKTYPE_RAW)
                    .toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file() {
        return file;
    }

    /** One PDU; thread-safe. What does not fit an IP packet is left out. */
    public synchronized void add(boolean fromHub, byte[] pdu) {
        byte[] packet = ip(fromHub, sctp(fromHub, pdu));
        if (packet.length > 65_535) {
            return;
        }
        Instant now = Instant.now();
        try {
            out.write(new Octets()
                    .u32(now.getEpochSecond())
                    .u32(now.getNano() / 1000)
                    .u32(packet.length)
                    .u32(packet.length)
                    .bytes(packet)
                    .toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] sctp(boolean fromHub, byte[] pdu) {
        long sequence = transmissionSequence[fromHub ? 0 : 1]++;
        Octets chunk = new Octets()
                .u8(0)
                .u8(3)
                .u16(16 + pdu.length)
                .u32(sequence)
                .u16(1)
                .u16((int) sequence & 0xffff)
                .u32(3)
                .bytes(pdu);
        while (chunk.size() % 4 != 0) {
            chunk.u8(0);
        }
        long verificationTag = fromHub ? 0x11111111 : 0x22222222;
        byte[] packet = new Octets()
                .u16(PORT)
                .u16(PORT)
                .u32(verificationTag)
                .u32(0)
                .bytes(chunk.toByteArray())
                .toByteArray();
        CRC32C crc = new CRC32C();
        crc.update(packet);
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (crc.getValue() >>> 8 * i);
        }
        return packet;
    }

    private static byte[] ip(boolean fromHub, byte[] payload) {
        byte[] header = new Octets()
                .u8(0x45)
                .u8(0)
                .u16(20 + payload.length)
                .u32(0)
                .u8(64)
                .u8(132)
                .u16(0)
                .u32(fromHub ? 0x0a000001 : 0x0a000002)
                .u32(fromHub ? 0x0a000002 : 0x0a000001)
                .toByteArray();
        int sum = 0;
        for (int i = 0; i < header.length; i += 2) {
            sum += (header[i] & 0xff) << 8 | header[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16));
        header[10] = (byte) (sum >>> 8);
        header[11] = (byte) sum;
        return new Octets().bytes(header).bytes(payload).toByteArray();
    }

    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
