package dev.postern.store;

import dev.postern.query.Condition;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Position;
import dev.postern.query.FoldedDocument;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random documents and conditions from small pools with edge cases, so that they often match. */
final class RandomQuestions {
    static final FoldedDocument FORM = new FoldedDocument(Set.of(Path.of("when"), Path.of("items/at")));
    static final Set<String> FOLDED = Set.of("note", "from", "flag", "size", "when", "tags", "items");
    static final ColumnMap MAP = new ColumnMap(
            Map.of(
                    Path.of("id"), new Column("t.id", Column.Kind.EXACT, false),
                    Path.of("subject"), new Column("t.subject", Column.Kind.FOLDED),
                    Path.of("isRead"), new Column("t.is_read", Column.Kind.BOOLEAN),
                    Path.of("count"), new Column("t.amount", Column.Kind.NUMBER),
                    Path.of("received"), new Column("t.received", Column.Kind.SECONDS),
                    Path.of("sent"), new Column("t.sent", Column.Kind.MILLIS),
                    Path.of("changed"), new Column("t.changed", Column.Kind.TICKS)),
            Optional.of(new ColumnMap.Folded("t.folded", FORM, FOLDED)));

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "ab",
            "aB%",
            "a_b",
            "%",
            "_",
            "it's",
            "'; drop table t --",
            "\\",
            "\"",
            "Straße",
            "STRASSE",
            "ÄRGER",
            "ärger",
            "İstanbul",
            "istanbul",
            "ı",
            "ΣΑΣ",
            "σας",
            "σασ",
            "ﬁ",
            "FI",
            "ǅ",
            "ǆ",
            "𐐀x",
            "𐐨X",
            "收件箱",
            "\uFFFD",
            "\uFB01z",
            "e\u0301",
            "é",
            "\uDBFF\uDFFF",
            "12",
            "-7",
            "007",
            "12a",
            "high",
            "Low",
            "\u007f",
            "z\u0000z");
    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:01Z"),
            Instant.parse("2026-01-01T00:00:00.500Z"),
            Instant.parse("2026-01-01T00:00:00.5000001Z"),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00.0000001Z"));

    private final Random random;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    RandomQuestions(long seed) {
        random = new Random(seed);
    }

    ObjectNode document(int number) {
        ObjectNode document = json.objectNode().put("id", "Item" + number + (number % 2 == 0 ? "a" : "A"));
        perhaps(document, "subject", this::textNode);
        perhaps(document, "isRead", () -> json.booleanNode(random.nextBoolean()));
        perhaps(document, "count", () -> json.numberNode(random.nextInt(5) - 2));
        perhaps(document, "received", () -> json.stringNode("2026-01-01T00:00:0" + random.nextInt(3) + "Z"));
        perhaps(document, "sent", () -> json.stringNode("2026-01-01T00:00:00." + random.nextInt(10) + "Z"));
        perhaps(document, "changed", () -> json.stringNode(pick(INSTANTS).toString()));
        perhaps(document, "note", this::anyNode);
        perhaps(document, "flag", () -> random.nextInt(6) == 0 ? anyNode() : json.booleanNode(random.nextBoolean()));
        perhaps(document, "size", () -> random.nextInt(6) == 0 ? anyNode() : numberNode());
        perhaps(
                document,
                "when",
                () -> random.nextInt(6) == 0
                        ? anyNode()
                        : json.stringNode(pick(INSTANTS).toString()));
        perhaps(document, "from", () -> random.nextInt(6) == 0 ? anyNode() : nested());
        perhaps(document, "tags", () -> random.nextInt(6) == 0 ? anyNode() : array(this::anyNode));
        perhaps(document, "items", () -> random.nextInt(6) == 0 ? anyNode() : array(this::item));
        return document;
    }

    Condition condition(int depth) {
        int kind = random.nextInt(depth > 0 ? 13 : 9);
        return switch (kind) {
            case 0, 1 -> text(pick(List.of("subject", "note", "from/name", "from/deep/er")));
            case 2 -> new Condition.Compare(path("isRead", "flag"), operator(), new Literal.Bool(random.nextBoolean()));
            case 3 -> new Condition.Compare(path("count", "size"), operator(), number());
            case 4 ->
                new Condition.Compare(
                        path("received", "sent", "changed", "when"), operator(), new Literal.Moment(pick(INSTANTS)));
            case 5 ->
                new Condition.Compare(
                        path(
                                "subject",
                                "note",
                                "isRead",
                                "flag",
                                "received",
                                "from",
                                "from/name",
                                "tags",
                                "when",
                                "count"),
                        operator(),
                        new Literal.Null());
            case 6 -> new Condition.In(path("subject", "note"), many(this::textOrNull));
            case 7 -> new Condition.Count(path("tags", "items", "note"), operator(), random.nextInt(4));
            case 8 ->
                new Condition.Compare(
                        path("id"),
                        operator(),
                        new Literal.Exact("Item" + random.nextInt(9) + pick(List.of("a", "A"))));
            case 9 -> new Condition.And(many(() -> condition(depth - 1)));
            case 10 -> new Condition.Or(many(() -> condition(depth - 1)));
            case 11 -> new Condition.Not(condition(depth - 1));
            default -> lambda(depth);
        };
    }

    Order order() {
        boolean descending = random.nextBoolean();
        return switch (random.nextInt(7)) {
            case 0 -> new Order(path("subject", "note", "from/name"), ValueType.TEXT, descending);
            case 1 -> new Order(path("isRead", "flag"), ValueType.BOOLEAN, descending);
            case 2 -> new Order(path("count", "size"), ValueType.NUMBER, descending);
            case 3 -> new Order(path("received", "changed", "when"), ValueType.INSTANT, descending);
            case 4 -> new Order(path("note", "subject"), ValueType.TEXT, descending, List.of("low", "12", "HIGH"));
            case 5 -> new Order(path("size"), ValueType.REAL, descending);
            default -> new Order(path("id"), ValueType.EXACT, descending);
        };
    }

    private Condition lambda(int depth) {
        boolean tags = random.nextBoolean();
        Condition element = elementCondition(depth - 1, tags);
        Path collection = tags ? path("tags", "note") : path("items");
        return random.nextBoolean() ? new Condition.Any(collection, element) : new Condition.All(collection, element);
    }

    private Condition elementCondition(int depth, boolean tags) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0, 1 -> tags ? text("") : text(pick(List.of("id", "value")));
            case 2 ->
                tags
                        ? new Condition.Compare(Path.SELF, operator(), number())
                        : new Condition.Compare(Path.of("at"), operator(), new Literal.Moment(pick(INSTANTS)));
            case 3 ->
                tags
                        ? new Condition.Compare(Path.SELF, operator(), new Literal.Null())
                        : new Condition.NumericText(Path.of("value"), operator(), random.nextInt(20) - 8);
            case 4 -> tags ? Condition.ALWAYS : new Condition.Any(Path.of("inner"), text(""));
            case 5 -> new Condition.Not(elementCondition(depth - 1, tags));
            case 6 -> new Condition.Or(many(() -> elementCondition(depth - 1, tags)));
            default -> new Condition.And(many(() -> elementCondition(depth - 1, tags)));
        };
    }

    private Condition text(String at) {
        Path path = at.isEmpty() ? Path.SELF : Path.of(at);
        return random.nextBoolean()
                ? new Condition.Compare(path, operator(), new Literal.Text(pick(TEXTS)))
                : new Condition.Match(path, pick(List.of(Position.values())), pick(TEXTS));
    }

    private Literal textOrNull() {
        return random.nextInt(5) == 0 ? new Literal.Null() : new Literal.Text(pick(TEXTS));
    }

    private Literal number() {
        return random.nextBoolean() ? new Literal.Whole(random.nextInt(5) - 2) : new Literal.Real(real());
    }

    private double real() {
        return pick(List.of(0.1, -1.5, 1.0, 0.0, -0.0, 1e300, 3e-7));
    }

    private JsonNode anyNode() {
        return switch (random.nextInt(9)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> numberNode();
            case 3 -> nested();
            case 4 -> array(this::textNode);
            default -> textNode();
        };
    }

    private JsonNode numberNode() {
        return random.nextBoolean() ? json.numberNode(random.nextInt(5) - 2) : json.numberNode(real());
    }

    private JsonNode textNode() {
        return json.stringNode(pick(TEXTS));
    }

    private JsonNode nested() {
        ObjectNode node = json.objectNode();
        perhaps(node, "name", this::textNode);
        perhaps(node, "deep", () -> json.objectNode().set("er", textNode()));
        return node;
    }

    private JsonNode item() {
        ObjectNode node = json.objectNode();
        perhaps(node, "id", this::textNode);
        perhaps(node, "value", this::anyNode);
        perhaps(node, "at", () -> json.stringNode(pick(INSTANTS).toString()));
        perhaps(node, "inner", () -> array(this::textNode));
        return node;
    }

    private ArrayNode array(Supplier<JsonNode> element) {
        ArrayNode array = json.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(element.get());
        }
        return array;
    }

    private void perhaps(ObjectNode document, String name, Supplier<? extends JsonNode> value) {
        if (random.nextInt(8) > 0) {
            document.set(name, value.get());
        }
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(one.get());
        }
        return all;
    }

    private Operator operator() {
        return pick(List.of(Operator.values()));
    }

    private Path path(String... names) {
        return Path.of(names[random.nextInt(names.length)]);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
