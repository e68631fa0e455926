package dev.postern.graph;

import dev.postern.gate.Operation;
import dev.postern.http.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of Graph, and which permissions suffice for it: {@code operations.csv} for what lies in mailboxes, {@code
 * directory-operations.csv} for the directory. Immutable.
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
        CsvRows.of("operations.csv").forEach(row -> rows.add(row(row, OperationTable::mailFamily)));
        CsvRows.of("directory-operations.csv").forEach(row -> rows.add(row(row, path -> ErrorFamily.DIRECTORY)));
        return new OperationTable(rows);
    }

    /** A table of the same form for another protocol over the directory. */
    public static OperationTable load(String resource) {
        return new OperationTable(CsvRows.of(resource).stream()
                .map(row -> row(row, path -> ErrorFamily.DIRECTORY))
                .toList());
    }

    /** All rows, in the order of the tables. */
    public List<OperationRow> rows() {
        return rows;
    }

    Routes.Match<OperationRow> find(String method, List<String> segments) {
        return routes.find(method, segments);
    }

    /** The row of a method and template as they stand in the table, or null. */
    @Nullable
    OperationRow row(String method, String template) {
        Predicate<OperationRow> same =
                row -> row.method().equals(method) && row.template().equals(template);
        return rows.stream().filter(same).findFirst().orElse(null);
    }

    /** The first segment at which a path leaves every template. */
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

    private static ErrorFamily mailFamily(String path) {
        return path.startsWith("/subscriptions") ? ErrorFamily.SUBSCRIPTION : ErrorFamily.EXCHANGE;
    }

    private static OperationRow row(
            Map<String, String> cells, java.util.function.Function<String, ErrorFamily> families) {
        String method = cell(cells, "method");
        String template = cell(cells, "path");
        ErrorFamily family = families.apply(template);
        var permissions = new HashSet<String>();
        permissions.addAll(words(cell(cells, "read_permissions")));
        permissions.addAll(words(cell(cells, "write_permissions")));
        String status = cell(cells, "success_status");
        Operation operation = new Operation(
                method + " " + template, permissions, writes(method, cell(cells, "write_permissions"), status));
        return new OperationRow(
                method,
                template,
                PathReader.template(template),
                cell(cells, "area"),
                kind(template, family),
                family,
                operation,
                status,
                cell(cells, "notes"));
    }

    /** A POST that only needs to read and answers 200 asks a question that is too long for an address. */
    private static boolean writes(String method, String writePermissions, String status) {
        boolean question = method.equals("POST") && writePermissions.isBlank() && status.equals("200");
        return !method.equals("GET") && !question;
    }

    private static OperationRow.Kind kind(String template, ErrorFamily family) {
        if (family == ErrorFamily.DIRECTORY) {
            return OperationRow.Kind.DIRECTORY;
        }
        return template.startsWith("/users/{id}/") ? OperationRow.Kind.MAILBOX : OperationRow.Kind.CALLER;
    }

    private static Set<String> words(String cell) {
        return cell.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(cell.strip().split(" +")));
    }

    private static String cell(Map<String, String> cells, String name) {
        String cell = cells.get(name);
        if (cell == null) {
            throw new IllegalStateException("The table has no column " + name);
        }
        return cell;
    }
}
