package dev.postern.workflow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.ComputePool;
import dev.postern.http.JsonDocument;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.workflow.engine.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Runs typical mail workflows, each a folder with its definition as the portal shows it and tests of the expected run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkflowCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/dev/postern/workflow/corpus");
    private static final int WORKFLOWS = 40;

    private final ComputePool compute = new ComputePool(2);
    private final Database database = Databases.open(Engine.SQLITE);
    private final TestRunner runner = new TestRunner(new TestEngine(database, compute, Sealers.fresh()));

    @AfterAll
    void close() {
        database.close();
        compute.close();
    }

    @TestFactory
    Stream<DynamicContainer> everyWorkflowDoesWhatItsTestsExpect() throws IOException {
        return folders().stream()
                .map(folder -> DynamicContainer.dynamicContainer(
                        folder.getFileName().toString(),
                        tests(folder).stream()
                                .map(test -> DynamicTest.dynamicTest(
                                        test.name(),
                                        () -> assertEquals(
                                                List.of(), runner.run(test).differences())))));
    }

    @Test
    void theCorpusIsLarge() throws IOException {
        assertTrue(folders().size() >= WORKFLOWS, () -> "fewer than " + WORKFLOWS);
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(CORPUS)) {
            return all.sorted().toList();
        }
    }

    private static List<TestCase> tests(Path folder) {
        return TestCase.read(json(folder.resolve("test.json")), name -> json(folder.resolve(name)));
    }

    private static JsonDocument json(Path file) {
        try {
            return JsonDocument.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
