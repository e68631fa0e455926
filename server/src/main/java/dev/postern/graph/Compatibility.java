package dev.postern.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Generates the page that lists the supported operations from the operations tables, the bound handlers, and the
 * responses that a test received, so that the page cannot claim more than the server does.
 */
public final class Compatibility {
    private static final String HEAD = """
        # Supported operations of Microsoft Graph

        Generated from the operations tables and their bound handlers; do not edit. `GateOfEveryRowTest` writes this page when it runs
        with `-Dcompatibility=write`. The column "response" has the status that this test received from a complete server when it
        called the operation with each permission that suffices; without one, the server refused the call. An operation that is not
        served returns `501 NotImplemented`, after the gate has allowed the request. Any one of the listed permissions suffices.
        """;

    private Compatibility() {}

    /** @param answered the status of the response to each operation that was called */
    public static String page(OperationTable table, GraphEdge edge, Map<OperationRow, Integer> answered) {
        var areas = new TreeMap<String, List<OperationRow>>();
        table.rows()
                .forEach(row -> areas.computeIfAbsent(row.section(), area -> new ArrayList<>())
                        .add(row));
        var page = new StringBuilder(HEAD);
        page.append("\n")
                .append(served(table.rows(), edge))
                .append(" of ")
                .append(table.rows().size());
        page.append(" operations are served.\n");
        areas.forEach((area, rows) -> {
            page.append("\n## ").append(area).append(": ").append(served(rows, edge));
            page.append(" of ").append(rows.size()).append("\n\n");
            boolean called = rows.stream().anyMatch(answered::containsKey);
            page.append(called ? "| served | response " : "| served ").append("| operation | permissions |\n");
            page.append(called ? "|---|---" : "|---").append("|---|---|\n");
            rows.forEach(row -> page.append(edge.served().contains(row) ? "| yes " : "| 501 ")
                    .append(called ? "| " + (answered.containsKey(row) ? answered.get(row) + " " : "") : "")
                    .append(line(row)));
        });
        return page.toString();
    }

    private static long served(List<OperationRow> rows, GraphEdge edge) {
        return rows.stream().filter(edge.served()::contains).count();
    }

    private static String line(OperationRow row) {
        String permissions =
                String.join(" ", row.operation().permissions().stream().sorted().toList());
        String note = row.note().isEmpty() ? "" : ": " + row.note();
        return "| `" + row.operation().name() + "`" + note + " | " + permissions + " |\n";
    }
}
