package dev.postern.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Estimates the memory of a JSON tree before it is built: four million brackets are 4 MB of text but 100 MB as a tree. */
final class JsonWeight {
    /** More than any request of the API needs; a batch of 20 messages with 500 recipients each has less. */
    static final int MAX_VALUES = 250_000;
    /** Shorter texts are not counted; they are charged this factor for each byte, which is the maximum. */
    private static final int SHORT = 4096;

    private static final int SHORT_FACTOR = 32;
    /** The text as bytes, as a string, and as part of the result. */
    private static final int TEXT_COPIES = 3;
    /** The nodes, entries and names of the tree, of its validated copy, and of the detection of duplicate names. */
    private static final int VALUE = 320;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxStringLength(Json.MAX_STRING_LENGTH)
                    .build())
            .build();

    private JsonWeight() {}

    /**
     * Reserves the memory. Invalid JSON is counted up to the error, which its reader then reports.
     *
     * @throws MalformedJson if there are too many values
     */
    static void take(byte[] bytes, MemoryLease memory) {
        if (bytes.length <= SHORT) {
            memory.take((long) SHORT_FACTOR * bytes.length);
            return;
        }
        memory.take((long) TEXT_COPIES * bytes.length + (long) VALUE * values(bytes));
    }

    private static long values(byte[] bytes) {
        long values = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructEnd() || token == JsonToken.PROPERTY_NAME) {
                    continue;
                }
                if (++values > MAX_VALUES) {
                    throw new MalformedJson("The JSON contains more than " + MAX_VALUES + " values.");
                }
            }
        } catch (JacksonException e) {
            return values;
        }
        return values;
    }
}
