package dev.postern.http;

import dev.postern.query.Folding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Compresses responses for clients that accept gzip. */
final class Gzip {
    /** Below this size compression saves less than its headers cost. */
    private static final int MIN_BYTES = 1024;

    private Gzip() {}

    static boolean worthwhile(String contentType, int length) {
        String type = Folding.lower(contentType);
        return length > MIN_BYTES && (type.startsWith("text/") || type.contains("json") || type.contains("xml"));
    }

    /** Whether {@code Accept-Encoding} contains gzip or {@code *} with a weight above zero. */
    static boolean accepted(List<String> acceptEncoding) {
        boolean any = false;
        for (String header : acceptEncoding) {
            for (String part : header.split(",")) {
                String[] pieces = Folding.lower(part).split(";", 3);
                String coding = pieces[0].strip();
                boolean wanted = pieces.length < 2 || !pieces[1].strip().matches("q=0(\\.0*)?");
                if (coding.equals("gzip")) {
                    return wanted;
                }
                any |= coding.equals("*") && wanted;
            }
        }
        return any;
    }

    static byte[] compress(byte[] content) {
        var compressed = new ByteArrayOutputStream(content.length / 3);
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
