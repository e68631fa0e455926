package dev.postern.graph.calendar;

import static dev.postern.gate.MailboxOpening.CALENDAR_READ;
import static dev.postern.gate.MailboxOpening.CALENDAR_WRITE;

import dev.postern.graph.GraphEdge;
import dev.postern.mailbox.event.ShownEvents;
import java.time.InstantSource;
import java.util.List;

/** Binds the operations on calendars and events to their rows of the table. */
public final class CalendarHandlers {
    private static final String DEFAULT = "/users/{id}/calendar";
    private static final String GROUPS = "/users/{id}/calendarGroups";
    private static final List<String> COLLECTIONS = List.of("/users/{id}/calendars", GROUPS + "/{id}/calendars");

    /** Kinds of objects, as in the table of operations. */
    private static final String CALENDAR = "calendar";

    private static final String GROUP = "calendarGroup";

    private final GraphEdge edge;

    private CalendarHandlers(GraphEdge edge) {
        this.edge = edge;
    }

    /**
     * Called once, before the first request.
     *
     * @param shown keeps events as views show them
     */
    public static void bindAll(GraphEdge edge, InstantSource clock, ShownEvents shown) {
        CalendarHandlers handlers = new CalendarHandlers(edge);
        handlers.groups();
        for (String collection : COLLECTIONS) {
            handlers.collection(collection);
            handlers.calendar(collection + "/{id}");
            edge.bind("DELETE", collection + "/{id}", CALENDAR, CALENDAR_WRITE, CalendarOperations::delete);
        }
        handlers.calendar(DEFAULT);
        permissions(
                edge,
                "/users/{id}/events/{id}/calendar/calendarPermissions",
                new CalendarPermissionOperations(EventReads::calendarOf));
        new EventHandlers(edge, shown).bindAll(clock);
        GroupCalendars.bind(edge);
        edge.show(new EventOfMessage(edge));
    }

    private void groups() {
        edge.bind("GET", GROUPS, GROUP, CALENDAR_READ, CalendarGroupOperations::list)
                .bind("POST", GROUPS, GROUP, CALENDAR_WRITE, CalendarGroupOperations::create)
                .bind("GET", GROUPS + "/$count", GROUP, CALENDAR_READ, CalendarGroupOperations::count)
                .bind("GET", GROUPS + "/{id}", GROUP, CALENDAR_READ, CalendarGroupOperations::get)
                .bind("PATCH", GROUPS + "/{id}", GROUP, CALENDAR_WRITE, CalendarGroupOperations::update)
                .bind("DELETE", GROUPS + "/{id}", GROUP, CALENDAR_WRITE, CalendarGroupOperations::delete);
    }

    private void collection(String path) {
        edge.bind("GET", path, CALENDAR, CALENDAR_READ, CalendarOperations::list)
                .bind("POST", path, CALENDAR, CALENDAR_WRITE, CalendarOperations::create)
                .bind("GET", path + "/$count", CALENDAR, CALENDAR_READ, CalendarOperations::count);
    }

    private void calendar(String path) {
        edge.bind("GET", path, CALENDAR, CALENDAR_READ, CalendarOperations::get)
                .bind("PATCH", path, CALENDAR, CALENDAR_WRITE, CalendarOperations::update)
                .bind("POST", path + "/permanentDelete", CALENDAR, CALENDAR_WRITE, CalendarOperations::permanentDelete);
        edge.bind("POST", path + "/getSchedule", CALENDAR, CALENDAR_READ, ScheduleOperation::get);
        var permissions = new CalendarPermissionOperations(CalendarPath::calendar);
        edge.bind(
                "GET",
                path + "/allowedCalendarSharingRoles(User='{User}')",
                CALENDAR,
                CALENDAR_READ,
                permissions::allowedRoles);
        permissions(edge, path + "/calendarPermissions", permissions);
        edge.bind("GET", path + "/calendarPermissions/$count", CALENDAR, CALENDAR_READ, permissions::count);
    }

    /** Binds the operations on the permissions of a calendar at this path; {@code $count} has no row at every path. */
    static void permissions(GraphEdge edge, String path, CalendarPermissionOperations permissions) {
        edge.bind("GET", path, CALENDAR, CALENDAR_READ, permissions::list)
                .bind("POST", path, CALENDAR, CALENDAR_WRITE, permissions::create)
                .bind("GET", path + "/{id}", CALENDAR, CALENDAR_READ, permissions::get)
                .bind("PATCH", path + "/{id}", CALENDAR, CALENDAR_WRITE, permissions::update)
                .bind("DELETE", path + "/{id}", CALENDAR, CALENDAR_WRITE, permissions::delete);
    }
}
