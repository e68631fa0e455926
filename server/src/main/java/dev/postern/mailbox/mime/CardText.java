package dev.postern.mailbox.mime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The text of a vCard file. Programs fold lines after a number of bytes, which may be within a character of UTF-8; such lines are joined first. */
final class CardText {
    /** What programs use that do not use UTF-8. */
    private static final Charset OTHERWISE = Charset.forName("windows-1252");

    private CardText() {}

    static String of(byte[] file) {
        byte[] joined = joined(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(joined))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(file, OTHERWISE);
        }
    }

    private static byte[] joined(byte[] file) {
        var out = new ByteArrayOutputStream(file.length);
        for (int at = 0; at < file.length; ) {
            int next = afterFold(file, at);
            boolean within =
                    next > at && at > 0 && file[at - 1] < 0 && next < file.length && isContinuation(file[next]);
            if (within) {
                at = next;
            } else {
                out.write(file[at++]);
            }
        }
        return out.toByteArray();
    }

    /** The position after a line end and a blank; the same position if there is none. */
    private static int afterFold(byte[] file, int at) {
        int end = at;
        if (file[end] == '\r' && end + 1 < file.length) {
            end++;
        }
        if (file[end] != '\n' || end + 1 >= file.length) {
            return at;
        }
        byte blank = file[end + 1];
        return blank == ' ' || blank == '\t' ? end + 2 : at;
    }

    /** Whether a byte is in a character of UTF-8, but not its first. */
    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
