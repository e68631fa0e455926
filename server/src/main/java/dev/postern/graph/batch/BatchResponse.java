package dev.postern.graph.batch;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.content.Pieces;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.MemoryLease;
import dev.postern.http.MemorySpent;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers of a batch, put together as they are: what lies in memory is not read again, and what is a stream is read when it is
 * sent. Belongs to one request.
 */
public final class BatchResponse {
    /** What one part may bring back. */
    private static final int LARGEST_ANSWER = 16 << 20;
    /** When the answers have so much, no further part is done. */
    private static final long FULL = 32L << 20;

    private static final byte[] BEGIN = "{\"responses\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);
    /** Below this the whole answer is one text, which can be compressed. */
    private static final int ONE_TEXT = 1 << 20;

    private final MemoryLease memory;
    private final Pieces pieces = new Pieces();
    private long before;
    private boolean streams;
    private boolean first = true;
    private boolean spent;

    BatchResponse(MemoryLease memory) {
        this.memory = memory;
        this.before = memory.held();
        pieces.add(BEGIN);
    }

    boolean isFull() {
        return spent || pieces.length() > FULL;
    }

    /** @param refused makes the answer to a part that is too large, of what the caller is told */
    void add(String name, Response given, Function<String, Response> refused) {
        Response answer = given;
        if (length(given.body()) > LARGEST_ANSWER) {
            close(given);
            answer = refused.apply("A response in a batch can have at most " + LARGEST_ANSWER
                    + " bytes. Send this request separately.");
        }
        ObjectNode head = Json.object();
        head.put("id", name);
        head.put("status", answer.status());
        ObjectNode headers = head.putObject("headers");
        answer.headers().forEach((header, values) -> headers.put(header, String.join(", ", values)));
        switch (answer.body()) {
            case Response.Empty _ -> begin(head, "}");
            case Response.Bytes(var type, var content) -> {
                headers.put("Content-Type", type);
                body(head, type, new ByteArrayInputStream(content), content.length);
            }
            case Response.Stream(var type, var content, var length) -> {
                headers.put("Content-Type", type);
                streams = true;
                body(head, type, content, length);
            }
        }
        keepOnly(answer);
    }

    private static long length(Response.Body body) {
        return switch (body) {
            case Response.Empty _ -> 0;
            case Response.Bytes bytes -> bytes.content().length;
            case Response.Stream stream -> stream.length() < 0 ? Long.MAX_VALUE : stream.length();
        };
    }

    private static void close(Response response) {
        if (response.body() instanceof Response.Stream stream) {
            try {
                stream.content().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void body(ObjectNode head, String type, InputStream content, long length) {
        boolean json = Folding.lower(type).startsWith("application/json");
        begin(head, json ? ",\"body\":" : ",\"body\":\"");
        pieces.add(content, length, !json);
        pieces.add((json ? "}" : "\"}").getBytes(StandardCharsets.US_ASCII));
    }

    /** What has been written of a part, without the brace that ends it, and what follows. */
    private void begin(ObjectNode head, String then) {
        String text = Json.text(head);
        pieces.add(((first ? "" : ",") + text.substring(0, text.length() - 1) + then).getBytes(StandardCharsets.UTF_8));
        first = false;
    }

    /** Gives back what it took to make an answer; what is kept of it stays taken. */
    private void keepOnly(Response answer) {
        long kept = answer.body() instanceof Response.Bytes bytes ? 2L * bytes.content().length : 0;
        long made = memory.held() - before;
        if (made >= kept) {
            memory.release(made - kept);
        } else {
            try {
                memory.take(kept - made);
            } catch (MemorySpent e) {
                // what was done is told; nothing more is begun
                spent = true;
            }
        }
        before = memory.held();
    }

    Response response(MetadataLevel level) {
        pieces.add(END);
        String type = GraphAnswer.contentType(level);
        if (streams || pieces.length() > ONE_TEXT) {
            return new Response(200, Map.of(), new Response.Stream(type, pieces.stream(), pieces.length()));
        }
        try (InputStream all = pieces.stream()) {
            return Response.of(200, type, all.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of what was not sent. */
    void close() {
        try {
            pieces.stream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
