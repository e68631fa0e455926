package dev.postern.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Classifies IP addresses. All checks use the plain form: IPv4 embedded in IPv6 counts as the IPv4 address. */
final class IpAddresses {
    /** IPv4 ranges that are not part of the public Internet, or are infrastructure there. */
    private static final List<AddressRange> NOT_PUBLIC = AddressRange.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All public IPv6 addresses; outside are loopback, unique-local, link-local, site-local, multicast, IPv4-compatible and others. */
    private static final AddressRange GLOBAL = AddressRange.parse("2000::/3");
    /** The parts of that range that are not public: Teredo and protocol assignments, documentation, 6to4. */
    private static final List<AddressRange> NOT_GLOBAL =
            AddressRange.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

    /** Cloud metadata services, and ranges that are not single hosts. Allowing a name never allows these; the address must be allowed. */
    private static final List<AddressRange> ONLY_BY_ADDRESS = AddressRange.all(
            "0.0.0.0/8",
            "100.100.100.200",
            "168.63.129.16",
            "169.254.0.0/16",
            "192.0.0.192",
            "224.0.0.0/4",
            "255.255.255.255",
            "::",
            "fd00:ec2::/32",
            "fd20:ce::254",
            "fe80::/10",
            "ff00::/8");

    private IpAddresses() {}

    /** Returns IPv4-mapped and NAT64 addresses as IPv4, all others unchanged. */
    static InetAddress plain(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == 16
                && bytes[10] == (byte) 0xff
                && bytes[11] == (byte) 0xff
                && Arrays.equals(Arrays.copyOf(bytes, 10), new byte[10]);
        if (!mapped && !NAT64.contains(address)) {
            return bare(bytes);
        }
        return bare(Arrays.copyOfRange(bytes, 12, 16));
    }

    private static InetAddress bare(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }

    static boolean isPublic(InetAddress plain) {
        return plain.getAddress().length == 4
                ? !isIn(NOT_PUBLIC, plain)
                : GLOBAL.contains(plain) && !isIn(NOT_GLOBAL, plain);
    }

    static boolean onlyByAddress(InetAddress plain) {
        return isIn(ONLY_BY_ADDRESS, plain);
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress plain) {
        return ranges.stream().anyMatch(range -> range.contains(plain));
    }
}
