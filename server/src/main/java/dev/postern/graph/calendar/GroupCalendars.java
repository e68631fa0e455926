package dev.postern.graph.calendar;

import dev.postern.access.ObjectId;
import dev.postern.gate.Caller;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.OperationRow;
import dev.postern.graph.OperationTable;
import dev.postern.http.Response;
import java.util.Set;

/** The calendars of groups, which applications cannot use: Graph refuses them although the operations and their permissions exist. */
final class GroupCalendars {
    private static final Set<String> SECTIONS = Set.of("calendar", "event", "attachment");

    private GroupCalendars() {}

    static void bind(GraphEdge edge) {
        for (OperationRow row : OperationTable.load().rows()) {
            if (row.template().startsWith("/groups/") && SECTIONS.contains(row.section())) {
                edge.bind(row.method(), row.template(), GroupCalendars::refuse);
            }
        }
    }

    private static Response refuse(Caller caller, GraphRequest request) {
        if (!exists(caller, request.keys().getFirst())) {
            throw new GraphFailure(404, "ResourceNotFound", "Resource could not be discovered.");
        }
        throw new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    private static boolean exists(Caller caller, String id) {
        try {
            return caller.hasGroup(ObjectId.of(id));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
