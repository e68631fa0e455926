package dev.postern.workflow.run;

import dev.postern.workflow.action.Table;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.expression.ValueText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The text of a table: comma-separated values or HTML. */
public record TableText(Table table, ArrayNode from) {
    private static final String NEW_LINE = "\r\n";

    /** @param value evaluates an expression of a column for an element */
    String text(BiFunction<Template, JsonNode, JsonNode> value) {
        var rows = new ArrayList<List<String>>();
        if (table.columns().isEmpty()) {
            Set<String> names = new LinkedHashSet<>();
            from.forEach(element -> names.addAll(element.propertyNames()));
            rows.add(List.copyOf(names));
            from.forEach(element -> rows.add(
                    names.stream().map(name -> cell(element.path(name))).toList()));
        } else {
            rows.add(table.columns().stream()
                    .map(column -> cell(value.apply(column.header(), JsonValues.nothing())))
                    .toList());
            from.forEach(element -> rows.add(table.columns().stream()
                    .map(column -> cell(value.apply(column.value(), element)))
                    .toList()));
        }
        return table.html() ? html(rows) : csv(rows);
    }

    private static String cell(JsonNode value) {
        return value.isMissingNode() ? "" : ValueText.of(value);
    }

    private static String csv(List<List<String>> rows) {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(quoted(row.get(i)));
            }
            text.append(NEW_LINE);
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String html(List<List<String>> rows) {
        var text = new StringBuilder("<table><thead><tr>");
        rows.getFirst()
                .forEach(cell -> text.append("<th>").append(escaped(cell)).append("</th>"));
        text.append("</tr></thead><tbody>");
        rows.subList(1, rows.size()).forEach(row -> {
            text.append("<tr>");
            row.forEach(cell -> text.append("<td>").append(escaped(cell)).append("</td>"));
            text.append("</tr>");
        });
        return text.append("</tbody></table>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
