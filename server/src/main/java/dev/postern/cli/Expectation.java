package dev.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A row of a table of accesses that must or must not be allowed. */
record Expectation(String app, String mailbox, String permission, boolean allowed) {
    private static final int MAX_ROWS = 100_000;
    private static final List<String> COLUMNS = List.of("app", "mailbox", "permission", "allowed");

    /** An array of {@code {app, mailbox, permission, allowed}}, or CSV with that header. */
    static List<Expectation> read(Path file) {
        String text = TextFile.read(file);
        List<Expectation> rows = text.stripLeading().startsWith("[") ? json(file, text) : csv(file, text);
        if (rows.size() > MAX_ROWS) {
            throw CliFailure.failed("The file " + file + " has more than " + MAX_ROWS + " rows.");
        }
        return rows;
    }

    private static List<Expectation> json(Path file, String text) {
        List<Expectation> rows = new ArrayList<>();
        for (JsonNode one : TextFile.json(file, text)) {
            Map<String, String> values = new TreeMap<>();
            one.properties()
                    .forEach(member -> values.put(
                            member.getKey().toLowerCase(Locale.ROOT),
                            member.getValue().asString("")));
            rows.add(row(file, values, rows.size() + 1));
        }
        return rows;
    }

    private static List<Expectation> csv(Path file, String text) {
        List<List<String>> lines = CsvText.rows(text);
        List<String> header = lines.isEmpty()
                ? List.of()
                : lines.getFirst().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList();
        if (!header.containsAll(COLUMNS)) {
            throw CliFailure.failed("The file " + file + " must be a JSON array or CSV with the header "
                    + String.join(",", COLUMNS) + ".");
        }
        List<Expectation> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> values = new TreeMap<>();
            for (int i = 0; i < Math.min(header.size(), line.size()); i++) {
                values.put(header.get(i), line.get(i));
            }
            rows.add(row(file, values, rows.size() + 1));
        }
        if (rows.isEmpty()) {
            // a table without lines is more often a mistake than an intention
            throw CliFailure.failed("The file " + file + " has only a header, so there is nothing to check.");
        }
        return rows;
    }

    private static Expectation row(Path file, Map<String, String> values, int number) {
        for (String column : COLUMNS) {
            if (values.getOrDefault(column, "").isEmpty()) {
                throw CliFailure.failed("Row " + number + " of the file " + file + " has no '" + column + "'.");
            }
        }
        String allowed = values.getOrDefault("allowed", "").toLowerCase(Locale.ROOT);
        if (!allowed.equals("true") && !allowed.equals("false")) {
            throw CliFailure.failed("Row " + number + " of the file " + file
                    + ": the value of 'allowed' must be true or false, not '" + allowed + "'.");
        }
        return new Expectation(
                values.getOrDefault("app", ""),
                values.getOrDefault("mailbox", ""),
                values.getOrDefault("permission", ""),
                allowed.equals("true"));
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("app", app)
                .put("mailbox", mailbox)
                .put("permission", permission)
                .put("allowed", allowed);
    }

    /** What is expected. */
    String text() {
        return app + (allowed ? " must reach " : " must not reach ") + mailbox + " with " + permission;
    }
}
