package dev.postern.graph;

import dev.postern.gate.Area;
import dev.postern.gate.Operation;
import java.util.List;

/**
 * A row of an operations table.
 *
 * @param template the path as the table has it
 * @param segments of the template, as requests are compared with them
 * @param section the part of the compatibility page that lists it
 * @param item the kind of item that it is about, or empty
 * @param family how its failures are worded
 * @param operation with its area, its form and its permissions
 * @param successStatus the status of success in the table
 * @param notes where the row comes from, and its particularities
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

    /** The template in the form that {@link dev.postern.http.Routes} takes. */
    String route() {
        return "/" + String.join("/", segments);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
