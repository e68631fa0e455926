package dev.postern.packages;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** An archive in the format ustar: sorted, everything owned by root and with the same time, so that equal contents make equal archives. */
final class TarFile {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private final Instant time;
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    /** One entry; the type is that of the header. */
    private record Entry(char type, int mode, String link, Content content) {}

    private interface Content {
        byte[] bytes() throws IOException;
    }

    TarFile(Instant time) {
        this.time = time;
    }

    /** Adds a folder with all that is in it. */
    void folder(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String relative = folder.relativize(file).toString();
                add(file, relative.isEmpty() ? name : name + "/" + relative);
            }
        }
    }

    private void add(Path file, String name) throws IOException {
        if (Files.isSymbolicLink(file)) {
            link(name, Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file)) {
            directory(name, EXECUTABLE);
        } else {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            int mode = permissions.contains(PosixFilePermission.OWNER_EXECUTE) ? EXECUTABLE : PLAIN;
            put(name, new Entry('0', mode, "", () -> Files.readAllBytes(file)));
        }
    }

    void directory(String name, int mode) {
        put(name + "/", new Entry('5', mode, "", () -> new byte[0]));
    }

    void link(String name, String to) {
        put(name, new Entry('2', 0777, to, () -> new byte[0]));
    }

    /** Adds a file with a text, and the folders above it. */
    void text(String name, String content, boolean executable) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        put(name, new Entry('0', executable ? EXECUTABLE : PLAIN, "", () -> bytes));
    }

    void bytes(String name, byte[] content) {
        put(name, new Entry('0', PLAIN, "", () -> content));
    }

    private void put(String name, Entry entry) {
        for (int slash = name.indexOf('/');
                slash > 0 && slash < name.length() - 1;
                slash = name.indexOf('/', slash + 1)) {
            entries.putIfAbsent(name.substring(0, slash + 1), new Entry('5', EXECUTABLE, "", () -> new byte[0]));
        }
        entries.put(name, entry);
    }

    /** Paths of the files, relative to the root, with their content, for checksums. */
    interface Visitor {
        void file(String name, byte[] content) throws IOException;
    }

    void files(Visitor visitor) throws IOException {
        for (var one : entries.entrySet()) {
            if (one.getValue().type() == '0') {
                visitor.file(one.getKey(), one.getValue().content().bytes());
            }
        }
    }

    void gzip(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out);
        }
    }

    byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes);
        return bytes.toByteArray();
    }

    private void write(OutputStream to) throws IOException {
        // without a file name and a time in its header
        try (OutputStream out = new GZIPOutputStream(to, 1 << 16)) {
            for (var one : entries.entrySet()) {
                Entry entry = one.getValue();
                byte[] content = entry.content().bytes();
                out.write(header(one.getKey(), entry, content.length));
                out.write(content);
                out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    private byte[] header(String name, Entry entry, int size) throws IOException {
        byte[] header = new byte[BLOCK];
        int split = name.length() <= NAME ? -1 : name.indexOf('/', name.length() - NAME - 1);
        boolean fits = name.length() <= NAME || (split >= 0 && split <= PREFIX);
        if (!fits || entry.link().length() > NAME) {
            throw new IOException("The name is too long: " + name);
        }
        text(header, 0, name.substring(split + 1));
        octal(header, 100, 8, entry.mode());
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, time.getEpochSecond());
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) entry.type();
        text(header, 157, entry.link());
        text(header, 257, "ustar");
        text(header, 263, "00");
        text(header, 265, "root");
        text(header, 297, "root");
        text(header, 345, split < 0 ? "" : name.substring(0, split));
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        octal(header, 148, 7, sum);
        return header;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void octal(byte[] header, int at, int width, long number) {
        String digits = Long.toOctalString(number);
        text(header, at, "0".repeat(width - 1 - digits.length()) + digits);
    }
}
