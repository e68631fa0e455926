package dev.postern.mailbox.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the encoded words of RFC 2047 in a text, in one pass over it; the library's expression for them takes the square of the length
 * of a text that only looks like some. Characters that are cut in two between words are put together.
 */
final class EncodedWords {
    private static final int LONGEST_CHARSET = 64;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Charset charset;

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

    private void word(String named, char encoding, String encoded) {
        int language = named.indexOf('*');
        Charset known = Texts.charset(language < 0 ? named : named.substring(0, language));
        Charset now = known == null ? StandardCharsets.UTF_8 : known;
        if (!now.equals(charset)) {
            flush();
            charset = now;
        }
        boolean base64 = encoding == 'b' || encoding == 'B';
        byte[] raw = (base64 ? encoded : encoded.replace("_", "=20")).getBytes(StandardCharsets.US_ASCII);
        InputStream in = new ByteArrayInputStream(raw);
        try (InputStream decoded = base64
                ? new Base64InputStream(in, DecodeMonitor.SILENT)
                : new QuotedPrintableInputStream(in, DecodeMonitor.SILENT)) {
            decoded.transferTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
