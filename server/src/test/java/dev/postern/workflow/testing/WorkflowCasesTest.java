package dev.postern.workflow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.compute.ComputePool;
import dev.postern.http.JsonDocument;
import dev.postern.secrets.Sealers;
import dev.postern.store.Databases;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.workflow.engine.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Runs the tables of small workflows, one for each type of action. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkflowCasesTest {
    private final ComputePool compute = new ComputePool(2);
    private final SqliteDatabase database = new SqliteDatabase(Databases.sqliteFile(), StatementListener.NONE);
    private final TestRunner runner = new TestRunner(new TestEngine(database, compute, Sealers.fresh()));

    @AfterAll
    void close() {
        database.close();
        compute.close();
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHolds() {
        return Stream.of("control.json", "loops.json", "variables.json", "data.json")
                .flatMap(file ->
                        TestCase.read(JsonDocument.parse(text(file)), name -> JsonDocument.parse("{}")).stream()
                                .map(test -> DynamicTest.dynamicTest(
                                        file + ": " + test.name(),
                                        () -> assertEquals(
                                                List.of(), runner.run(test).differences()))));
    }

    private static String text(String file) {
        try (InputStream in = WorkflowCasesTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
