package dev.postern.mailbox.mime;

import dev.postern.mailbox.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps parts while a message is read: small ones in memory, large ones in temporary files. */
final class Spool {
    private static final int IN_MEMORY = 256 * 1024;

    private final List<Path> files = new ArrayList<>();

    List<Path> files() {
        return files;
    }

    /** Takes away what was kept of a message that is not read to its end. */
    void discard() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    Content keep(InputStream in) throws IOException {
        byte[] start = in.readNBytes(IN_MEMORY);
        if (start.length < IN_MEMORY) {
            return Content.of(start);
        }
        Path file = Files.createTempFile("postern-part", ".bin");
        files.add(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(start);
            in.transferTo(out);
        }
        return Content.of(file);
    }
}
