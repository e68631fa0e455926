package dev.postern.smtp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The header of the PROXY protocol, version 1 or 2, with which a proxy begins a connection and names the client. */
final class ProxyHeader {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] TEXT = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final int LONGEST_TEXT = 107;
    private static final int FIXED = 16;
    /** Addresses and additional fields; more does not fit in the buffer of commands. */
    private static final int LONGEST_BINARY = 2000;

    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final Wire wire;
    private final long until;

    private ProxyHeader(Wire wire, long until) {
        this.wire = wire;
        this.until = until;
    }

    /**
     * Reads the header and nothing after it.
     *
     * @return the client; null if the proxy speaks for itself or does not know it
     */
    static @Nullable InetAddress read(Wire wire, long until) throws IOException, SessionEnd {
        return new ProxyHeader(wire, until).read();
    }

    private @Nullable InetAddress read() throws IOException, SessionEnd {
        require(1);
        return wire.buffer()[wire.from()] == SIGNATURE[0] ? binary() : text();
    }

    private @Nullable InetAddress text() throws IOException, SessionEnd {
        int length = 0;
        do {
            length++;
            if (length > LONGEST_TEXT) {
                throw wrong();
            }
            require(length);
            if (length <= TEXT.length && at(length - 1) != TEXT[length - 1]) {
                throw wrong();
            }
        } while (at(length - 1) != '\n');
        String line = new String(wire.buffer(), wire.from(), length, StandardCharsets.ISO_8859_1);
        wire.consumed(wire.from() + length);
        if (!line.endsWith("\r\n")) {
            throw wrong();
        }
        String[] words = line.substring(0, length - 2).split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return null;
        }
        boolean four = words[1].equals("TCP4");
        if (words.length != 6 || !(four || words[1].equals("TCP6")) || !isPort(words[4]) || !isPort(words[5])) {
            throw wrong();
        }
        address(words[3], four);
        return address(words[2], four);
    }

    private static InetAddress address(String text, boolean four) throws SessionEnd {
        if (!text.matches(four ? "[0-9]{1,3}(\\.[0-9]{1,3}){3}" : "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw wrong();
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
    }

    private @Nullable InetAddress binary() throws IOException, SessionEnd {
        for (int i = 0; i < SIGNATURE.length; i++) {
            require(i + 1);
            if (at(i) != SIGNATURE[i]) {
                throw wrong();
            }
        }
        require(FIXED);
        int command = at(12) & 0xff;
        int family = at(13) >> 4;
        int length = (at(14) & 0xff) << 8 | (at(15) & 0xff);
        if ((command != LOCAL && command != PROXIED) || length > LONGEST_BINARY) {
            throw wrong();
        }
        require(FIXED + length);
        int first = wire.from() + FIXED;
        byte[] addresses = Arrays.copyOfRange(wire.buffer(), first, first + length);
        wire.consumed(first + length);
        if (command == LOCAL || (family != IPV4 && family != IPV6)) {
            return null;
        }
        int size = family == IPV4 ? 4 : 16;
        if (length < 2 * size + 4) {
            throw wrong();
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(addresses, size));
        } catch (UnknownHostException e) {
            throw wrong();
        }
    }

    private byte at(int index) {
        return wire.buffer()[wire.from() + index];
    }

    private void require(int bytes) throws IOException {
        while (wire.to() - wire.from() < bytes) {
            wire.fill(until);
        }
    }

    /** Without a reply, as the protocol says. */
    private static SessionEnd wrong() {
        return new SessionEnd(null, Refusal.PROXY);
    }
}
