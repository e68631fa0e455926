package dev.postern.importer;

import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the items of one file one after the other: of a list, of several lists or objects in a row, of {@code {"value":[...]}}, or a single
 * object. Only the properties that are used are kept.
 */
final class ItemReader {
    /** An empty list means something else than a missing one. */
    private static final Set<String> LISTS = Set.of("members", "approleassignments");

    private static final List<String> SUFFICIENT = List.of("externaldirectoryobjectid", "primarysmtpaddress");
    private static final List<String> DISPENSABLE = List.of("distinguishedname", "name");

    /** Bytes of an entry in an object, of a text without its characters, of an object and of a list. */
    private static final long PLACE = 48;

    private static final long TEXT = 72;
    private static final long OBJECT = 200;
    private static final long LIST = 64;
    /** Where the library names its own methods. */
    private static final Pattern OWN_METHOD = Pattern.compile(", from `[^`]*`");

    private static final int MAX_SHARED = 4_096;
    private static final int MAX_SHARED_LENGTH = 64;
    private static final int MAX_NAME_LENGTH = 1_000;
    private static final int MAX_NUMBER_DIGITS = 100;
    private static final int MAX_STRING_LENGTH = 4 << 20;

    private final ExportFile file;
    private final ImportLimits limits;
    private final ImportBudget budget;
    private final Consumer<JsonNode> items;
    private final Set<String> seen;
    private final JsonParser parser;
    private final Map<String, JsonNode> texts = new HashMap<>();
    private int values;

    /** @param items receives objects, and texts in place of objects */
    private ItemReader(
            ExportFile file,
            ImportLimits limits,
            ImportBudget budget,
            Reader text,
            Consumer<JsonNode> items,
            Set<String> seen) {
        this.file = file;
        this.limits = limits;
        this.budget = budget;
        this.items = items;
        this.seen = seen;
        this.parser = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxNumberLength(MAX_NUMBER_DIGITS)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxStringLength(MAX_STRING_LENGTH)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build()
                .createParser(tools.jackson.core.ObjectReadContext.empty(), text);
    }

    /**
     * Reads a file.
     *
     * @param seen receives the names of the properties that the items have, in lower case
     * @throws JacksonException if it is no JSON; items before the place were read already
     * @throws ImportRefused beyond a limit
     */
    static void read(
            ExportFile file,
            ImportLimits limits,
            ImportBudget budget,
            Reader text,
            Consumer<JsonNode> items,
            Set<String> seen)
            throws IOException {
        ItemReader reader = new ItemReader(file, limits, budget, text, items, seen);
        try (JsonParser parser = reader.parser) {
            while (parser.nextToken() != null) {
                reader.top();
            }
        }
    }

    /** Describes where a file is no JSON, or more than a text or a depth may be. */
    static String place(JacksonException e) {
        TokenStreamLocation place = e.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return (e instanceof StreamConstraintsException ? "The file exceeds a limit" : "The file is not valid JSON")
                + where
                + ", so nothing of it was used: "
                + OWN_METHOD.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
    }

    private void top() {
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    top();
                }
            }
            case START_OBJECT -> {
                values = 0;
                ObjectNode item = object(true);
                if (item != null) {
                    items.accept(item);
                }
            }
            case VALUE_NULL -> {}
            default -> {
                values = 0;
                JsonNode opened = ExportValues.opened(value());
                if (!opened.isString() || !opened.stringValue().isBlank()) {
                    items.accept(opened);
                }
            }
        }
    }

    /** Returns null for a list in an object, whose items have been read. */
    private @Nullable ObjectNode object(boolean top) {
        budget.take(OBJECT);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        boolean list = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = ExportItem.fold(parser.currentName());
            JsonToken token = parser.nextToken();
            if (top && token.isStructStart() && name.equals("value")) {
                list = true;
                top();
            } else if (top && !file.properties().contains(name)) {
                parser.skipChildren();
            } else {
                JsonNode value = value();
                if (top) {
                    seen.add(name);
                }
                if (!top || !isEmpty(value) || LISTS.contains(name)) {
                    put(object, name, value);
                }
            }
        }
        if (!top) {
            shorten(object);
        }
        return list ? null : object;
    }

    /** An object with an id and an address is found by these. Groups of all recipients have so many members that the rest matters. */
    private void shorten(ObjectNode object) {
        if (SUFFICIENT.stream().allMatch(name -> object.path(name).isString())) {
            for (String name : DISPENSABLE) {
                JsonNode removed = object.remove(name);
                if (removed != null && removed.isString()) {
                    budget.giveBack(PLACE + TEXT + removed.stringValue().length());
                }
            }
        }
    }

    /** The same short texts occur again and again, in one item and in all of them. */
    private JsonNode text(String text) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.stringNode(text);
        }
        JsonNode known = texts.get(text);
        if (known != null) {
            budget.take(PLACE);
            return known;
        }
        JsonNode made = JsonNodeFactory.instance.stringNode(text);
        boolean latin = text.chars().allMatch(c -> c < 256);
        budget.take(PLACE + TEXT + (latin ? 1L : 2L) * text.length());
        if (text.length() <= MAX_SHARED_LENGTH) {
            if (texts.size() >= MAX_SHARED) {
                texts.clear();
            }
            texts.put(text, made);
        }
        return made;
    }

    /** Most properties of most recipients are empty; they take no memory. */
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || (value.isString() && value.stringValue().isEmpty());
    }

    /** Of {@code value} and {@code Value}, which stand for an enumeration, the text is kept. */
    private static void put(ObjectNode object, String name, JsonNode value) {
        JsonNode before = object.get(name);
        if (before == null || !before.isString() || value.isString()) {
            object.set(name, value);
        }
    }

    private JsonNode value() {
        if (++values > limits.values()) {
            throw new ImportRefused(file.text() + ": an item has more than " + limits.values() + " values.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> java.util.Objects.requireNonNull(object(false));
            case START_ARRAY -> {
                budget.take(LIST);
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value());
                }
                yield array;
            }
            case VALUE_STRING -> text(parser.getString());
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            case VALUE_TRUE, VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(parser.getBooleanValue());
            // enumerations and flags; no other number is used
            default -> text(parser.getString());
        };
    }
}
