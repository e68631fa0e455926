package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * What real programs sent to Graph, with the response that Graph gives: one test for each line of {@code cases/mail.jsonl}. All cases of
 * an engine share a server, so no two may use the same subject; filters compare without case.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldCasesTest {
    /** Cases that are refused by name so far. */
    private static final Set<String> OPEN = Set.of();

    private final List<TestPostern> servers = new ArrayList<>();

    @AfterAll
    void close() {
        servers.forEach(TestPostern::close);
    }

    @TestFactory
    Stream<DynamicNode> onSqlite() throws IOException {
        return on(Engine.SQLITE);
    }

    @TestFactory
    Stream<DynamicNode> onPostgres() throws IOException {
        return on(Engine.POSTGRES);
    }

    private Stream<DynamicNode> on(Engine engine) throws IOException {
        TestPostern postern = engine == Engine.SQLITE
                ? TestPostern.start()
                : TestPostern.start("--database", Databases.postgresUrl());
        servers.add(postern);
        Administration admin = postern.admin();
        for (String name : List.of("adele", "alex", "megan", "diego")) {
            admin.sharedMailbox(name);
        }
        String token = admin.token(admin.app("field", "Mail.Send", "Mail.ReadWrite"));
        return lines().stream().map(line -> test(new FieldCase(admin.http(), token), line));
    }

    private static DynamicTest test(FieldCase run, JsonNode line) {
        return dynamicTest(line.get("id").asString(), () -> {
            List<String> problems = run.problems(line);
            if (OPEN.contains(line.get("id").asString())) {
                assertFalse(problems.isEmpty(), "The case passes: it is not open any more.");
                return;
            }
            assertTrue(problems.isEmpty(), () -> line.get("source").asString() + ": " + problems);
        });
    }

    private static List<JsonNode> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(FieldCasesTest.class.getResourceAsStream("cases/mail.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();
        }
    }
}
