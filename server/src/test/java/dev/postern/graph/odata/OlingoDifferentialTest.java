package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.graph.model.TypeModel;
import dev.postern.query.Condition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Filters that both parsers support have the same meaning in both. */
class OlingoDifferentialTest {
    private static final int FILTERS = 3000;
    private static final List<String> OPERATORS = List.of("eq", "ne", "lt", "le", "gt", "ge");
    private static final List<String> STRINGS = List.of(
            "'x'", "''", "'it''s'", "'a and b'", "'(not)'", "'%25'", "'100%'", "'a+b'", "'收件箱'", "' '", "'a,b;c&d'");

    private final TypeModel model = TypeModel.load();
    private final QueryParser parser = new QueryParser(model);
    private final OlingoFilters olingo = new OlingoFilters(model);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void bothParsersAgree() throws Exception {
        System.out.println("OlingoDifferentialTest: seed " + seed);
        for (int i = 0; i < FILTERS; i++) {
            String set = random.nextInt(4) == 0 ? "mailFolders" : "messages";
            String filter = set.equals("messages") ? message(3) : folder();
            String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
            assertEquals(olingo.parse(set, encoded), flat(parse(set, encoded)), () -> "seed " + seed + ": " + filter);
        }
    }

    @Test
    void bothRefuseInvalidFilters() {
        for (int i = 0; i < 500; i++) {
            String filter = pick(List.of(
                    "isRead eq " + pick(STRINGS),
                    "receivedDateTime ge " + pick(STRINGS),
                    "subject eq 5",
                    "subject eq true",
                    "nosuch eq " + pick(STRINGS),
                    "from/nosuch eq 'x'",
                    "toRecipients/emailAddress/address eq 'x'",
                    "contains(isRead,'x')",
                    "nosuch(subject,'x')",
                    "categories/any(c:c eq 5)",
                    "(" + message(1),
                    message(1) + ")",
                    message(1) + " and",
                    "not",
                    message(1) + " or or " + message(1)));
            String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
            assertThrows(Exception.class, () -> olingo.parse("messages", encoded), filter);
            assertThrows(QueryFailure.class, () -> parse("messages", encoded), filter);
        }
    }

    private Condition parse(String set, String encoded) {
        String type = set.equals("messages") ? "message" : "mailFolder";
        return parser.parse("$filter=" + encoded, QueryTarget.list(model.type(type), Family.OUTLOOK))
                .filter()
                .orElseThrow();
    }

    private String message(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0 -> "isRead " + pick(List.of("eq", "ne")) + " " + random.nextBoolean();
            case 1 ->
                pick(List.of("subject", "from/emailAddress/address", "body/content")) + " " + pick(OPERATORS) + " "
                        + pick(STRINGS);
            case 2 ->
                pick(List.of("startswith", "endswith", "contains")) + "(" + pick(List.of("subject", "bodyPreview"))
                        + "," + pick(STRINGS) + ")";
            case 3 ->
                "receivedDateTime " + pick(OPERATORS) + " "
                        + pick(List.of("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-02-28T23:59:59+01:00"));
            case 4 -> "importance " + pick(List.of("eq", "ne")) + " microsoft.graph.importance'high'";
            case 5 ->
                "categories/any(c:" + pick(List.of("c eq " + pick(STRINGS), "startswith(c," + pick(STRINGS) + ")"))
                        + ")";
            case 6 ->
                "toRecipients/any(r:r/emailAddress/name eq " + pick(STRINGS)
                        + " and not contains(r/emailAddress/address," + pick(STRINGS) + "))";
            case 7 -> "subject " + pick(List.of("eq", "ne")) + " null";
            case 8 -> "not (" + message(depth - 1) + ")";
            case 9 -> "(" + message(depth - 1) + ")";
            default -> {
                List<String> parts = IntStream.rangeClosed(0, 1 + random.nextInt(3))
                        .mapToObj(_ -> message(depth - 1))
                        .toList();
                yield parts.stream().collect(Collectors.joining(pick(List.of(" and ", " or "))));
            }
        };
    }

    private String folder() {
        return pick(List.of("totalItemCount", "unreadItemCount")) + " " + pick(OPERATORS) + " " + random.nextInt(9)
                + pick(List.of("", " and displayName in ('a','b')", " or isHidden eq true"));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String flat(Condition condition) {
        return Conditions.text(flatten(condition));
    }

    private static Condition flatten(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) ->
                new Condition.And(all.stream()
                        .map(OlingoDifferentialTest::flatten)
                        .flatMap(c -> c instanceof Condition.And(var inner) ? inner.stream() : Stream.of(c))
                        .toList());
            case Condition.Or(var any) ->
                new Condition.Or(any.stream()
                        .map(OlingoDifferentialTest::flatten)
                        .flatMap(c -> c instanceof Condition.Or(var inner) ? inner.stream() : Stream.of(c))
                        .toList());
            case Condition.Not(var inner) -> new Condition.Not(flatten(inner));
            case Condition.Any(var path, var element) -> new Condition.Any(path, flatten(element));
            default -> condition;
        };
    }
}
