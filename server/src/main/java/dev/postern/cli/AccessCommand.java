package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * {@code access}: which application can use which permission on which mailbox, as JSON, as CSV, or in short. Pages are printed as they are
 * read, so the output may be of any length.
 */
final class AccessCommand {
    private static final int ROWS_AT_ONCE = 10_000;
    private static final List<String> COLUMNS = List.of("app", "appId", "mailbox", "mailboxId", "permission", "by");

    private final Server server;
    private final Options options;
    private final PrintStream out;

    private AccessCommand(Server server, Options options, PrintStream out) {
        this.server = server;
        this.options = options;
        this.out = out;
    }

    static void run(Server server, List<String> arguments, PrintStream out) {
        Options options = Options.of("access", arguments);
        options.words(0, 0);
        if (options.has("--csv") && OutputFormat.of(options).isPresent()) {
            throw options.usage();
        }
        new AccessCommand(server, options, out).print();
    }

    private void print() {
        Optional<OutputFormat> format = OutputFormat.of(options);
        if (format.isPresent()) {
            rows(format.get());
        } else if (options.has("--csv")) {
            out.print(String.join(",", COLUMNS) + "\n");
            var _ = pages(matrix(), row -> out.print(csv(row)));
        } else if (options.has("--mailbox")) {
            sentence(pages(
                    matrix(),
                    row -> out.print(Output.printable(row.path("app").asString() + " ("
                                    + row.path("appId").asString() + ")  "
                                    + row.path("permission").asString() + "  by "
                                    + row.path("by").asString())
                            + "\n")));
        } else {
            sentence(pages("/postern/access/summary?" + query("app", "permission"), this::rules));
        }
    }

    private void sentence(long found) {
        String options = Stream.of("--app", "--mailbox", "--permission")
                .filter(option -> this.options.one(option).isPresent())
                .collect(Collectors.joining(", "));
        if (found == 0) {
            out.print(
                    options.isEmpty()
                            ? "No application can access a mailbox.\n"
                            : "No application can access a mailbox in the way that " + options + " selects.\n");
        }
    }

    private String matrix() {
        return "/postern/access?" + query("app", "mailbox", "permission") + "&$top=" + ROWS_AT_ONCE;
    }

    private String query(String... names) {
        return Stream.of(names)
                .flatMap(name -> options.one("--" + name).stream().map(value -> name + "=" + Server.encode(value)))
                .collect(Collectors.joining("&"));
    }

    /** The rows of the matrix; in each page that is read, the columns of a table are as wide as needed. */
    private void rows(OutputFormat format) {
        if (format == OutputFormat.JSON) {
            json();
        } else {
            var _ = everyPage(matrix(), rows -> out.print(RowOutput.of(rows, format, COLUMNS)));
        }
    }

    /** One array, although it is read in parts. */
    private void json() {
        List<String> before = new ArrayList<>(List.of("["));
        var _ = pages(matrix(), row -> {
            out.print(before.removeFirst() + "\n  " + row);
            before.add(",");
        });
        out.print(before.getFirst().equals("[") ? "[]\n" : "\n]\n");
    }

    /** Returns how many there were. */
    private long pages(String first, Consumer<JsonNode> each) {
        return everyPage(first, rows -> rows.forEach(each));
    }

    /** Returns how many rows there were. */
    private long everyPage(String first, Consumer<List<JsonNode>> each) {
        String path = first;
        long found = 0;
        while (!path.isEmpty()) {
            Answer answer = server.send(Audience.MANAGEMENT, "GET", path, null);
            if (!answer.ok()) {
                throw FailureText.of(answer);
            }
            List<JsonNode> rows = answer.json().path("value").valueStream().toList();
            each.accept(rows);
            found += rows.size();
            path = answer.json().path("@odata.nextLink").asString("");
        }
        return found;
    }

    private void rules(JsonNode app) {
        StringBuilder text = new StringBuilder();
        text.append(app.path("app").asString())
                .append(" (")
                .append(app.path("appId").asString())
                .append(")\n");
        for (JsonNode rule : app.path("rules")) {
            JsonNode count = rule.path("count");
            text.append("  ")
                    .append(rule.path("permissions")
                            .valueStream()
                            .map(JsonNode::asString)
                            .collect(Collectors.joining(", ")))
                    .append(": ")
                    .append(rule.path("mailboxes").asString())
                    .append(count.isNumber() ? " [" + count.asLong() + "]" : "")
                    .append("\n");
        }
        out.print(Output.printable(text.toString()));
    }

    private static String csv(JsonNode row) {
        return COLUMNS.stream().map(column -> cell(row.path(column).asString())).collect(Collectors.joining(","))
                + "\n";
    }

    /** Quoted where needed. A name that a spreadsheet would take for a formula is preceded by an apostrophe. */
    private static String cell(String text) {
        String safe = text.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
