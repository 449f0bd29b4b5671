// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;

/**
 * Follows the frames of a protocol on one connection without taking their octets, and finds those that are too long. It
 * sees each octet before the protocol's decoder does, whose buffers are bounded thereby. For one thread.
 */
abstract class FrameScanner {

    /** Frames of readers are small: the longest hold a selector or a batch of acknowledgements. */
    static final int MAX_FRAME = 65_536;
    /** What a client needs to sign in. */
    static final int MAX_FRAME_BEFORE_SIGN_IN = 8_192;

    private long skip;
    private int most = MAX_FRAME_BEFORE_SIGN_IN;

    /** The scanner for a connection that has begun with these octets, eight at least. */
    static FrameScanner of(BrokerProtocol protocol) {
        return switch (protocol) {
            case AMQP -> new AmqpScanner();
            case CORE -> new CoreScanner();
            case MQTT -> new MqttScanner();
            case STOMP -> new StompScanner();
        };
    }

    void signedIn() {
        most = MAX_FRAME;
    }

    /**
     * Looks at all readable octets, which stay readable.
     *
     * @throws TooLongFrameException says which frame is longer than allowed, or not a frame
     */
    final void scan(ByteBuf octets) {
        int at = octets.readerIndex();
        int end = octets.writerIndex();
        while (at < end) {
            if (skip > 0) {
                int step = (int) Math.min(skip, end - at);
                skip -= step;
                at += step;
            } else {
                next(octets.getByte(at++) & 0xFF);
            }
        }
    }

    /** The next octet of a header. */
    abstract void next(int octet);

    /** Passes over the rest of a frame. */
    final void skip(long octets) {
        skip = octets;
    }

    final int most() {
        return most;
    }

    final void check(long length, String frame) {
        if (length < 0 || length > most) {
            throw new TooLongFrameException(frame + " of " + length + " octets, where " + most + " are allowed");
        }
    }

    /** Artemis' core protocol: seven octets of greeting, then frames behind their length in four octets. */
    private static final class CoreScanner extends FrameScanner {

        private static final int GREETING = 7;
        private int seen;
        private long length;

        CoreScanner() {
            skip(GREETING);
        }

        @Override
        void next(int octet) {
            length = length << 8 | octet;
            if (++seen == Integer.BYTES) {
                check((int) length, "a core packet");
                skip(length);
                seen = 0;
                length = 0;
            }
        }
    }

    /** AMQP 1.0, 2.2 and 2.3: protocol headers of eight octets, and frames that begin with their length in four. */
    private static final class AmqpScanner extends FrameScanner {

        private static final long HEADER = 0x414D5150; // "AMQP"
        private static final int SASL = 3;
        /** Frames of sign-in may be no longer (5.3.1, MIN-MAX-FRAME-SIZE). */
        private static final int MAX_SASL_FRAME = 512;

        private static final int SHORTEST = 8;

        private int seen;
        private long length;
        private boolean sasl;
        private boolean signedIn;

        @Override
        void signedIn() {
            super.signedIn();
            signedIn = true;
        }

        @Override
        void next(int octet) {
            if (seen == Integer.BYTES) {
                header(octet);
                seen = 0;
                length = 0;
                return;
            }
            length = length << 8 | octet;
            if (++seen == Integer.BYTES && length != HEADER) {
                frame();
                seen = 0;
                length = 0;
            }
        }

        private void header(int protocolId) {
            if (protocolId != SASL && !signedIn) {
                throw new TooLongFrameException(
                        "an AMQP header of protocol " + protocolId + " before the end of sign-in by SASL");
            }
            if (protocolId == SASL && sasl) {
                throw new TooLongFrameException("a second SASL header");
            }
            sasl = true;
            skip(Integer.BYTES - 1);
        }

        private void frame() {
            if (!signedIn && length > MAX_SASL_FRAME || length < SHORTEST) {
                throw new TooLongFrameException(
                        "an AMQP frame of " + length + " octets" + (signedIn ? "" : " before sign-in"));
            }
            check(length, "an AMQP frame");
            skip(length - Integer.BYTES);
        }
    }

    /** MQTT 2.1.4: an octet of kind, then the length in one to four octets of seven bits. */
    private static final class MqttScanner extends FrameScanner {

        private static final int LONGEST_LENGTH = 4;
        private int seen;
        private int length;

        @Override
        void next(int octet) {
            if (seen > 0) {
                length |= (octet & 0x7F) << 7 * (seen - 1);
                if ((octet & 0x80) == 0) {
                    check(length, "an MQTT packet");
                    skip(length);
                    seen = 0;
                    length = 0;
                    return;
                }
                if (seen == LONGEST_LENGTH) {
                    throw new TooLongFrameException("an MQTT packet whose length has no end");
                }
            }
            seen++;
        }
    }
}
