// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a file: UTF-8 and nothing else, of a bounded size. */
final class SourceText {

    private final Problems problems;
    private final long mostBytes;

    SourceText(Problems problems, long mostBytes) {
        this.problems = problems;
        this.mostBytes = mostBytes;
    }

    /** @return empty when it cannot be read; the problem has then been reported */
    Optional<String> read() {
        Path file = problems.file();
        if (!Files.exists(file)) {
            return refused(Position.WHOLE_FILE, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            return refused(Position.WHOLE_FILE, "is not a file");
        }
        try {
            long size = Files.size(file);
            if (size > mostBytes) {
                return refused(Position.WHOLE_FILE, "has " + size + " bytes: at most " + mostBytes + " are read");
            }
            return decode(Files.readAllBytes(file));
        } catch (IOException e) {
            return refused(Position.WHOLE_FILE, "cannot be read: " + e);
        }
    }

    private Optional<String> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        if (result.isError()) {
            return refused(
                    end(out), String.format("byte 0x%02X is not UTF-8: save the file in UTF-8", bytes[in.position()]));
        }
        boolean byteOrderMark = out.length() > 0 && out.charAt(0) == '\uFEFF';
        return Optional.of(out.subSequence(byteOrderMark ? 1 : 0, out.length()).toString());
    }

    /** The place behind the text. */
    static Position end(CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new Position(line, column);
    }

    private Optional<String> refused(Position position, String message) {
        problems.add(position, "", message);
        return Optional.empty();
    }
}
