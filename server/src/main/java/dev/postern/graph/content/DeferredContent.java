package dev.postern.graph.content;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.MemoryLease;
import dev.postern.http.Response;
import dev.postern.mailbox.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Large contents of a JSON response. The document contains a marker for each; the content itself is read while the
 * response is sent, so that it is never in memory. Also counts the memory that the response uses. Belongs to one
 * request.
 */
public final class DeferredContent {
    private static final int SMALL = 64 * 1024;
    /** The maximum total size in bytes of the small contents of a response that are in memory together. */
    private static final int MAX_SMALL_BYTES = 1 << 20;
    /** Above this size in bytes a list should end, if it can. */
    private static final long LARGE_RESPONSE_BYTES = 4L << 20;
    /** The memory of an attachment without its bytes. */
    private static final int ATTACHMENT_BYTES = 2 << 10;
    /** In the document and in the response, with base64 in text. */
    private static final int COPIES = 4;

    private final MemoryLease memory;

    /** Cannot occur in any content, because it is random for each response. */
    private final String mark = UUID.randomUUID().toString();

    private final List<Content> deferred = new ArrayList<>();
    private long small;
    private long present;

    public DeferredContent(MemoryLease memory) {
        this.memory = memory;
    }

    /** Reserves memory for the data of the response. */
    public void take(long bytes) {
        memory.take(bytes);
        present += bytes;
    }

    /** Counts bytes of the response whose memory the caller has reserved. */
    public void count(long bytes) {
        present += bytes;
    }

    /** Counts an attachment that will be in the response, and its document. */
    public void countAttachment(@Nullable JsonNode document) {
        take(
                document == null
                        ? ATTACHMENT_BYTES
                        : ATTACHMENT_BYTES + (long) COPIES * document.toString().length());
    }

    /** The bytes that were counted so far. */
    public long counted() {
        return present;
    }

    /** Whether the response is so large that the rest should be replaced by a link. */
    public boolean isLarge() {
        return present > LARGE_RESPONSE_BYTES;
    }

    /** The text in the document for a content: its base64, or a marker. */
    public String of(Content content) {
        try {
            long size = content.size();
            if (size <= SMALL && small + size <= MAX_SMALL_BYTES) {
                small += size;
                take(COPIES * size);
                try (InputStream in = content.open()) {
                    return Base64.getEncoder().encodeToString(in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deferred.add(content);
        return mark;
    }

    public Response answer(int status, Object json, MetadataLevel level) {
        if (deferred.isEmpty()) {
            return Response.of(status, GraphAnswer.contentType(level), Json.write(json));
        }
        String[] texts = Json.text(json).split(mark, -1);
        Pieces pieces = new Pieces();
        for (int i = 0; i < texts.length; i++) {
            pieces.add(texts[i].getBytes(StandardCharsets.UTF_8));
            if (i < deferred.size()) {
                pieces.addBase64(length(deferred.get(i)), deferred.get(i)::open);
            }
        }
        return new Response(
                status,
                Map.of(),
                new Response.Stream(GraphAnswer.contentType(level), pieces.stream(), pieces.length()));
    }

    private static long length(Content content) {
        try {
            return content.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
