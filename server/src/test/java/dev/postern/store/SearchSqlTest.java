package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.query.Literal;
import dev.postern.query.Path;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Bound;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchText;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class SearchSqlTest {
    private static final SearchIndex INDEX = new SearchIndex(
            "item_fts",
            "t.n",
            "t.words",
            "t.sequence",
            Map.of(
                    "subject",
                    List.of('s'),
                    "body",
                    List.of('b'),
                    "to",
                    List.of('t'),
                    "participants",
                    List.of('t', 's')),
            List.of('s', 'b'),
            Map.of("size", Path.of("size")));
    private static final ColumnMap COLUMNS =
            new ColumnMap(Map.of(Path.of("size"), new Column("t.size", Column.Kind.NUMBER)));
    private static final List<String> TEXTS = List.of(
            "Hello world",
            "hello",
            "HELLO-WORLD again",
            "world hello",
            "bob@fabrikam.example",
            "Bob Fabrikam",
            "ÄRGER!",
            "ärgerlich",
            "受信 収件箱",
            "件箱",
            "it's \"quoted\" 'text' \\ * : | &",
            "C++ (draft) - v1.2",
            "",
            "₂ ﬁ x\u0301y",
            "NOT OR AND NEAR",
            "sa",
            "a",
            "𐐀bc");

    private static final String SCOPE = "k7";

    private record Item(int number, int size, List<String> words) {}

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Item> items = new ArrayList<>();
    private EmbeddedPostgres server;
    private Connection postgres;
    private Connection sqlite;

    @BeforeAll
    void fill() throws Exception {
        System.out.println("SearchSqlTest: seed " + seed);
        server = EmbeddedPostgres.builder().start();
        postgres = server.getPostgresDatabase().getConnection();
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (var a = postgres.createStatement();
                var b = sqlite.createStatement()) {
            a.execute("create table t (n int, size bigint, words tsvector, sequence text)");
            b.execute("create table t (n integer primary key, size bigint)");
            b.execute("create virtual table item_fts using fts5(words, tokenize = 'ascii')");
        }
        for (int n = 1; n <= 50; n++) {
            List<String> words = SearchText.index(
                    SCOPE,
                    List.of(
                            Map.entry('s', List.of(pick(TEXTS))),
                            Map.entry('b', List.of(pick(TEXTS) + " " + pick(TEXTS))),
                            Map.entry('t', List.of(pick(TEXTS), pick(TEXTS)))));
            add(new Item(n, random.nextInt(5), words));
        }
    }

    private void add(Item item) throws SQLException {
        items.add(item);
        insert(
                postgres,
                "insert into t values (?, ?, ?::tsvector, ?)",
                item.number(),
                item.size(),
                SearchIndex.postgresText(item.words()),
                SearchIndex.postgresSequence(item.words()));
        insert(sqlite, "insert into t values (?, ?)", item.number(), item.size());
        insert(
                sqlite,
                "insert into item_fts (rowid, words) values (?, ?)",
                item.number(),
                SearchIndex.sqliteText(item.words()));
    }

    @AfterAll
    void close() throws Exception {
        postgres.close();
        sqlite.close();
        server.close();
    }

    @Test
    void bothEnginesFindTheSameWords() throws SQLException {
        int found = 0;
        for (int i = 0; i < 700; i++) {
            SearchExpression search = search(2);
            List<Integer> expected = items.stream()
                    .filter(item -> matches(search, item))
                    .map(Item::number)
                    .toList();
            found += expected.isEmpty() ? 0 : 1;
            for (Engine engine : Engine.values()) {
                SqlFragment where = new SearchSql(engine, INDEX, COLUMNS, SCOPE).where(search);
                assertEquals(
                        expected, select(engine, where), () -> engine + " seed " + seed + "\n" + search + "\n" + where);
            }
        }
        assertTrue(found > 120, "too few searches find anything: " + found);
    }

    @Test
    void aPropertyThatIsNotIndexedIsRefusedByName() {
        SearchSql sql = new SearchSql(Engine.SQLITE, INDEX, COLUMNS, SCOPE);
        for (SearchExpression search : List.of(
                new SearchExpression.Words(Optional.of("attachment"), "x", Matching.WHOLE),
                new SearchExpression.Is("kind", new Literal.Enumerated("email")))) {
            assertThrows(UnsupportedCondition.class, () -> sql.where(search));
        }
    }

    private static boolean matches(SearchExpression search, Item item) {
        return switch (search) {
            case SearchExpression.Words(var property, var text, var matching) -> {
                List<Character> fields = property.map(p -> INDEX.fields().getOrDefault(p, List.of()))
                        .orElse(INDEX.bare());
                List<String> words = SearchText.words(text);
                yield !words.isEmpty() && fields.stream().anyMatch(f -> hasPhrase(item.words(), f, words, matching));
            }
            case SearchExpression.Within(var _, var lower, var upper) ->
                lower.map(b -> item.size() >= number(b)).orElse(true)
                        && upper.map(b -> item.size() < number(b)).orElse(true);
            case SearchExpression.And(var all) -> all.stream().allMatch(s -> matches(s, item));
            case SearchExpression.Or(var any) -> any.stream().anyMatch(s -> matches(s, item));
            case SearchExpression.Not(var inner) -> !matches(inner, item);
            case SearchExpression.Is _, SearchExpression.Nothing _ -> false;
        };
    }

    private static boolean hasPhrase(List<String> indexed, char field, List<String> words, Matching matching) {
        List<String> wanted = words.stream().map(word -> SCOPE + field + word).toList();
        if (matching == Matching.WHOLE) {
            return Collections.indexOfSubList(indexed, wanted) >= 0;
        }
        List<String> whole = wanted.subList(0, wanted.size() - 1);
        for (int i = 0; i + wanted.size() <= indexed.size(); i++) {
            if (indexed.subList(i, i + whole.size()).equals(whole)
                    && indexed.get(i + whole.size()).startsWith(wanted.getLast())) {
                return true;
            }
        }
        return false;
    }

    private static long number(Bound bound) {
        return bound.value() instanceof Literal.Whole(var value) ? value : 0;
    }

    private SearchExpression search(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 ->
                new SearchExpression.Within(
                        "size",
                        Optional.of(new Bound(new Literal.Whole(random.nextInt(4)), true)),
                        random.nextBoolean() ? Optional.empty() : Optional.of(new Bound(new Literal.Whole(3), false)));
            case 5 -> new SearchExpression.And(List.of(search(depth - 1), search(depth - 1)));
            case 6 -> new SearchExpression.Or(List.of(search(depth - 1), search(depth - 1)));
            case 7 -> new SearchExpression.Not(search(depth - 1));
            default -> {
                String text = pick(TEXTS);
                String part = random.nextBoolean() ? text : text.substring(0, Math.min(text.length(), 2));
                yield new SearchExpression.Words(
                        pick(List.of(
                                Optional.empty(),
                                Optional.of("subject"),
                                Optional.of("to"),
                                Optional.of("participants"))),
                        part,
                        pick(List.of(Matching.values())));
            }
        };
    }

    private List<Integer> select(Engine engine, SqlFragment where) throws SQLException {
        try (PreparedStatement statement = (engine == Engine.SQLITE ? sqlite : postgres)
                .prepareStatement("select t.n from t where " + where.sql() + " order by t.n")) {
            where.bind(statement, 1);
            List<Integer> numbers = new ArrayList<>();
            for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        }
    }

    private static void insert(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
