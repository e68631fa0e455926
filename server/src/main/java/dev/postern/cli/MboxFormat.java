package dev.postern.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An mbox for each folder, quoted as mboxrd, so that reading it gives the same bytes. */
final class MboxFormat implements MailFormat {
    private final Path top;
    private Path file;
    private Path part;
    private @Nullable OutputStream out;

    MboxFormat(Path top) {
        this.top = top;
        this.file = top;
        this.part = top;
    }

    @Override
    public void begin(List<String> path) throws IOException {
        Path folder = top;
        for (String name : path.subList(0, path.size() - 1)) {
            folder = folder.resolve(MailFileNames.escaped(name));
        }
        Files.createDirectories(folder);
        file = folder.resolve(MailFileNames.mbox(path.getLast()));
        part = folder.resolve(MailFileNames.mbox(path.getLast()) + ".part");
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        out = new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW));
    }

    @Override
    public boolean has(Mail mail) {
        return false;
    }

    @Override
    public void write(Mail mail, MailContent content) throws IOException {
        OutputStream open = out;
        if (open == null) {
            throw new IOException("The file is not open");
        }
        var last = new Last();
        content.writeTo(last);
        boolean unended = last.last != '\n';
        text(open, FromLine.write(mail.received(), unended));
        text(
                open,
                "Status: " + mail.flags().status() + "\nX-Status: "
                        + mail.flags().extendedStatus() + "\n");
        var quoted = new Quoted(open);
        content.writeTo(quoted);
        quoted.release();
        text(open, unended ? "\n\n" : "\n");
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void end() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            Files.move(part, file);
        }
    }

    /** Remembers the last byte. */
    private static final class Last extends OutputStream {
        private int last = -1;

        @Override
        public void write(int b) {
            last = b & 0xff;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (length > 0) {
                last = bytes[from + length - 1] & 0xff;
            }
        }
    }

    /** Writes one more sign before a line that begins with {@code From }, with or without signs. */
    private static final class Quoted extends FilterOutputStream {
        private static final byte[] BEGIN = FromLine.BEGIN.getBytes(StandardCharsets.US_ASCII);
        /** How many bytes of the beginning were seen; -1 within a line. */
        private int seen;

        private int signs;

        Quoted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (seen == 0 && b == '>') {
                signs++;
                return;
            }
            if (seen >= 0 && b == BEGIN[seen]) {
                seen++;
                if (seen == BEGIN.length) {
                    signs++;
                    release();
                }
                return;
            }
            if (seen >= 0) {
                release();
            }
            out.write(b);
            if (b == '\n') {
                seen = 0;
            }
        }

        /** Writes what was held back: at the end, or when the line is an ordinary one. */
        private void release() throws IOException {
            for (; signs > 0; signs--) {
                out.write('>');
            }
            out.write(BEGIN, 0, Math.max(0, seen));
            seen = -1;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
