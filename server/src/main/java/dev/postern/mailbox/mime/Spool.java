package dev.postern.mailbox.mime;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Stores parts while a message is read: small ones in memory, large ones in temporary files. */
final class Spool {
    private static final int IN_MEMORY = 256 * 1024;

    private final TemporaryFiles temporary;
    private final List<TemporaryFiles.File> files = new ArrayList<>();

    Spool(TemporaryFiles temporary) {
        this.temporary = temporary;
    }

    TemporaryFiles temporary() {
        return temporary;
    }

    List<TemporaryFiles.File> files() {
        return files;
    }

    /** Discards the parts of a message that was not read to its end. */
    void discard() {
        files.forEach(TemporaryFiles.File::close);
    }

    Content keep(InputStream in) throws IOException {
        byte[] start = in.readNBytes(IN_MEMORY);
        if (start.length < IN_MEMORY) {
            return Content.of(start);
        }
        TemporaryFiles.File file = temporary.create();
        files.add(file);
        try (OutputStream out = file.write()) {
            out.write(start);
            in.transferTo(out);
        }
        return file;
    }
}
