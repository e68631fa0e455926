package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Prints rows in each of the formats. */
public final class RowOutput {
    private RowOutput() {}

    /**
     * Returns the output; empty for no rows, except as JSON.
     *
     * @param columns those of a table and of tab-separated values
     */
    public static String of(List<JsonNode> rows, OutputFormat format, List<String> columns) {
        return switch (format) {
            case JSON -> Output.of(rows, true);
            case LIST -> Output.of(rows, false);
            case TABLE -> table(rows, columns);
            case TSV -> tsv(rows, columns);
        };
    }

    /**
     * The rows of a command that prints blocks unless told otherwise.
     *
     * @param columns names in the rows
     * @param pascal whether JSON also has names that begin with an upper-case letter, as the blocks have
     */
    static String ofCommand(List<JsonNode> rows, Options options, List<String> columns, boolean pascal) {
        OutputFormat format = OutputFormat.of(options).orElse(OutputFormat.LIST);
        if (format == OutputFormat.JSON && !pascal) {
            return Output.of(rows, true);
        }
        return of(
                rows.stream().map(Output::pascal).toList(),
                format,
                columns.stream().map(Output::first).toList());
    }

    /** Without a header. Columns are stable; a missing value is an empty one. */
    static String tsv(List<JsonNode> rows, List<String> columns) {
        return rows.stream()
                .map(row -> columns.stream()
                                .map(column -> escaped(row.path(column)))
                                .collect(Collectors.joining("\t"))
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String escaped(JsonNode value) {
        String text = value.isArray()
                ? value.valueStream().map(Output::raw).collect(Collectors.joining(","))
                : Output.raw(value);
        return Output.printable(text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
                .replace("\n", "\\n"));
    }

    private static String table(List<JsonNode> rows, List<String> columns) {
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        lines.add(columns.stream().map(column -> "-".repeat(column.length())).toList());
        rows.forEach(row -> lines.add(columns.stream()
                .map(column -> Output.value(row.path(column)).replace('\n', ' '))
                .toList()));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            int at = column;
            widths.add(
                    lines.stream().mapToInt(line -> length(line.get(at))).max().orElse(0));
        }
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            text.append(cell).append(" ".repeat(widths.get(column) - length(cell) + 1));
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
