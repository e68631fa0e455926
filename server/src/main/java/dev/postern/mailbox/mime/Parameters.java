package dev.postern.mailbox.mime;

import dev.postern.query.Folding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.mime4j.stream.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * Reads a parameter of a field in any of its forms: plain, possibly with encoded words (RFC 2047), extended with a charset, or in segments
 * (RFC 2231). Only extended values have a charset, so apostrophes of the other ones are text.
 */
final class Parameters {
    /** By name; the first one counts. */
    private final Map<String, String> values = new HashMap<>();

    Parameters(List<NameValuePair> all) {
        for (NameValuePair pair : all) {
            if (pair.getValue() != null) {
                values.putIfAbsent(Folding.lower(pair.getName()), pair.getValue());
            }
        }
    }

    /** Returns the value; null if there is no such parameter. An extended form wins. */
    @Nullable
    String get(String name) {
        String extended = values.get(name + "*");
        if (extended != null) {
            return new Joined().add(extended, true, true).text();
        }
        String plain = values.get(name);
        return plain != null ? TextDecoder.words(decoded(plain)) : segments(name);
    }

    /** The segments up to the first number that is missing. */
    private @Nullable String segments(String name) {
        Joined joined = new Joined();
        for (int number = 0; ; number++) {
            String encoded = values.get(name + "*" + number + "*");
            String plain = encoded == null ? values.get(name + "*" + number) : null;
            if (encoded == null && plain == null) {
                return number == 0 ? null : joined.text();
            }
            joined.add(encoded == null ? plain : encoded, encoded != null, number == 0);
        }
    }

    private static byte[] bytes(String value) {
        // the parser returns bytes as characters
        boolean asBytes = value.chars().allMatch(c -> c < 256);
        return value.getBytes(asBytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String decoded(String value) {
        return value.chars().allMatch(c -> c < 128) ? value : TextDecoder.decode(bytes(value), null);
    }

    /** The bytes of an extended value, of which characters may be split between segments. */
    private static final class Joined {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<String> charset = new ArrayList<>(1);

        Joined add(@Nullable String value, boolean encoded, boolean first) {
            String text = value == null ? "" : value;
            if (!encoded) {
                bytes.writeBytes(Parameters.bytes(text));
                return this;
            }
            int language = text.indexOf('\'');
            int end = language < 0 ? -1 : text.indexOf('\'', language + 1);
            if (first && end >= 0) {
                charset.add(text.substring(0, language));
                text = text.substring(end + 1);
            }
            percent(text);
            return this;
        }

        private void percent(String text) {
            byte[] all = Parameters.bytes(text);
            for (int i = 0; i < all.length; i++) {
                int high = all[i] == '%' && i + 2 < all.length ? Character.digit(all[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(all[i + 2], 16);
                if (low >= 0) {
                    bytes.write(high * 16 + low);
                    i += 2;
                } else {
                    bytes.write(all[i]);
                }
            }
        }

        String text() {
            return TextDecoder.decode(bytes.toByteArray(), charset.isEmpty() ? null : charset.getFirst());
        }
    }
}
