package dev.postern.graph.odata;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits the raw query of a URL. */
final class QueryString {
    /** Far above the server's limit; a safeguard for other uses of this class. */
    private static final int MAX_LENGTH = 1 << 20;

    record Option(String name, String value) {}

    private QueryString() {}

    static List<Option> options(String raw) {
        if (raw.length() > MAX_LENGTH) {
            throw QueryFailure.badRequest("Maximum request length exceeded.");
        }
        List<Option> options = new ArrayList<>();
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals)).strip();
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            if (!name.isEmpty()) {
                options.add(new Option(name, value));
            } else if (!value.isEmpty()) {
                throw QueryFailure.badRequest("The query string has a value without a name.");
            }
        }
        return options;
    }

    private static String decode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '%') {
                bytes.put((byte) hex(text, i + 1));
                i += 3;
            } else if (c == '+') {
                bytes.put((byte) ' ');
                i++;
            } else {
                bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.indexOf('\0') >= 0) {
                throw QueryFailure.badRequest("The query string contains the character U+0000.");
            }
            return decoded;
        } catch (CharacterCodingException _) {
            throw QueryFailure.badRequest("The query string is not valid UTF-8.");
        }
    }

    private static int hex(String text, int at) {
        int high = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw QueryFailure.badRequest("The query string has a '%' that is not followed by two hexadecimal digits.");
        }
        return high * 16 + low;
    }
}
