package dev.postern.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tables of operations: comma-separated values whose first line names the columns. A cell in quotes may contain commas and doubled
 * quotes. Every table has the columns {@code area}, {@code form} and {@code permissions}, and may have {@code basic_permissions}.
 */
public final class OperationRows {
    private OperationRows() {}

    /** Reads a table from the resources of a class; each row maps column names to values. */
    public static List<Map<String, String>> read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the operation of a row. */
    public static Operation operation(String name, Map<String, String> row) {
        var permissions = new HashSet<>(words(cell(row, "permissions")));
        Set<String> basic = words(row.getOrDefault("basic_permissions", ""));
        permissions.addAll(basic);
        return new Operation(
                name,
                Area.valueOf(upper(cell(row, "area"))),
                Form.valueOf(upper(cell(row, "form"))),
                permissions,
                basic);
    }

    /** @throws IllegalStateException if the table has no such column */
    public static String cell(Map<String, String> row, String column) {
        String cell = row.get(column);
        if (cell == null) {
            throw new IllegalStateException("The table has no column " + column);
        }
        return cell;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static Set<String> words(String cell) {
        return cell.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(cell.strip().split(" +")));
    }

    private static List<Map<String, String>> parse(String resource, String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> names = cells(lines.getFirst());
        var rows = new ArrayList<Map<String, String>>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() != names.size()) {
                throw new IllegalStateException(
                        resource + ": " + cells.size() + " cells instead of " + names.size() + " in " + line);
            }
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        if (line.indexOf('"') < 0) {
            return List.of(line.split(",", -1));
        }
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
