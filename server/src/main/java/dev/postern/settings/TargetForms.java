package dev.postern.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** Parses the keys for outgoing calls. */
final class TargetForms {
    private static final String TARGET = "must be a host name, an IP address or a range such as 10.0.0.0/8";

    private TargetForms() {}

    /** A host name in lower case, an address, or a range that begins with its first address. */
    static String target(String text) {
        if (text.startsWith("*")) {
            throw new IllegalArgumentException("takes no wildcards; name each host, or the range of their addresses");
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        boolean address = host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[0-9.]+");
        if (slash < 0 && !address) {
            return name(text);
        }
        if (!address) {
            throw new IllegalArgumentException(TARGET);
        }
        byte[] bytes = literal(host);
        if (slash < 0) {
            return text;
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bytes.length * 8) {
            throw new IllegalArgumentException(TARGET);
        }
        byte[] first = first(bytes, Integer.parseInt(length));
        if (!Arrays.equals(first, bytes)) {
            throw new IllegalArgumentException("is a range whose address has bits beyond the prefix; write "
                    + InetAddress.ofLiteral(host).getHostAddress() + " alone, or the first address of the range");
        }
        return text;
    }

    /** An address, or a range that begins with its first address. */
    static String addresses(String text) {
        if (!text.matches("[0-9a-fA-F:.]+(/[0-9]{1,3})?")) {
            throw new IllegalArgumentException("must be an IP address or a range such as 10.0.0.0/8");
        }
        return target(text);
    }

    private static String name(String text) {
        try {
            String name = Forms.host(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
            if (!name.matches("(.*\\.)?([0-9]+|0x[0-9a-f]*)")) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // reported below, with the alternatives
        }
        throw new IllegalArgumentException(TARGET);
    }

    private static byte[] literal(String text) {
        // The JDK would also accept 127.1 and 2130706433 as addresses.
        if (!text.contains(":") && !text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw new IllegalArgumentException(TARGET);
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(TARGET, e);
        }
    }

    private static byte[] first(byte[] address, int bits) {
        byte[] first = address.clone();
        for (int i = bits; i < first.length * 8; i++) {
            first[i / 8] &= (byte) ~(0x80 >> (i % 8));
        }
        return first;
    }

    /** Returns the certificates of a PEM file, at least one. */
    static List<X509Certificate> authorities(String text) {
        Path file = Forms.path(text);
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("names a file without certificates");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("names a file that cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("names a file that is not certificates in PEM form", e);
        }
    }
}
