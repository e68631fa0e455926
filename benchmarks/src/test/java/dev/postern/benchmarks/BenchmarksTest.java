package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks that everything measured still works. The times of such a short run are meaningless, so they are not checked.
 */
class BenchmarksTest {
    @Test
    void everyOperationRuns() throws Exception {
        Path jar = Path.of("..", "server", "target", "postern-server.jar");
        assumeTrue(Files.exists(jar), "SKIPPED: the server's jar is made by 'mvn package'");
        List<String> command = List.of(
                "--jar", jar.toString(), "--stores", "small", "--callers", "2", "--seconds", "0.3", "--warm-up", "0.1");
        var printed = new ByteArrayOutputStream();
        Benchmarks.run(BenchmarkOptions.read(command), command, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String table = printed.toString(StandardCharsets.UTF_8);
        for (String operation :
                List.of("baseline", "sendMail", "list 25", "get one", "filter unread", "search common")) {
            assertTrue(table.contains("| small | " + operation + " | 2 |"), table);
        }
    }

    @Test
    void fairnessRunsWithAndWithoutDovecot() throws Exception {
        Path jar = Path.of("..", "server", "target", "postern-server.jar");
        assumeTrue(Files.exists(jar), "SKIPPED: the server's jar is made by 'mvn package'");
        List<String> command = List.of(
                "--jar", jar.toString(), "--stores", "small", "--callers", "2", "--seconds", "0.3", "--warm-up", "0.1");
        var printed = new ByteArrayOutputStream();
        Benchmarks.fairness(
                BenchmarkOptions.read(command), command, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String table = printed.toString(StandardCharsets.UTF_8);
        assertTrue(table.contains("| Postern | get one | 2 |"), table);
        assertTrue(table.contains(Dovecot.isInstalled() ? "| Dovecot | get one | 2 |" : "SKIPPED: Dovecot"), table);
    }

    @Test
    void workflowsRun() throws Exception {
        Path jar = Path.of("..", "server", "target", "postern-server.jar");
        assumeTrue(Files.exists(jar), "SKIPPED: the server's jar is made by 'mvn package'");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        var printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try {
            new WorkflowTestCost(out).measure(folder.resolve("test"));
            new WorkflowBenchmark(out, new WorkflowBenchmark.Size(2, 50, 10)).measure(jar, folder.resolve("data"));
        } finally {
            Benchmarks.remove(folder);
        }
        String table = printed.toString(StandardCharsets.UTF_8);
        assertTrue(table.contains("20 recurrences due at once"), table);
        assertTrue(table.contains("sequential Foreach of 50"), table);
        assertTrue(table.contains("| the first |"), table);
    }

    @Test
    void sendingComparesTwoServers() throws Exception {
        Path jar = Path.of("..", "server", "target", "postern-server.jar");
        assumeTrue(Files.exists(jar), "SKIPPED: the server's jar is made by 'mvn package'");
        List<String> command = new ArrayList<>(List.of("--jar", jar.toString(), "--compare", jar.toString()));
        command.addAll(List.of("--callers", "2", "--senders", "1,3", "--seconds", "0.3"));
        command.addAll(List.of("--warm-up", "0.1", "--rounds", "1"));
        var printed = new ByteArrayOutputStream();
        new Sending(SendingOptions.read(command), new PrintStream(printed, true, StandardCharsets.UTF_8)).measure();
        String table = printed.toString(StandardCharsets.UTF_8);
        for (String line : List.of("1 | 2 | before |", "1 | 2 | after |", "3 | 2 | before |", "3 | 2 | after |")) {
            assertTrue(table.contains("| SQLite | " + line), table);
        }
    }

    @Test
    void theDirectoryIsMeasured() throws Exception {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertEquals(0, Benchmarks.directory(List.of("directory", "tiny"), out));
        String table = printed.toString(StandardCharsets.UTF_8);
        for (String what : List.of(
                "last against first",
                "new policy, in force after commit, p99",
                "attribute that a scope filters on, in force after commit, p99",
                "filter of a scope, in force after commit, p50",
                "membership of the group of a scope, in force after commit, p50",
                "one decision, random application",
                "one decision, policies only",
                "one decision, scope `Department -eq`",
                "one decision, `-RecipientGroupScope`",
                "memory")) {
            assertTrue(table.contains("| tiny | " + what), table);
        }
        assertEquals(64, Benchmarks.directory(List.of("directory", "endless"), out));
    }

    @Test
    void otherEnginesDecideTheSame() throws Exception {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertEquals(0, Benchmarks.decisions(List.of("decisions", "tiny"), Duration.ofMillis(10), out));
        String table = printed.toString(StandardCharsets.UTF_8);
        for (String engine : List.of(
                "Postern",
                "jCasbin, an enforcer for all applications",
                "jCasbin, an enforcer for each application",
                "jCasbin, the cache",
                "Cedar, the policies of all applications",
                "Cedar, the policy of the application")) {
            assertTrue(table.contains("| tiny | " + engine), table);
        }
        assertEquals(64, Benchmarks.decisions(List.of("decisions", "endless"), Duration.ofMillis(10), out));
    }

    @Test
    void invalidOptionsAreRefused() {
        for (List<String> wrong : List.of(
                List.of("--stores", "huge"),
                List.of("--nothing", "x"),
                List.of("--seconds"),
                List.of("--callers", "x"))) {
            assertThrows(IllegalArgumentException.class, () -> BenchmarkOptions.read(wrong), wrong::toString);
        }
        for (List<String> wrong : List.of(List.of("--nothing", "x"), List.of("--seconds"), List.of("--callers", "x"))) {
            assertThrows(IllegalArgumentException.class, () -> SendingOptions.read(wrong), wrong::toString);
        }
        assertEquals(3, BenchmarkOptions.read(List.of()).stores().size());
    }
}
