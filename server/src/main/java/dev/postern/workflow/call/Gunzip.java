package dev.postern.workflow.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Decompresses responses of services that compress without being asked. */
final class Gunzip {
    private Gunzip() {}

    /** Returns the content; null if the encoding is unknown, the content is damaged, or it is larger than the limit. */
    static byte @Nullable [] of(String encoding, byte[] content, int maxBytes) {
        try (InputStream in = open(encoding, content)) {
            byte[] plain = in.readNBytes(maxBytes + 1);
            return plain.length > maxBytes ? null : plain;
        } catch (IOException e) {
            return null;
        }
    }

    private static InputStream open(String encoding, byte[] content) throws IOException {
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(content));
            case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(content));
            default -> throw new IOException("The encoding is unknown");
        };
    }
}
