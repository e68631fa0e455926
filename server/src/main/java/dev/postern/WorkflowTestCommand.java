package dev.postern;

import dev.postern.cli.WorkflowTestOptions;
import dev.postern.compute.ComputePool;
import dev.postern.http.JsonDocument;
import dev.postern.http.MalformedJson;
import dev.postern.logging.Logging;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.workflow.engine.TestEngine;
import dev.postern.workflow.testing.TestCase;
import dev.postern.workflow.testing.TestReport;
import dev.postern.workflow.testing.TestRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code workflow test}: runs tests in this process, on a database that is deleted afterwards. */
final class WorkflowTestCommand {
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 2;
    private static final long MAX_FILE_BYTES = 10L << 20;

    private WorkflowTestCommand() {}

    /** Returns the exit status: 0 if all tests hold, 1 if not, 2 if the file cannot be read. */
    static int run(WorkflowTestOptions options, PrintStream out, PrintStream err) {
        // What fails in a run is in the report.
        Logging.install(false, "OFF");
        try {
            List<TestCase> tests = TestCase.read(read(options.file()), name -> read(beside(options.file(), name)));
            List<TestRunner.Outcome> outcomes = outcomes(tests);
            TestReport report = new TestReport(outcomes);
            if (options.report().isPresent()) {
                write(options.report().get(), report.junit());
            }
            out.print(options.json() ? report.json() + "\n" : report.text());
            return report.holds() ? 0 : DIFFERENT;
        } catch (TestCase.Unreadable e) {
            err.println("postern: " + e.getMessage());
            return UNREADABLE;
        }
    }

    private static List<TestRunner.Outcome> outcomes(List<TestCase> tests) {
        Path directory = temporary();
        try (ComputePool compute = new ComputePool(ComputePool.usualThreads());
                SqliteDatabase database = new SqliteDatabase(directory.resolve("postern.db"), StatementListener.NONE)) {
            SecureRandom random = new SecureRandom();
            Sealer sealer = new Sealer(EncryptionKey.generate(random), List.of(), false, random);
            TestRunner runner = new TestRunner(new TestEngine(database, compute, sealer));
            var outcomes = new ArrayList<TestRunner.Outcome>();
            for (TestCase test : tests) {
                outcomes.add(runner.run(test));
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestCase.Unreadable("The tests were interrupted.");
        } finally {
            delete(directory);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("postern-workflow-test");
        } catch (IOException e) {
            throw new TestCase.Unreadable("No temporary directory can be created: " + e.getMessage());
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the directory of temporary files is emptied by the system
        }
    }

    private static Path beside(Path file, String name) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of(name) : parent.resolve(name);
    }

    private static JsonDocument read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new TestCase.Unreadable("The file " + file + " has more than 10 MiB.");
            }
            return JsonDocument.parse(Files.readString(file));
        } catch (IOException e) {
            throw new TestCase.Unreadable("The file " + file + " cannot be read.");
        } catch (MalformedJson e) {
            throw new TestCase.Unreadable("The file " + file + " is not valid JSON: " + e.getMessage() + ".");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new TestCase.Unreadable("The file " + file + " cannot be written.");
        }
    }
}
