package dev.postern.mailbox.mime;

import dev.postern.mailbox.HeaderProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes header fields. No value can end its line: control characters become spaces here, in every field. Text that is
 * not ASCII is written as encoded words (RFC 2047) or extended parameters (RFC 2231).
 */
final class HeaderWriter {
    private static final int LINE = 76;
    /** RFC 5322 limits lines to 998 characters. */
    private static final int MAX_LINE = 990;

    private static final int SEGMENT = 60;
    private static final String HEX = "0123456789ABCDEF";

    private static final int MAX_NAME_COLUMNS = 50;
    /** No file system has longer names, and some readers refuse very long fields. */
    private static final int MAX_PARAMETER_LENGTH = 255;

    private final OutputStream out;

    HeaderWriter(OutputStream out) {
        this.out = out;
    }

    /** A structured field, folded only between words. */
    void field(String name, @Nullable String value) throws IOException {
        if (value != null && !value.isBlank()) {
            write(fold(name + ": " + oneLine(value).strip()));
        }
    }

    /**
     * A field of free text. Text in ASCII is never encoded, because programs search it; only a longer word than a line may have is, and what
     * would be read as an encoded word.
     */
    void text(String name, @Nullable String value) throws IOException {
        if (value == null || value.isEmpty()) {
            return;
        }
        String line = oneLine(value);
        // the maximum that the encoder accepts; the line is then folded after the name
        int taken = Math.min(name.length() + 2, MAX_NAME_COLUMNS);
        if (!TextDecoder.words(line).equals(line)) {
            field(name, EncoderUtil.encodeEncodedWord(line, EncoderUtil.Usage.TEXT_TOKEN, taken));
        } else if (isAscii(line)
                && Arrays.stream(line.split(" ")).allMatch(word -> word.length() < MAX_LINE - name.length())) {
            field(name, line);
        } else {
            field(name, EncoderUtil.encodeIfNecessary(line, EncoderUtil.Usage.TEXT_TOKEN, taken));
        }
    }

    /** A header of any name: those with a syntax of their own must not be encoded. */
    void header(String name, @Nullable String value) throws IOException {
        if (value != null && HeaderProperties.isStructured(name)) {
            field(name, asciiOf(oneLine(value)));
        } else {
            text(name, value);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Characters in a URL between angle brackets are percent-encoded. Elsewhere such fields have none, see {@code MapiInput}. */
    private static String asciiOf(String value) {
        StringBuilder ascii = new StringBuilder(value.length());
        boolean[] url = {false};
        value.codePoints().forEach(c -> {
            url[0] = c == '<' || (url[0] && c != '>');
            if (c < 0x80) {
                ascii.append((char) c);
            } else if (url[0]) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    ascii.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
                }
            } else {
                ascii.append('?');
            }
        });
        return ascii.toString();
    }

    void people(String name, Iterable<JsonNode> recipients) throws IOException {
        List<String> people = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            String person = person(recipient);
            if (person != null) {
                people.add(person);
            }
        }
        field(name, String.join(", ", people));
    }

    /** An address with its name; null if there is no address. */
    static @Nullable String person(JsonNode recipient) {
        JsonNode email = recipient.path("emailAddress");
        if (!email.path("address").isString()) {
            return null;
        }
        String address = address(email.path("address").stringValue());
        String name = email.path("name").isString()
                ? oneLine(email.path("name").stringValue()).strip()
                : "";
        return name.isEmpty() || name.equals(address)
                ? address
                : EncoderUtil.encodeAddressDisplayName(name) + " <" + address + ">";
    }

    private static String address(String address) {
        return address.codePoints()
                .filter(c -> c > ' ' && c != 127 && "<>,;\"()\\".indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A parameter, with the semicolon before it. */
    static String parameter(String name, @Nullable String value) {
        if (value == null) {
            return "";
        }
        String text = TextDecoder.truncate(oneLine(value), MAX_PARAMETER_LENGTH);
        if (text.length() <= SEGMENT
                && TextDecoder.words(text).equals(text)
                && text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return "; " + name + "=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        StringBuilder segments = new StringBuilder();
        StringBuilder segment = new StringBuilder("UTF-8''");
        int number = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (segment.length() > SEGMENT) {
                segments.append("; ")
                        .append(name)
                        .append('*')
                        .append(number++)
                        .append("*=")
                        .append(segment);
                segment.setLength(0);
            }
            boolean plain =
                    (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '.' || b == '-';
            if (plain) {
                segment.append((char) b);
            } else {
                segment.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return segments + "; " + name + (number == 0 ? "*=" : "*" + number + "*=") + segment;
    }

    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    private static String fold(String line) {
        StringBuilder folded = new StringBuilder();
        int column = 0;
        for (String word : line.split("(?= )")) {
            if (column > 0 && column + word.length() > LINE && !word.isBlank() && folded.indexOf(": ") > 0) {
                folded.append("\r\n");
                column = 0;
            }
            folded.append(word);
            column += word.length();
        }
        return folded.toString();
    }

    private void write(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }

    void end() throws IOException {
        out.write('\r');
        out.write('\n');
    }
}
