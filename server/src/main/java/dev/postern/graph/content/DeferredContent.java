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
 * Large contents of an answer in JSON. The document holds a mark in the place of each; the content itself is read while the answer is
 * sent, so that it is never in memory. Knows how much is in memory all the same. Belongs to one request.
 */
public final class DeferredContent {
    private static final int SMALL = 64 * 1024;
    /** The small ones of an answer that are in memory together. */
    private static final int MOST_SMALL = 1 << 20;
    /** Beyond this a list should end, if it can. */
    private static final long MUCH = 4L << 20;
    /** What an attachment takes without its bytes. */
    private static final int ATTACHMENT = 2 << 10;
    /** In the document and in what is sent, with base64 in text. */
    private static final int COPIES = 4;

    private final MemoryLease memory;

    /** No content can hold it, for it is made for this answer. */
    private final String mark = UUID.randomUUID().toString();

    private final List<Content> late = new ArrayList<>();
    private long small;
    private long present;

    public DeferredContent(MemoryLease memory) {
        this.memory = memory;
    }

    /** Takes memory for what the answer is made of. */
    public void take(long bytes) {
        memory.take(bytes);
        present += bytes;
    }

    /** Counts what is in the answer and was taken by who read it. */
    public void count(long bytes) {
        present += bytes;
    }

    /** Counts an attachment that will stand in the answer, and its document. */
    public void beside(@Nullable JsonNode document) {
        take(
                document == null
                        ? ATTACHMENT
                        : ATTACHMENT + (long) COPIES * document.toString().length());
    }

    /** Whether the answer has grown so large that the rest should stand behind a link. */
    public boolean isMuch() {
        return present > MUCH;
    }

    /** What stands in the document for a content: its base64, or a mark. */
    public String of(Content content) {
        try {
            long size = content.size();
            if (size <= SMALL && small + size <= MOST_SMALL) {
                small += size;
                take(COPIES * size);
                try (InputStream in = content.open()) {
                    return Base64.getEncoder().encodeToString(in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        late.add(content);
        return mark;
    }

    public Response answer(int status, Object json, MetadataLevel level) {
        if (late.isEmpty()) {
            return Response.of(status, GraphAnswer.contentType(level), Json.write(json));
        }
        String[] texts = Json.text(json).split(mark, -1);
        Pieces pieces = new Pieces();
        for (int i = 0; i < texts.length; i++) {
            pieces.add(texts[i].getBytes(StandardCharsets.UTF_8));
            if (i < late.size()) {
                pieces.addBase64(length(late.get(i)), late.get(i)::open);
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
