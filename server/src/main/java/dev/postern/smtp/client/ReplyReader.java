package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the replies of a host. What is not a reply, or is too long, ends the dialogue. */
final class ReplyReader {
    /** RFC 5321 has 512; hosts in use send more. */
    static final int MAX_LINE = 2_048;

    static final int MAX_LINES = 128;

    private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([ -])(.*))?");
    private static final Pattern STATUS = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: (.*))?");

    private final BufferedInputStream in;

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in, 4_096);
    }

    /** The bytes are not a reply. */
    static final class NotAReply extends IOException {
        private static final long serialVersionUID = 1;

        NotAReply(String what) {
            super(what);
        }
    }

    /** Returns whether bytes have arrived that no reply has used. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    Reply read() throws IOException {
        int code = 0;
        var lines = new ArrayList<String>();
        boolean last = false;
        while (!last) {
            if (lines.size() == MAX_LINES) {
                throw new NotAReply("a reply with more than " + MAX_LINES + " lines");
            }
            String line = line();
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new NotAReply("'" + shortened(line) + "', which is not a reply");
            }
            int next = Integer.parseInt(parts.group(1));
            if (code != 0 && next != code) {
                throw new NotAReply("a reply that begins with " + code + " and continues with " + next);
            }
            code = next;
            last = !"-".equals(parts.group(2));
            lines.add(parts.group(3) == null ? "" : parts.group(3));
        }
        return reply(code, lines);
    }

    /** The enhanced status is in front of each line; its class must be that of the code (RFC 2034). */
    private static Reply reply(int code, List<String> lines) {
        String status = status(code, lines.getFirst());
        if (status == null) {
            return new Reply(code, null, lines);
        }
        return new Reply(
                code,
                status,
                lines.stream()
                        .map(line -> {
                            if (!line.startsWith(status)) {
                                return line;
                            }
                            return line.substring(status.length()).stripLeading();
                        })
                        .toList());
    }

    private static @Nullable String status(int code, String line) {
        Matcher parts = STATUS.matcher(line);
        return parts.matches() && line.charAt(0) == '0' + code / 100 ? parts.group(1) : null;
    }

    private String line() throws IOException {
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("The host closed the connection");
            }
            if (octet == '\r') {
                if (in.read() != '\n') {
                    throw new NotAReply("a line with a CR that LF does not follow");
                }
                return text(line, length);
            }
            if (octet == '\n') {
                throw new NotAReply("a line that ends with LF alone");
            }
            if (length == MAX_LINE) {
                throw new NotAReply("a line with more than " + MAX_LINE + " bytes");
            }
            line[length++] = (byte) octet;
        }
    }

    /** Replies are shown in logs and reports, so that control characters are replaced. */
    private static String text(byte[] line, int length) {
        return new String(line, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    private static String shortened(String line) {
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }
}
