package dev.postern.mailbox.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text out of bytes whose label may be wrong or missing. Nothing here throws because of what it is given. */
final class TextDecoder {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    /** What mail programs write under these names is more than the standards have. */
    private static final Map<Charset, Charset> WIDER =
            Map.of(Charset.forName("ISO-2022-JP"), Charset.forName("x-windows-iso2022jp"));
    /** Hebrew with a mark for its direction, which is no matter for decoding. */
    private static final Pattern DIRECTED = Pattern.compile("iso-8859-(6|8)-[ie]", Pattern.CASE_INSENSITIVE);

    private TextDecoder() {}

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

    static @Nullable Charset charset(String name) {
        try {
            String plain = DIRECTED.matcher(name.strip().replace("\"", "")).replaceAll("iso-8859-$1");
            Charset charset = Charset.forName(plain);
            return WIDER.getOrDefault(charset, charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** A header's value on one line, with its encoded words read. */
    static String header(byte[] raw) {
        return words(unfold(decode(raw, null)));
    }

    /** The beginning of a text, with no character cut in two. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    static String unfold(String text) {
        return text.replace("\r", "").replace("\n", "").strip();
    }

    static String words(String text) {
        if (!text.contains("=?")) {
            return text;
        }
        try {
            return EncodedWords.decode(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
