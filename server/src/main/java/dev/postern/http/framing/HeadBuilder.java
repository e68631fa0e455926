package dev.postern.http.framing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds the bytes of a head. */
final class HeadBuilder {
    private static final int USUAL = 2048;

    private byte[] bytes = new byte[USUAL];
    private int length;

    HeadBuilder text(String text) {
        byte[] added = text.getBytes(StandardCharsets.ISO_8859_1);
        return append(added, 0, added.length);
    }

    HeadBuilder field(String name, String value) {
        return text(name).text(": ").text(value).text("\r\n");
    }

    HeadBuilder field(FieldLine line) {
        append(line.bytes(), line.name(), line.nameEnd()).text(": ");
        return append(line.bytes(), line.value(), line.end()).text("\r\n");
    }

    private HeadBuilder append(byte[] added, int from, int to) {
        int count = to - from;
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(added, from, bytes, length, count);
        length += count;
        return this;
    }

    byte[] build() {
        return Arrays.copyOf(bytes, length);
    }
}
