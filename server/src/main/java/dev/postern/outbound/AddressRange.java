package dev.postern.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A range of IP addresses in CIDR notation. */
public final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a single address; throws {@link IllegalArgumentException} otherwise. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        byte[] prefix = first.getAddress();
        int max = prefix.length * 8;
        int bits = slash < 0 ? max : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > max) {
            throw new IllegalArgumentException("the length of the prefix must be from 0 to " + max);
        }
        AddressRange range = new AddressRange(prefix, bits);
        if (!Arrays.equals(prefix, range.masked(prefix))) {
            throw new IllegalArgumentException("the address has bits beyond the prefix");
        }
        return range;
    }

    static List<AddressRange> all(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }

    /** Returns whether an address is in this range. */
    public boolean contains(InetAddress address) {
        byte[] given = address.getAddress();
        return given.length == prefix.length && Arrays.equals(prefix, masked(given));
    }

    private byte[] masked(byte[] address) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }
}
