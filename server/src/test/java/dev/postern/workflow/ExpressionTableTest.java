package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What expressions result in by the rules of the service, in one table for each group of functions. A table reports all rows that differ. */
class ExpressionTableTest {
    private static final Path TABLES = Path.of("src", "test", "resources", "dev", "postern", "workflow", "expressions");
    private static final String FAILURE = "! ";

    private record Row(String text, String expected) {}

    @TestFactory
    List<DynamicTest> everyRowHasItsResult() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Path table : tables()) {
            tests.add(DynamicTest.dynamicTest(String.valueOf(table.getFileName()), () -> {
                var differences = new ArrayList<String>();
                for (Row row : rows(table)) {
                    String actual = evaluate(row.text());
                    if (!actual.equals(row.expected()) && !actual.equals(written(row.expected()))) {
                        differences.add(row.text() + "\n    is        " + actual + "\n    should be " + row.expected());
                    }
                }
                assertEquals(List.of(), differences, () -> String.join("\n", differences));
            }));
        }
        return tests;
    }

    @Test
    void theTablesHaveAThousandRows() throws IOException {
        int rows = 0;
        for (Path table : tables()) {
            rows += rows(table).size();
        }
        assertTrue(rows >= 1_000, rows + " rows");
    }

    private static String evaluate(String text) {
        try {
            return Template.of(JsonValues.text(text))
                    .evaluate(new SampleScope())
                    .toString();
        } catch (EvaluationFailed e) {
            return FAILURE + e.getMessage();
        }
    }

    /** The same numbers can be written in several ways. */
    private static String written(String expected) {
        return expected.startsWith(FAILURE)
                ? expected
                : JsonValues.parse(expected).toString();
    }

    private static List<Path> tables() throws IOException {
        try (var files = Files.list(TABLES)) {
            return files.sorted().toList();
        }
    }

    private static List<Row> rows(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", 2))
                .map(columns -> new Row(columns[0], columns[1]))
                .toList();
    }
}
