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
 * Combines the responses of a batch without parsing them: parts in memory are copied, and streams are read when they
 * are sent. Belongs to one request.
 */
public final class BatchResponse {
    /** Maximum size in bytes of the response of one part. */
    private static final int MAX_PART_BYTES = 16 << 20;
    /** Once the responses have this total size in bytes, no further part is executed. */
    private static final long MAX_TOTAL_BYTES = 32L << 20;

    private static final byte[] BEGIN = "{\"responses\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);
    /** Below this size in bytes the whole response is one text, which can be compressed. */
    private static final int MAX_TEXT_BYTES = 1 << 20;

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
        return spent || pieces.length() > MAX_TOTAL_BYTES;
    }

    /**
     * @param refused creates the response to a part whose response is too large, from a message
     */
    void add(String name, Response given, Function<String, Response> refused) {
        Response answer = given;
        if (length(given.body()) > MAX_PART_BYTES) {
            close(given);
            answer = refused.apply("A response in a batch can have at most " + MAX_PART_BYTES
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

    /** Begins a part: writes its head without the closing brace, and then this text. */
    private void begin(ObjectNode head, String then) {
        String text = Json.text(head);
        pieces.add(((first ? "" : ",") + text.substring(0, text.length() - 1) + then).getBytes(StandardCharsets.UTF_8));
        first = false;
    }

    /** Releases the memory used to create a response, except that of the parts kept. */
    private void keepOnly(Response answer) {
        long kept = answer.body() instanceof Response.Bytes bytes ? 2L * bytes.content().length : 0;
        long created = memory.held() - before;
        if (created >= kept) {
            memory.release(created - kept);
        } else {
            try {
                memory.take(kept - created);
            } catch (MemorySpent e) {
                // the results so far are returned; no further part is executed
                spent = true;
            }
        }
        before = memory.held();
    }

    Response response(MetadataLevel level) {
        pieces.add(END);
        String type = GraphAnswer.contentType(level);
        if (streams || pieces.length() > MAX_TEXT_BYTES) {
            return new Response(200, Map.of(), new Response.Stream(type, pieces.stream(), pieces.length()));
        }
        try (InputStream all = pieces.stream()) {
            return Response.of(200, type, all.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the streams that were not sent. */
    void close() {
        try {
            pieces.stream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
