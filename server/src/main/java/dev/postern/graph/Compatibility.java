package dev.postern.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page that says which operations are served. It is made from the tables, the bindings, and what a test was answered, so that
 * it cannot promise more.
 */
public final class Compatibility {
    private static final String HEAD = """
        # What of Microsoft Graph is served

        Made from the tables of operations and what is bound to them; do not edit. A test rewrites it when it is run with
        `-Dcompatibility=write`. Where a status stands under "answered", that test has called the operation on a whole server, with
        each permission that suffices, and this is what it was answered; everybody else was refused. An operation that is not served is answered `501 NotImplemented`, after the gate has let
        the caller in. Any one of the permissions suffices.
        """;

    private Compatibility() {}

    /** @param answered the status that an operation was answered with, for those that were called */
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
            page.append(called ? "| served | answered " : "| served ").append("| operation | permissions |\n");
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
        return "| `" + row.operation().name() + "` | " + permissions + " |\n";
    }
}
