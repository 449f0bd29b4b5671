// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.net.URI;
import java.util.BitSet;
import java.util.Objects;

/**
 * The ports that URLs which somebody else has chosen may lead to, so that nobody makes the hub knock at doors that no
 * web server is behind.
 *
 * @param words as they are configured: ports and ranges, {@code 80 443 8000-8999}
 */
public record AllowedPorts(String words) {

    public static final AllowedPorts STANDARD = new AllowedPorts("80 443 8080 8443");
    public static final AllowedPorts ALL = new AllowedPorts("1-65535");

    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException when a word is neither a port nor a range of ports */
    public AllowedPorts {
        Objects.requireNonNull(words, "words");
        words = words.strip();
        parse(words);
    }

    private static BitSet parse(String words) {
        BitSet ports = new BitSet(HIGHEST + 1);
        for (String word : words.split("[\\s,]+")) {
            if (!word.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
                throw new IllegalArgumentException(
                        "'" + word + "' is neither a port nor a range of ports such as 8000-8999");
            }
            String[] ends = word.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first < 1 || last > HIGHEST || first > last) {
                throw new IllegalArgumentException("'" + word + "' is not a range within 1 to " + HIGHEST);
            }
            ports.set(first, last + 1);
        }
        return ports;
    }

    /** @throws IllegalArgumentException when the URL leads to another port; its message names {@code setting} */
    public void check(String setting, URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        if (!parse(words).get(port)) {
            throw new IllegalArgumentException(setting + " leads to port " + port + "; allowed are " + words);
        }
    }
}
