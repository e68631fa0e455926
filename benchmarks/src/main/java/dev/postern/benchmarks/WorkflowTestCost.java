package dev.postern.benchmarks;

import dev.postern.compute.ComputePool;
import dev.postern.http.JsonDocument;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.workflow.engine.TestEngine;
import dev.postern.workflow.testing.TestCase;
import dev.postern.workflow.testing.TestRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The time of one test of a workflow inside one process. */
final class WorkflowTestCost {
    private static final int TIMES = 200;
    private static final String TEST = """
        {"name":"digest","definition":{"triggers":{"manual":{"type":"Request","kind":"Http"}},"actions":{
         "List":{"type":"Http","inputs":{"method":"GET","uri":"https://graph.microsoft.com/v1.0/users/a@contoso.example/messages"}},
         "Each":{"type":"Foreach","foreach":"@body('List')?['value']","runAfter":{"List":["Succeeded"]},"actions":{
          "Send":{"type":"Http","inputs":{"method":"POST","uri":"https://graph.microsoft.com/v1.0/users/a@contoso.example/sendMail",
           "body":{"message":{"subject":"@{item()?['subject']}"}}}}}}}},
         "results":{"List":{"status":"Succeeded","outputs":{"statusCode":200,"body":{"value":[{"subject":"A"},{"subject":"B"}]}}}},
         "expect":{"status":"Succeeded","actions":{"Send":"Succeeded"}}}\
        """;

    private final PrintStream out;

    WorkflowTestCost(PrintStream out) {
        this.out = out;
    }

    void measure(Path folder) throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        Sealer sealer = new Sealer(EncryptionKey.generate(random), List.of(), false, random);
        Files.createDirectories(folder);
        TestCase test = TestCase.read(JsonDocument.parse(TEST), name -> JsonDocument.parse("{}"))
                .getFirst();
        var times = new ArrayList<Long>();
        try (ComputePool compute = new ComputePool(2);
                Database database = new SqliteDatabase(folder.resolve("test.db"), StatementListener.NONE)) {
            TestRunner runner = new TestRunner(new TestEngine(database, compute, sealer));
            for (int i = 0; i < TIMES; i++) {
                long begun = System.nanoTime();
                if (!runner.run(test).holds()) {
                    throw new IllegalStateException("The test does not hold.");
                }
                times.add(System.nanoTime() - begun);
            }
        }
        long first = times.getFirst();
        times.sort(null);
        out.println("| one `workflow test` in the process, ms | |\n|---|---:|");
        out.println(String.format(Locale.ROOT, "| the first | %.1f |", first / 1e6));
        out.println(String.format(
                Locale.ROOT,
                "| p50 / p99 of %d | %.1f / %.1f |\n",
                TIMES,
                times.get(TIMES / 2) / 1e6,
                times.get(TIMES * 99 / 100) / 1e6));
    }
}
