package dev.postern.graph.calendar;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.OpenProperties;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Json;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.event.CalendarPatch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Calendars and their groups in the request of a caller. What the mailbox determines is ignored, because clients send whole objects back. */
final class CalendarInput {
    private static final String NAME = "name";
    private static final List<String> ADDED = List.of("singleValueExtendedProperties", "multiValueExtendedProperties");
    private static final List<String> PARTS = List.of("calendarPermissions", "calendarView", "events");

    private CalendarInput() {}

    /** @throws GraphFailure if it has parts that cannot be set, or values that cannot be stored */
    static CalendarPatch calendar(GraphRequest request) {
        ObjectNode body = request.body(ShownList.typed(request, CalendarView.TYPE));
        PARTS.stream().filter(body::has).forEach(part -> {
            throw GraphFailure.notImplemented("Setting '" + part + "' of a calendar");
        });
        OpenProperties.check(body);
        String color = body.path("color").stringValue(null);
        if ("maxColor".equals(color)) {
            throw GraphFailure.badRequest("The color 'maxColor' is the end of the list of colors, not a color.");
        }
        ObjectNode properties = Json.object();
        ADDED.stream().filter(body::has).forEach(name -> properties.set(name, body.get(name)));
        return new CalendarPatch(
                body.has(NAME) ? required(body.path(NAME).stringValue(null)) : null,
                color,
                body.path("isDefaultCalendar").booleanValue(false),
                properties.isEmpty() ? null : properties);
    }

    /** The name in the body of a group; null if there is none. */
    static @Nullable String groupName(GraphRequest request) {
        ObjectNode body = request.body(ShownList.typed(request, CalendarView.GROUP_TYPE));
        if (body.has("calendars")) {
            throw GraphFailure.notImplemented("Setting 'calendars' of a calendar group");
        }
        return body.has(NAME) ? required(body.path(NAME).stringValue(null)) : null;
    }

    /** @throws MailboxFailure.FolderNameInvalid if there is no name */
    static String required(@Nullable String name) {
        String clean = HeaderText.clean(name);
        if (clean == null || clean.isBlank()) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return clean;
    }
}
