package dev.postern.graph;

import dev.postern.gate.Area;
import dev.postern.gate.Operation;
import java.util.List;

/**
 * A row of an operations table.
 *
 * @param template the path as in the table
 * @param segments of the template, in the form compared with requests
 * @param section the section of the compatibility page
 * @param item the kind of item, or empty
 * @param family determines the wording of its errors
 * @param operation with its area, its form and its permissions
 * @param successStatus the status of success in the table
 * @param notes its source, and its particularities
 */
public record OperationRow(
        String method,
        String template,
        List<String> segments,
        String section,
        String item,
        ErrorFamily family,
        Operation operation,
        String successStatus,
        String notes) {
    public OperationRow {
        segments = List.copyOf(segments);
    }

    public Area area() {
        return operation.area();
    }

    /** What a caller should know about the operation, or empty. The other tables have their sources in this column. */
    String note() {
        return family == ErrorFamily.DIRECTORY || notes.startsWith("refused") ? notes : "";
    }

    /** The template in the syntax of {@link dev.postern.http.Routes}. */
    String route() {
        return "/" + String.join("/", segments);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
