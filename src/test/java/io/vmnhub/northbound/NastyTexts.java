package io.vmnhub.northbound;

import java.util.List;

/** Texts that have broken databases and their clients; what is stored of each is {@link SqlText}'s. */
public final class NastyTexts {

    public static final List<String> ALL = List.of("", " ", "STOP\0", "STOP\0 now", "\0", "IMEI\0\0\0", "\uD83D", "\uDE00", "a\uD83D b", "\uDE00\uD83D",
            "Grüße 😀", "😀".repeat(150), "ß".repeat(200), "x".repeat(199) + "😀", "a\u0301\u0308", "\u202Eשלום", "\uFEFFbom", "\uFFFF\uFFFE", "\u2028\u0085\u200B",
            "line\r\nline\ttab\u000B\u001B[31m", "'; drop table pull_message; --", "\\u0000 \\\\u0000 \\0 \\", "100% _under_ \"quotes\" `ticks` $1 ? :name #{x} {{y}}",
            "\uDBFF\uDFFF\uD800\uDC00", "NULL", "x".repeat(39_000));

    private NastyTexts() {
    }
}
