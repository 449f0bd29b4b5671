// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public Internet from those that lead into somebody's own network: the special purpose
 * registries of IANA (RFC 6890), loopback, private, shared, link-local, documentation, multicast. Of IPv6 only 2000::/3
 * is public, without the prefixes that carry an IPv4 address in disguise.
 */
final class PublicAddresses {

    private static final List<Prefix> SPECIAL_IPV4 = prefixes(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");
    private static final List<Prefix> GLOBAL_IPV6 = prefixes("2000::/3");
    private static final List<Prefix> SPECIAL_IPV6 = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return address instanceof Inet4Address
                ? !isIn(SPECIAL_IPV4, address)
                : isIn(GLOBAL_IPV6, address) && !isIn(SPECIAL_IPV6, address);
    }

    private static boolean isIn(List<Prefix> prefixes, InetAddress address) {
        return prefixes.stream().anyMatch(prefix -> prefix.contains(address.getAddress()));
    }

    private static List<Prefix> prefixes(String... texts) {
        return Arrays.stream(texts).map(Prefix::of).toList();
    }

    private record Prefix(byte[] octets, int bits) {

        static Prefix of(String text) {
            String[] parts = text.split("/");
            try {
                return new Prefix(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text + " is not a prefix", e);
            }
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (octets[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
