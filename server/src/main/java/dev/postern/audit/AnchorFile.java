package dev.postern.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The append-only file of anchors. Only its owner can read it, and every append is synced to disk. When it has become large, it is
 * restarted with the newest anchor of each chain, and the previous file is kept until the next restart.
 */
final class AnchorFile {
    private static final long MAX_BYTES = 16L << 20;

    private final Path file;
    private byte[] link;

    /** @param link the hash that the next line continues, as {@link Anchors#link} returned it */
    AnchorFile(Path folder, byte[] link) {
        this.file = folder.resolve(Anchors.FILE);
        this.link = link;
    }

    /**
     * Appends lines and returns when they are on disk.
     *
     * @param kept the first lines of a new file if this one is full
     */
    void append(Stream<AnchorLine> lines, Supplier<Stream<AnchorLine>> kept) {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Path draft = file.resolveSibling(Anchors.FILE + ".new");
                Files.deleteIfExists(draft);
                link = write(draft, ChainHash.beginning(), kept.get());
                Files.move(
                        file,
                        file.resolveSibling("audit-anchors.1.jsonl"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            link = write(file, link, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("The audit anchors cannot be written to " + file, e);
        }
    }

    private static byte[] write(Path file, byte[] before, Stream<AnchorLine> lines) throws IOException {
        var text = new StringBuilder();
        byte[] link = before;
        for (AnchorLine line : (Iterable<AnchorLine>) lines::iterator) {
            String written = line.write(link);
            link = AnchorLine.link(written);
            text.append(written).append('\n');
        }
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long end = channel.size();
            if (end > 0 && last(channel, end) != '\n') {
                text.insert(0, '\n');
            }
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            channel.force(true);
        }
        return link;
    }

    private static byte last(FileChannel channel, long end) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int _ = channel.read(one, end - 1);
        return one.get(0);
    }
}
