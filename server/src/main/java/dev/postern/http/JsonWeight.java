package dev.postern.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What the tree of a JSON text will take, told before it is made: four million brackets are four megabytes, and a hundred as a tree. */
final class JsonWeight {
    /** More than any request of the API has: a batch of 20 messages to 500 recipients each is below. */
    static final int MOST_VALUES = 250_000;
    /** So short a text is not read twice; nothing in it can weigh more than this for each byte. */
    private static final int SHORT = 4096;

    private static final int SHORT_FACTOR = 32;
    /** A text as bytes, as a string, and as what is made of it. */
    private static final int TEXT_COPIES = 3;
    /** Nodes, entries and names of the tree, of the one that a checked copy is, and of what finds names that stand twice. */
    private static final int VALUE = 320;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxStringLength(Json.MAX_STRING_LENGTH)
                    .build())
            .build();

    private JsonWeight() {}

    /**
     * Takes it. What is no JSON is weighed to where it ceases to be some; its reader says so.
     *
     * @throws MalformedJson when there are too many values
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
                if (++values > MOST_VALUES) {
                    throw new MalformedJson("The JSON holds more than " + MOST_VALUES + " values.");
                }
            }
        } catch (JacksonException e) {
            return values;
        }
        return values;
    }
}
