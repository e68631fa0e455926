package dev.postern.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON with one immutable mapper. Reading is strict: input that two parsers could read differently is refused. */
public final class Json {
    public static final String CONTENT_TYPE = "application/json";
    /** Deeper than any request of the API needs, and safe for recursive code. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_NUMBER_DIGITS = 100;
    private static final int MAX_NAME_LENGTH = 1_000;
    /** An attachment is one string in JSON. The body limit of the edge is the effective limit. */
    static final int MAX_STRING_LENGTH = 64 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_DIGITS)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Reads exactly one value. */
    public static JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw new MalformedJson("JSON is expected, but there is none.");
        }
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node.isMissingNode()) {
                throw new MalformedJson("JSON is expected, but there is none.");
            }
            return node;
        } catch (JacksonException e) {
            throw new MalformedJson(describe(e));
        } catch (NumberFormatException e) {
            // thrown for an exponent that no number can have
            throw new MalformedJson("The JSON contains a number that is too large or too small.");
        }
    }

    /** As {@link #parse(byte[])}, for untrusted input: reserves the memory of the tree before it is built. */
    public static JsonNode parse(byte[] bytes, MemoryLease memory) {
        reserve(bytes, memory);
        return parse(bytes);
    }

    /**
     * Reserves the memory of the tree of an untrusted text that another mapper will read.
     *
     * @throws MalformedJson if it contains more values than any request needs
     */
    public static void reserve(byte[] bytes, MemoryLease memory) {
        JsonWeight.take(bytes, memory);
    }

    /** As {@link #parse(byte[])}, from text. */
    public static JsonNode parse(String text) {
        return parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Reads one object; throws {@link MalformedJson} for any other value. */
    static ObjectNode parseObject(byte[] bytes) {
        return parseObject(bytes, MemoryLease.FREE);
    }

    /** As {@link #parseObject(byte[])}, and {@link #parse(byte[], MemoryLease)}. */
    public static ObjectNode parseObject(byte[] bytes, MemoryLease memory) {
        return switch (parse(bytes, memory)) {
            case ObjectNode object -> object;
            case JsonNode other ->
                throw new MalformedJson("A JSON object is expected, not "
                        + other.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + ".");
        };
    }

    /** Writes a tree, a record or a collection of them, as UTF-8. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** As {@link #write}, each of several values on its own. */
    public static List<byte[]> writeEach(List<?> values) {
        var written = new ArrayList<byte[]>(values.size());
        var out = new ByteArrayOutputStream();
        try (SequenceWriter writer = MAPPER.writer().withRootValueSeparator("").writeValues(out)) {
            for (Object value : values) {
                writer.write(value).flush();
                written.add(out.toByteArray());
                out.reset();
            }
        }
        return written;
    }

    /** As {@link #write}, as text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Returns a response with this content. */
    public static Response response(int status, Object value) {
        return Response.of(status, CONTENT_TYPE, write(value));
    }

    /** Describes an error without the library's message, because that quotes the input. */
    private static String describe(JacksonException e) {
        String original = String.valueOf(e.getOriginalMessage());
        String what = "The JSON is malformed";
        if (e instanceof StreamConstraintsException) {
            what = original.contains("depth")
                    ? "The JSON is nested too deeply"
                    : "The JSON contains a value that is too long";
        } else if (original.startsWith("Duplicate")) {
            what = "The JSON contains the same name twice in one object";
        } else if (original.startsWith("Trailing token")) {
            what = "The JSON is followed by more text";
        }
        TokenStreamLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? what + "."
                : what + " at line " + at.getLineNr() + ", column " + at.getColumnNr() + ".";
    }
}
