package dev.postern.mailbox.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/** Text out of bytes whose label may be wrong or missing. Nothing here throws because of what it is given. */
final class Texts {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private Texts() {}

    /** Decodes by the given charset, or when there is none that is known, as UTF-8 if it is that, else as Windows does. */
    static String decode(byte[] bytes, @Nullable String charset) {
        Charset named = charset == null ? null : charset(charset);
        if (named != null && !named.equals(StandardCharsets.US_ASCII) && !named.equals(StandardCharsets.ISO_8859_1)) {
            return new String(bytes, named);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WINDOWS);
        }
    }

    private static @Nullable Charset charset(String name) {
        try {
            return Charset.forName(name.strip().replace("\"", ""));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** A header's value on one line, with its encoded words read. */
    static String header(byte[] raw) {
        return words(unfold(decode(raw, null)));
    }

    static String unfold(String text) {
        return text.replace("\r", "").replace("\n", "").strip();
    }

    static String words(String text) {
        if (!text.contains("=?")) {
            return text;
        }
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
