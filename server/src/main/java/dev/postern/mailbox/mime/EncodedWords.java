package dev.postern.mailbox.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads the encoded words of RFC 2047 in a text, in one pass over it; the library's expression for them takes the square of the length
 * of a text that only looks like some. Characters that are cut in two between words are put together.
 */
final class EncodedWords {
    private static final int LONGEST_CHARSET = 64;
    private static final int MOST_UNKNOWN = 2;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Charset charset;
    private int unknown;

    private EncodedWords(String text) {
        this.text = text;
    }

    static String decode(String text) {
        return new EncodedWords(text).all();
    }

    private String all() {
        int done = 0;
        int mark = text.indexOf("=?");
        while (mark >= 0) {
            int language = text.indexOf('?', mark + 2);
            if (language < 0) {
                break;
            }
            int start = language + 3;
            if (!opens(mark + 2, language)) {
                mark = text.indexOf("=?", mark + 2);
                continue;
            }
            int end = text.indexOf("?=", start);
            if (end < 0) {
                break;
            }
            between(done, mark);
            word(text.substring(mark + 2, language), text.charAt(language + 1), text.substring(start, end));
            done = end + 2;
            mark = text.indexOf("=?", done);
        }
        flush();
        return out.append(text, done, text.length()).toString();
    }

    /** Whether a charset stands here, and behind it the name of an encoding. */
    private boolean opens(int from, int to) {
        return to > from
                && to - from <= LONGEST_CHARSET
                && to + 2 < text.length()
                && "bBqQ".indexOf(text.charAt(to + 1)) >= 0
                && text.charAt(to + 2) == '?';
    }

    /** Space between two words only holds them apart. */
    private void between(int from, int to) {
        if (charset == null || !text.substring(from, to).isBlank()) {
            flush();
            out.append(text, from, to);
        }
    }

    /** To find out that nobody knows a charset takes long, so after a few all are taken as UTF-8. */
    private Charset known(String name) {
        Charset known = unknown < MOST_UNKNOWN ? TextDecoder.charset(name) : null;
        if (known == null) {
            unknown++;
        }
        return known == null ? StandardCharsets.UTF_8 : known;
    }

    private void word(String named, char encoding, String encoded) {
        int language = named.indexOf('*');
        Charset now = known(language < 0 ? named : named.substring(0, language));
        if (!now.equals(charset)) {
            flush();
            charset = now;
        }
        if (encoding == 'b' || encoding == 'B') {
            base64(encoded);
        } else {
            quoted(encoded);
        }
    }

    /** What is not of the alphabet says nothing, and what is missing at the end is not missed. */
    private void base64(String encoded) {
        StringBuilder clean = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || c == '+' || c == '/') {
                clean.append(c);
            }
        }
        int odd = clean.length() % 4;
        clean.setLength(odd == 1 ? clean.length() - 1 : clean.length());
        bytes.writeBytes(Base64.getDecoder().decode(clean.toString()));
    }

    private void quoted(String encoded) {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int high = c == '=' && i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c == '_') {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(charset == null ? StandardCharsets.UTF_8 : charset));
            }
        }
    }

    private void flush() {
        if (charset != null) {
            out.append(bytes.toString(charset));
            bytes.reset();
            charset = null;
        }
    }
}
