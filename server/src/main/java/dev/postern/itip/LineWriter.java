package dev.postern.itip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes properties. Lines are folded at 75 bytes, never within a character. */
final class LineWriter {
    private static final int MAX_LINE = 75;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringBuilder line = new StringBuilder();

    /** Begins a property, which {@link #value} or {@link #text} ends. */
    LineWriter property(String name) {
        line.setLength(0);
        line.append(name);
        return this;
    }

    /** A parameter; nothing if the value is empty. */
    LineWriter parameter(String name, String value) {
        if (!value.isEmpty()) {
            line.append(';').append(name).append('=').append(parameterValue(value));
        }
        return this;
    }

    /** In quotes if needed, with the characters that RFC 6868 encodes. */
    private static String parameterValue(String value) {
        String encoded = value.replace("^", "^^")
                .replace("\"", "^'")
                .replaceAll("\\R", "^n")
                .replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
        return encoded.matches("[^,;:]*") ? encoded : '"' + encoded + '"';
    }

    /** A value of a type other than TEXT, which the caller has written in its form. */
    void value(String value) {
        line.append(':').append(value.replaceAll("[\\p{Cntrl}&&[^\\t]]", ""));
        end();
    }

    void text(String value) {
        line.append(':').append(TextValues.encoded(value));
        end();
    }

    void line(String name, String value) {
        property(name).value(value);
    }

    private void end() {
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; ) {
            int width = width(bytes[i]);
            if (length + width > MAX_LINE) {
                out.writeBytes(new byte[] {'\r', '\n', ' '});
                length = 1;
            }
            out.write(bytes, i, width);
            length += width;
            i += width;
        }
        out.writeBytes(new byte[] {'\r', '\n'});
    }

    /** The number of bytes of a character in UTF-8, from its first byte. */
    private static int width(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones == 0 ? 1 : ones;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
