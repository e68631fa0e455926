package dev.postern.graph;

import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import dev.postern.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operations of Graph: {@code operations.csv} for mailboxes, {@code directory-operations.csv} for the directory.
 * Area, form and sufficient permissions of an operation are columns; nothing is derived from the path. Immutable.
 */
public final class OperationTable {
    private final List<OperationRow> rows;
    private final Routes<OperationRow> routes = new Routes<>();

    private OperationTable(List<OperationRow> rows) {
        this.rows = List.copyOf(rows);
        rows.forEach(row -> routes.add(row.method(), row.route(), row));
    }

    /** Both tables. */
    public static OperationTable load() {
        var rows = new ArrayList<OperationRow>();
        for (String table : List.of("operations.csv", "directory-operations.csv")) {
            OperationRows.read(OperationTable.class, table).forEach(row -> rows.add(row(row)));
        }
        return new OperationTable(rows);
    }

    /** A table in the same format for another protocol over the directory. */
    public static OperationTable load(String resource) {
        return new OperationTable(OperationRows.read(OperationTable.class, resource).stream()
                .map(OperationTable::row)
                .toList());
    }

    /** All rows, in the order of the tables. */
    public List<OperationRow> rows() {
        return rows;
    }

    /** The operations on mailboxes. */
    public List<Operation> mailboxOperations() {
        return rows.stream()
                .filter(row -> row.area().isOfMailbox())
                .map(OperationRow::operation)
                .toList();
    }

    /** The operation on a mailbox that a person names. */
    public AskedOperation asked(String text) {
        return AskedOperation.read(this, text);
    }

    Routes.Match<OperationRow> find(String method, List<String> segments) {
        return routes.find(method, segments);
    }

    /** The row of a method and template, spelled as in the table, or null. */
    @Nullable
    OperationRow row(String method, String template) {
        Predicate<OperationRow> same =
                row -> row.method().equals(method) && row.template().equals(template);
        return rows.stream().filter(same).findFirst().orElse(null);
    }

    /** The first segment that does not occur in any template at its position. */
    String firstUnknown(List<String> segments) {
        int known = rows.stream()
                .mapToInt(row -> common(row.segments(), segments))
                .max()
                .orElse(0);
        return segments.isEmpty() ? "" : segments.get(Math.min(known, segments.size() - 1));
    }

    private static int common(List<String> template, List<String> segments) {
        int at = 0;
        while (at < Math.min(template.size(), segments.size())
                && (OperationRow.isParameter(template.get(at))
                        || template.get(at).equalsIgnoreCase(segments.get(at)))) {
            at++;
        }
        return at;
    }

    private static OperationRow row(Map<String, String> cells) {
        String method = OperationRows.cell(cells, "method");
        String template = OperationRows.cell(cells, "path");
        return new OperationRow(
                method,
                template,
                PathReader.template(template),
                OperationRows.cell(cells, "section"),
                OperationRows.cell(cells, "item"),
                ErrorFamily.valueOf(OperationRows.cell(cells, "errors").toUpperCase(Locale.ROOT)),
                OperationRows.operation(method + " " + template, cells),
                OperationRows.cell(cells, "success_status"),
                OperationRows.cell(cells, "notes"));
    }
}
