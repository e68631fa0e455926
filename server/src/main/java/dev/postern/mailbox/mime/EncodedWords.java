package dev.postern.mailbox.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the encoded words (RFC 2047) of a text in one pass; the library's regular expression needs quadratic time for
 * text that only resembles encoded words. Characters split between two words are joined.
 */
public final class EncodedWords {
    private static final int MAX_CHARSET_LENGTH = 64;
    private static final int MAX_UNKNOWN_CHARSETS = 2;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Charset charset;
    private int unknown;

    private EncodedWords(String text) {
        this.text = text;
    }

    /** Returns the text with its encoded words decoded; words that are none remain. */
    public static String decode(String text) {
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

    /** Whether a charset is here, followed by the name of an encoding. */
    private boolean opens(int from, int to) {
        return to > from
                && to - from <= MAX_CHARSET_LENGTH
                && to + 2 < text.length()
                && "bBqQ".indexOf(text.charAt(to + 1)) >= 0
                && text.charAt(to + 2) == '?';
    }

    /** Space between two encoded words only separates them. */
    private void between(int from, int to) {
        if (charset == null || !text.substring(from, to).isBlank()) {
            flush();
            out.append(text, from, to);
        }
    }

    /** Looking up an unknown charset is slow, so after a few unknown ones all are treated as UTF-8. */
    private Charset known(String name) {
        Charset known = unknown < MAX_UNKNOWN_CHARSETS ? TextDecoder.charset(name) : null;
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

    /** Characters outside of the alphabet are ignored, and missing padding is accepted. */
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
