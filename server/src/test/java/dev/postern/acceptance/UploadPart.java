package dev.postern.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends a part of an upload. */
final class UploadPart {
    private UploadPart() {}

    static Answer put(String url, int from, int count, int total) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(from + i);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Answer.of(client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Content-Range", "bytes %d-%d/%d".formatted(from, from + count - 1, total))
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the byte of the file at a position. */
    static byte at(int place) {
        return (byte) (place * 31 + place / 1000);
    }
}
