package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Makes a table of an array.
 *
 * @param columns empty for the members of the elements
 */
public record Table(boolean html, Template from, List<Column> columns) implements ActionType {
    private static final int MAX_COLUMNS = 200;

    public Table {
        columns = List.copyOf(columns);
    }

    /** A column; its value is evaluated for each element. */
    public record Column(Template header, Template value) {}

    static Table read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("format", "from", "columns"));
        source.required(inputs, "inputs", "format");
        source.required(inputs, "inputs", "from");
        String format = inputs.path("format").asString("");
        if (!format.equalsIgnoreCase("CSV") && !format.equalsIgnoreCase("HTML")) {
            throw source.invalid("the format '" + format + "' must be one of 'CSV, HTML'");
        }
        var columns = new ArrayList<Column>();
        JsonNode given = inputs.path("columns");
        if (given.size() > MAX_COLUMNS) {
            throw source.invalid("the table has more than '" + MAX_COLUMNS + "' columns");
        }
        for (JsonNode column : given.values()) {
            source.known(column, "columns", Set.of("header", "value"));
            source.required(column, "columns", "value");
            columns.add(new Column(source.template(column.path("header")), source.template(column.path("value"))));
        }
        return new Table(format.equalsIgnoreCase("HTML"), source.template(inputs.path("from")), columns);
    }

    @Override
    public List<Template> templates() {
        var all = new ArrayList<Template>();
        all.add(from);
        columns.forEach(column -> {
            all.add(column.header());
            all.add(column.value());
        });
        return all;
    }
}
