package dev.postern.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an mbox of any size, message by message. A quoted line ({@code >From }) loses one sign. For one use and one thread. */
final class MboxReader {
    /** A line is read in parts of this size, so that one without an end needs no memory. */
    private static final int PART = 8 << 10;

    private static final int MAX_STATUS = 80;

    private final InputStream in;
    private final String file;
    private final List<String> folder;
    private final long max;
    private final MailSink sink;
    private long at;
    private boolean begins = true;

    private @Nullable FromLine from;
    private long offset;
    private MailSpool spool;
    private MailFlags flags = MailFlags.NONE;
    private byte[] blank = new byte[0];
    private boolean header;
    private boolean dropping;
    private int line;

    MboxReader(InputStream in, String file, List<String> folder, long max, MailSink sink) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.file = file;
        this.folder = folder;
        this.max = max;
        this.sink = sink;
        this.spool = new MailSpool(max);
    }

    /** Whether a file begins as an mbox does. */
    static boolean begins(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return text.startsWith(FromLine.BEGIN)
                && FromLine.of(end < 0 ? text : text.substring(0, end)).isPresent();
    }

    void read() throws IOException {
        try {
            for (byte[] part = part(); part.length > 0; part = part()) {
                boolean first = begins;
                begins = part[part.length - 1] == '\n';
                Optional<FromLine> next = first ? fromLine(part) : Optional.empty();
                if (next.isPresent()) {
                    end();
                    begin(next.get(), at - part.length);
                } else {
                    add(part, first);
                }
            }
            end();
        } finally {
            spool.drop();
        }
    }

    private byte[] part() throws IOException {
        var part = new ByteArrayOutputStream(128);
        for (int b = in.read(); b >= 0; b = in.read()) {
            part.write(b);
            if (b == '\n' || part.size() == PART) {
                break;
            }
        }
        at += part.size();
        return part.toByteArray();
    }

    private static Optional<FromLine> fromLine(byte[] part) {
        if (part.length < FromLine.BEGIN.length() || part[0] != 'F' || part[4] != ' ') {
            return Optional.empty();
        }
        return FromLine.of(text(part));
    }

    private static String text(byte[] part) {
        return new String(part, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private void begin(FromLine next, long where) {
        from = next;
        offset = where;
        spool = new MailSpool(max);
        flags = MailFlags.NONE;
        blank = new byte[0];
        header = true;
        dropping = false;
        line = 0;
    }

    private void add(byte[] part, boolean first) throws IOException {
        if (from == null) {
            return; // before the first message
        }
        spool.write(blank);
        blank = new byte[0];
        if (!first) {
            if (!dropping) {
                spool.write(part);
            }
            return;
        }
        line++;
        dropping = header && isStatus(part);
        if (dropping) {
            return;
        }
        if (isBlank(part)) {
            header = false;
            blank = part;
        } else {
            int quoted = isQuoted(part) ? 1 : 0;
            spool.write(part, quoted, part.length - quoted);
        }
    }

    /** The status is about the message in this file, so it is no part of the message. */
    private boolean isStatus(byte[] part) {
        if (part.length > MAX_STATUS || (from != null && from.ours() && line > 2)) {
            return false;
        }
        String text = text(part);
        String low = text.toLowerCase(Locale.ROOT);
        boolean extended = low.startsWith("x-status:");
        if (!extended && !low.startsWith("status:")) {
            return false;
        }
        flags = flags.withStatus(extended, text.substring(text.indexOf(':') + 1));
        return true;
    }

    private static boolean isBlank(byte[] part) {
        return part[0] == '\n' || (part.length == 2 && part[0] == '\r' && part[1] == '\n');
    }

    private static boolean isQuoted(byte[] part) {
        int signs = 0;
        while (signs < part.length && part[signs] == '>') {
            signs++;
        }
        byte[] begin = FromLine.BEGIN.getBytes(StandardCharsets.US_ASCII);
        return signs > 0
                && part.length >= signs + begin.length
                && Arrays.equals(part, signs, signs + begin.length, begin, 0, begin.length);
    }

    /** The empty line before the next message, or at the end of the file, belongs to no message. */
    private void end() throws IOException {
        if (from == null) {
            return;
        }
        String place = file + " at byte " + offset;
        if (spool.isTooLarge()) {
            spool.drop();
            sink.failed(place + ": The message is larger than " + max + " bytes.");
        } else {
            sink.found(new MovedMail(place, folder, from.received(), flags, spool.content(from.unended() ? 1 : 0)));
        }
        spool = new MailSpool(max);
    }
}
