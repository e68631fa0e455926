package dev.postern.itip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Unfolds lines. Works on bytes, because writers fold within characters; accepts CRLF, LF and CR, also mixed. */
final class ContentLines {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private ContentLines() {}

    static List<String> of(byte[] bytes, int maxLines) throws UnreadableCalendar {
        String text = decoded(unfolded(bytes));
        var lines = new ArrayList<String>();
        for (int begin = 0; begin < text.length(); ) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            if (end > begin) {
                if (lines.size() == maxLines) {
                    throw new UnreadableCalendar("The calendar has more than " + maxLines + " lines.");
                }
                lines.add(text.substring(begin, end));
            }
            begin = end + 1;
        }
        return lines;
    }

    private static byte[] unfolded(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b != '\r' && b != '\n') {
                if (b != 0) {
                    out.write(b);
                }
                continue;
            }
            if (b == '\r' && at(bytes, i + 1) == '\n') {
                i++;
            }
            if (at(bytes, i + 1) == ' ' || at(bytes, i + 1) == '\t') {
                i++;
            } else {
                out.write('\n');
            }
        }
        return out.toByteArray();
    }

    private static byte at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] : 0;
    }

    /** UTF-8, and what is not UTF-8 as the character set of old Windows programs. */
    private static String decoded(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, WINDOWS);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
