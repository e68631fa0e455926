package dev.postern.workflow.expression;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of texts for URIs. */
final class PercentText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-_.~";

    private PercentText() {}

    static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits((byte) c));
            }
        }
        return encoded.toString();
    }

    /** Decodes what is encoded UTF-8; everything else stays as it is. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var decoded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (!encoded(text, at)) {
                decoded.append(text.charAt(at++));
                continue;
            }
            int size = sequence(Integer.parseInt(text, at + 1, at + 3, 16));
            @Nullable String character = size == 0 ? null : character(text, at, size);
            if (character == null) {
                decoded.append(text, at, at + 3);
                at += 3;
            } else {
                decoded.append(character);
                at += 3 * size;
            }
        }
        return decoded.toString();
    }

    private static boolean encoded(String text, int at) {
        return at + 2 < text.length()
                && text.charAt(at) == '%'
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /** Returns the number of bytes of the UTF-8 sequence that begins with a byte; 0 if none does. */
    private static int sequence(int first) {
        return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    }

    private static @Nullable String character(String text, int start, int size) {
        var bytes = new ByteArrayOutputStream(size);
        for (int i = 0; i < size; i++) {
            int at = start + 3 * i;
            if (!encoded(text, at)) {
                return null;
            }
            bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
