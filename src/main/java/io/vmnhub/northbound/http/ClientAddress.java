package io.vmnhub.northbound.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** By which clients are told apart: the IPv4 address, or the first 64 bits of the IPv6 address, of which a single host may have all others. */
public final class ClientAddress {

    private static final int PREFIX_OCTETS = 8;

    private ClientAddress() {
    }

    public static String of(InetAddress address) {
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_OCTETS)) + "/64";
        }
        return address.getHostAddress();
    }
}
