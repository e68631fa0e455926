package dev.postern.benchmarks;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The cost of a message of 2 KB with its delivery, to a mailbox with 0, 10 or 100 rules. */
final class RuleBenchmark {
    private static final List<Integer> RULES = List.of(0, 10, 100);

    private final BenchmarkOptions options;
    private final PrintStream out;

    RuleBenchmark(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void measure() throws IOException, InterruptedException {
        out.println("CPU is the user and system time of the server for one message, including delivery and audit.");
        out.println("Each rule looks for three words in subject and body, and for a sender. The last one moves the"
                + " message.");
        out.println();
        out.println("| rules | callers | per second | p50 | p99 | CPU |");
        out.println("|---:|---:|---:|---:|---:|---:|");
        Path data = Files.createTempDirectory("postern-rules");
        try (PosternProcess server =
                PosternProcess.start(options.jar(), data, options.javaOptions(), options.serveOptions())) {
            Mailbox mailbox = Mailbox.prepare(server, RULES.size() + 1);
            for (int i = 0; i < RULES.size(); i++) {
                prepare(mailbox, "bench" + (i + 1), RULES.get(i));
            }
            measure(mailbox, new Load(server));
        } finally {
            Benchmarks.remove(data);
        }
    }

    private static void prepare(Mailbox mailbox, String name, int rules) throws IOException {
        String path = "/users/" + name + "@contoso.example/mailFolders/inbox/messageRules";
        try (Wire wire = new Wire(mailbox.server().port())) {
            for (int i = 1; i <= rules; i++) {
                ObjectNode rule = Json.object();
                rule.put("displayName", "rule " + i).put("sequence", i).put("isEnabled", true);
                ObjectNode conditions = rule.putObject("conditions");
                if (i < rules) {
                    conditions
                            .putArray("bodyOrSubjectContains")
                            .add("never" + i)
                            .add("seen" + i)
                            .add("word" + i);
                    conditions.putArray("senderContains").add("nobody" + i);
                    rule.putObject("actions").put("delete", true);
                } else {
                    conditions.putArray("senderContains").add("bench");
                    rule.putObject("actions").put("moveToFolder", "archive").put("markAsRead", true);
                }
                mailbox.expect(wire, "POST", path, Json.text(rule), 201);
            }
        }
    }

    private void measure(Mailbox mailbox, Load load) throws IOException, InterruptedException {
        for (int i = 0; i < RULES.size(); i++) {
            String to = "bench" + (i + 1);
            BenchmarkOperation send = new BenchmarkOperation(
                    "sendMail",
                    0,
                    202,
                    true,
                    random -> mailbox.request("POST", "/sendMail", Operations.letter(random, to)));
            load.run(send, 8, options.warmUp());
            for (int callers : options.callers()) {
                Load.Result result = load.run(send, callers, options.length());
                out.println(String.format(
                        Locale.ROOT,
                        "| %d | %d | %.0f | %.2f | %.2f | %.3f |",
                        RULES.get(i),
                        callers,
                        result.perSecond(),
                        result.p50Millis(),
                        result.p99Millis(),
                        result.cpuMillis()));
                out.flush();
            }
        }
    }
}
