package dev.postern.graph;

import dev.postern.gate.Operation;
import java.util.List;

/**
 * A row of an operations table, with the segments of its template as requests are compared with them.
 *
 * @param template as it stands in the table
 * @param successStatus what the table names as the status of success
 * @param notes where the row comes from and what is particular about it
 */
public record OperationRow(
        String method,
        String template,
        List<String> segments,
        String area,
        Kind kind,
        ErrorFamily family,
        Operation operation,
        String successStatus,
        String notes) {
    /** What the gate has to open for an operation. */
    public enum Kind {
        MAILBOX,
        DIRECTORY,
        /** Neither by itself: a batch, a subscription. What its parts need is opened for each of them. */
        CALLER
    }

    public OperationRow {
        segments = List.copyOf(segments);
    }

    /** The template in the form that {@link dev.postern.http.Routes} takes. */
    String route() {
        return "/" + String.join("/", segments);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
