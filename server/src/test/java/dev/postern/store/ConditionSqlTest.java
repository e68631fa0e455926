package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.query.Condition;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Position;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.FoldedDocument;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(Lifecycle.PER_CLASS)
class ConditionSqlTest {
    private static final int DOCUMENTS = 40;
    private static final int CONDITIONS = 2000;

    private EmbeddedPostgres server;
    private Connection sqlite;
    private Connection postgres;
    private final List<ObjectNode> documents = new ArrayList<>();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final RandomQuestions questions = new RandomQuestions(seed);

    @BeforeAll
    void fill() throws Exception {
        System.out.println("ConditionSqlTest: seed " + seed);
        server = EmbeddedPostgres.builder().start();
        postgres = server.getPostgresDatabase().getConnection();
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(questions.document(i));
        }
        fill(postgres, "text collate \"C\"", "boolean");
        fill(sqlite, "text", "integer");
    }

    @AfterAll
    void close() throws Exception {
        postgres.close();
        sqlite.close();
        server.close();
    }

    @Test
    void bothEnginesEvaluateRandomConditionsLikeDocuments() throws SQLException {
        int met = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Condition condition = questions.condition(3);
            List<String> expected = ids(documents.stream().filter(d -> DocumentEvaluator.test(condition, d)));
            met += expected.isEmpty() || expected.size() == DOCUMENTS ? 0 : 1;
            for (Engine engine : Engine.values()) {
                SqlFragment where = new ConditionSql(engine, RandomQuestions.MAP).where(condition);
                List<String> found = select(engine, where, "t.id collate \"%s\"");
                assertEquals(expected, found, () -> engine + " seed " + seed + "\n" + condition + "\n" + where);
            }
        }
        assertTrue(met > CONDITIONS / 3, "too few conditions tell documents apart: " + met);
    }

    @Test
    void bothEnginesSortLikeDocuments() throws SQLException {
        for (int i = 0; i < 200; i++) {
            List<Order> orders =
                    List.of(questions.order(), questions.order(), new Order(Path.of("id"), ValueType.EXACT, false));
            List<String> expected = documents.stream()
                    .sorted(DocumentEvaluator.comparator(orders))
                    .map(d -> d.get("id").stringValue())
                    .toList();
            for (Engine engine : Engine.values()) {
                SqlFragment keys = new ConditionSql(engine, RandomQuestions.MAP).orderBy(orders);
                List<String> found = select(engine, new SqlFragment("1 = 1 order by " + keys.sql(), keys.values()), "");
                assertEquals(expected, found, () -> engine + " seed " + seed + "\n" + orders + "\n" + keys);
            }
        }
    }

    @Test
    void callerTextNeverBecomesPartOfTheStatement() {
        String attack = "x' or 1=1; drop table t; -- %_\\";
        for (Engine engine : Engine.values()) {
            for (Condition condition : List.<Condition>of(
                    new Condition.Compare(Path.of("subject"), Operator.EQ, new Literal.Text(attack)),
                    new Condition.Compare(Path.of("id"), Operator.EQ, new Literal.Exact(attack)),
                    new Condition.Match(Path.of("note"), Position.ANYWHERE, attack),
                    new Condition.Match(Path.of("subject"), Position.START, attack),
                    new Condition.In(Path.of("note"), List.of(new Literal.Text(attack))))) {
                SqlFragment where = new ConditionSql(engine, RandomQuestions.MAP).where(condition);
                assertFalse(where.sql().contains("drop"), where.sql());
                assertTrue(where.values().getFirst().toString().contains("drop table"), where.toString());
            }
        }
    }

    @Test
    void aComparisonWithAColumnUsesItsIndex() throws SQLException {
        for (Connection connection : List.of(sqlite, postgres)) {
            try (var statement = connection.createStatement()) {
                statement.execute("create index if not exists by_subject on t (subject)");
                statement.execute("create index if not exists by_received on t (received)");
            }
        }
        try (var statement = postgres.createStatement()) {
            statement.execute("set enable_seqscan = off");
        }
        for (Condition condition : List.<Condition>of(
                new Condition.Compare(Path.of("subject"), Operator.EQ, new Literal.Text("A")),
                new Condition.Match(Path.of("subject"), Position.START, "A"),
                new Condition.Compare(Path.of("received"), Operator.GE, new Literal.Moment(Instant.EPOCH)))) {
            for (Engine engine : Engine.values()) {
                SqlFragment where = new ConditionSql(engine, RandomQuestions.MAP).where(condition);
                String plan = plan(engine, where);
                assertTrue(plan.contains("by_") && plan.matches("(?s).*(USING INDEX|Index Cond).*"), plan);
            }
        }
        try (var statement = postgres.createStatement()) {
            statement.execute("reset enable_seqscan");
        }
    }

    private String plan(Engine engine, SqlFragment where) throws SQLException {
        boolean lite = engine == Engine.SQLITE;
        String explain = (lite ? "explain query plan" : "explain") + " select t.id from t where " + where.sql();
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement statement = (lite ? sqlite : postgres).prepareStatement(explain)) {
            where.bind(statement, 1);
            for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
                plan.append(rows.getString(lite ? "detail" : "QUERY PLAN")).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void bothEnginesEvaluateTheLargestFilterTheParserAccepts() throws SQLException {
        Condition one = new Condition.Match(Path.of("note"), Position.START, "a");
        Condition wide = new Condition.Or(Collections.nCopies(500, one));
        List<String> expected = ids(documents.stream().filter(d -> DocumentEvaluator.test(one, d)));
        for (Engine engine : Engine.values()) {
            ConditionSql sql = new ConditionSql(engine, RandomQuestions.MAP);
            assertEquals(expected, select(engine, sql.where(wide), "t.id collate \"%s\""), engine::name);
        }
    }

    @Test
    void propertiesWithoutColumnAreRefusedByName() {
        ConditionSql sql = new ConditionSql(Engine.SQLITE, RandomQuestions.MAP);
        for (String path : List.of("body/content", "nothing")) {
            Condition condition = new Condition.Compare(Path.of(path), Operator.EQ, new Literal.Text("x"));
            var failure = assertThrows(UnsupportedCondition.class, () -> sql.where(condition));
            assertTrue(failure.toString().contains(path), failure.toString());
        }
        assertThrows(
                UnsupportedCondition.class,
                () -> sql.where(new Condition.Compare(Path.of("id"), Operator.EQ, new Literal.Text("folded"))));
        assertThrows(
                UnsupportedCondition.class,
                () -> sql.where(new Condition.Compare(Path.of("when"), Operator.EQ, new Literal.Text("2026"))));
        assertThrows(
                UnsupportedCondition.class, () -> sql.where(new Condition.Any(Path.of("subject"), Condition.ALWAYS)));
    }

    private List<String> select(Engine engine, SqlFragment where, String order) throws SQLException {
        String collation = engine == Engine.SQLITE ? "BINARY" : "C";
        String sql = "select t.id from t where " + where.sql()
                + (order.isEmpty() ? "" : " order by " + String.format(order, collation));
        try (PreparedStatement statement = (engine == Engine.SQLITE ? sqlite : postgres).prepareStatement(sql)) {
            where.bind(statement, 1);
            List<String> ids = new ArrayList<>();
            for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static List<String> ids(Stream<ObjectNode> documents) {
        return List.copyOf(
                new TreeSet<>(documents.map(d -> d.get("id").stringValue()).toList()));
    }

    private void fill(Connection connection, String text, String bool) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table t (id " + text + " not null, subject " + text + ", is_read " + bool
                    + ", amount bigint, received bigint, sent bigint, changed bigint, folded text)");
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (ObjectNode document : documents) {
                JsonNode subject = document.path("subject");
                insert.setString(1, document.get("id").stringValue());
                insert.setString(2, subject.isString() ? Folding.fold(subject.stringValue()) : null);
                insert.setObject(
                        3, document.has("isRead") ? document.get("isRead").booleanValue() : null);
                insert.setObject(
                        4, document.has("count") ? document.get("count").longValue() : null);
                insert.setObject(5, units(document, "received", 10_000_000));
                insert.setObject(6, units(document, "sent", 10_000));
                insert.setObject(7, units(document, "changed", 1));
                insert.setString(
                        8,
                        RandomQuestions.FORM
                                .of(document, RandomQuestions.FOLDED)
                                .toString());
                insert.executeUpdate();
            }
        }
    }

    private static @Nullable Long units(JsonNode document, String name, long ticks) {
        return document.has(name)
                ? Math.floorDiv(
                        FoldedDocument.ticks(
                                Moments.parse(document.get(name).stringValue()).orElseThrow()),
                        ticks)
                : null;
    }
}
