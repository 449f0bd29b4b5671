// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.handler.codec.TooLongFrameException;
import java.util.Locale;

/** STOMP: a command and headers in lines, an empty line, a body, and an octet 0. */
final class StompScanner extends FrameScanner {

    private static final String LENGTH = "content-length:";

    private final StringBuilder line = new StringBuilder();
    private int seen;
    private boolean body;
    private long bodyLength = -1;
    private boolean command;

    @Override
    void next(int octet) {
        if (++seen > most()) {
            throw new TooLongFrameException("a STOMP frame of more than " + most() + " octets");
        }
        if (body) {
            if (octet == 0) {
                begin();
            } else if (bodyLength >= 0) {
                throw new TooLongFrameException("a STOMP frame that is longer than its content-length");
            }
        } else if (octet == '\n') {
            end(line.toString().strip());
            line.setLength(0);
        } else {
            line.append((char) octet);
        }
    }

    private void end(String text) {
        if (!command) {
            if (text.isEmpty()) {
                seen = 0; // a heart-beat
            }
            command = !text.isEmpty();
        } else if (text.isEmpty()) {
            body = true;
            if (bodyLength > 0) {
                skip(bodyLength);
            }
        } else if (text.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
            length(text.substring(LENGTH.length()).strip());
        }
    }

    private void length(String value) {
        if (bodyLength >= 0 || !value.matches("[0-9]{1,10}")) {
            throw new TooLongFrameException("a STOMP frame with a wrong content-length");
        }
        bodyLength = Long.parseLong(value);
        check(seen + bodyLength, "a STOMP frame");
    }

    private void begin() {
        seen = 0;
        body = false;
        bodyLength = -1;
        command = false;
    }
}
