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

/** Decodes text whose charset may be wrong or missing. Never throws because of its input. */
final class TextDecoder {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    /** Mail programs use these names for supersets of the standard charsets. */
    private static final Map<Charset, Charset> WIDER =
            Map.of(Charset.forName("ISO-2022-JP"), Charset.forName("x-windows-iso2022jp"));
    /** Hebrew and Arabic charsets with a direction, which does not matter for decoding. */
    private static final Pattern DIRECTED = Pattern.compile("iso-8859-(6|8)-[ie]", Pattern.CASE_INSENSITIVE);

    private TextDecoder() {}

    /** Decodes with the given charset. If it is unknown: as UTF-8 if that is valid, otherwise as Windows-1252. */
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

    /** A header's value on one line, with its encoded words decoded. */
    static String header(byte[] raw) {
        return words(unfold(decode(raw, null)));
    }

    /** The beginning of a text, without splitting a character. */
    static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
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
