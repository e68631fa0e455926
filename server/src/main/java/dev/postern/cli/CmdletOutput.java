package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletNote;
import dev.postern.cmdlet.CmdletNotes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The output of a cmdlet: the columns that its module shows, unless others are selected. */
final class CmdletOutput {
    private CmdletOutput() {}

    static String of(Cmdlet cmdlet, ObjectNode parameters, List<JsonNode> objects, Optional<OutputFormat> format) {
        if (objects.isEmpty() && format.filter(OutputFormat.JSON::equals).isEmpty()) {
            return "";
        }
        CmdletNote note = CmdletNotes.read().of(cmdlet);
        List<String> selected = Stream.of("Properties", "Property")
                .flatMap(name -> parameters.path(name).valueStream())
                .map(name -> Output.first(name.asString()))
                .toList();
        List<String> columns = selected.isEmpty() ? note.columns() : selected;
        boolean table = note.asTable() && selected.isEmpty();
        return RowOutput.of(
                objects,
                format.orElse(table ? OutputFormat.TABLE : OutputFormat.LIST),
                columns.isEmpty() ? names(objects) : columns);
    }

    private static List<String> names(List<JsonNode> objects) {
        return objects.stream()
                .flatMap(object -> object.propertyNames().stream())
                .distinct()
                .toList();
    }
}
