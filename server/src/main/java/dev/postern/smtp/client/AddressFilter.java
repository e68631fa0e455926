package dev.postern.smtp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/**
 * Which addresses that DNS names may be connected to. The owner of any domain can name any address, also one inside of our network.
 */
@FunctionalInterface
public interface AddressFilter {
    /** What an address is. */
    enum Verdict {
        ALLOWED,
        /** This server listens there. */
        OURSELVES,
        /** Not an address of the public Internet. */
        INSIDE
    }

    Verdict check(InetSocketAddress address);

    /**
     * Allows the public Internet.
     *
     * @param ours where this server listens
     */
    static AddressFilter ofInternet(Predicate<InetSocketAddress> ours) {
        return address -> {
            if (ours.test(address)) {
                return Verdict.OURSELVES;
            }
            return isInside(address.getAddress()) ? Verdict.INSIDE : Verdict.ALLOWED;
        };
    }

    private static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean reserved = bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0);
        return unique
                || shared
                || reserved
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }
}
