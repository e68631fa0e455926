package dev.postern.graph.calendar;

import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.ShownList;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calendars and their groups as documents, with the expansions of a query. */
final class CalendarView {
    static final String TYPE = "calendar";
    static final String GROUP_TYPE = "calendarGroup";

    private CalendarView() {}

    static List<ObjectNode> calendars(
            CalendarReader mailbox, List<StoredCalendar> calendars, List<QueryOptions.Expand> expands) {
        return calendars.stream()
                .map(calendar -> calendar(mailbox, calendar, expands))
                .toList();
    }

    static ObjectNode calendar(CalendarReader mailbox, StoredCalendar calendar, List<QueryOptions.Expand> expands) {
        ObjectNode json = Json.object();
        json.put("id", CalendarPath.id(mailbox, calendar));
        json.put("name", calendar.name());
        json.put("color", calendar.color());
        json.put("hexColor", "");
        json.put("isDefaultCalendar", calendar.isDefault());
        json.put("changeKey", calendar.changeKey());
        json.put("canShare", true).put("canViewPrivateItems", true).put("canEdit", true);
        json.putArray("allowedOnlineMeetingProviders");
        json.put("defaultOnlineMeetingProvider", "unknown");
        // responses are counted in the default calendar only
        json.put("isTallyingResponses", calendar.isDefault());
        json.put("isRemovable", calendar.isRemovable());
        owner(json.putObject("owner"), mailbox.owner());
        ObjectNode properties = calendar.properties();
        if (properties != null) {
            json.setAll(properties);
        }
        for (QueryOptions.Expand expand : expands) {
            switch (expand.navigation()) {
                case "calendarPermissions" ->
                    ShownList.expand(
                            json, expand, PermissionView.all(mailbox, calendar, mailbox.permissions(calendar.id())));
                case "singleValueExtendedProperties", "multiValueExtendedProperties" ->
                    ShownList.expand(json, expand, objects(json.path(expand.navigation())));
                default -> throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a calendar");
            }
        }
        return json;
    }

    private static void owner(ObjectNode json, User owner) {
        Recipient recipient = owner.recipient();
        json.put("name", owner.displayName());
        json.put("address", recipient == null ? owner.userPrincipalName() : recipient.primaryAddress());
    }

    static ObjectNode group(CalendarReader mailbox, CalendarGroup group, List<QueryOptions.Expand> expands) {
        ObjectNode json = Json.object();
        json.put("id", CalendarPath.id(mailbox, group));
        json.put("name", group.name());
        json.put("classId", group.classId().toString());
        json.put("changeKey", group.changeKey());
        for (QueryOptions.Expand expand : expands) {
            if (!expand.navigation().equals("calendars")) {
                throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a calendar group");
            }
            ShownList.expand(
                    json,
                    expand,
                    calendars(
                            mailbox, in(mailbox, group), expand.options().view().expands()));
        }
        return json;
    }

    /** The calendars of a group. */
    static List<StoredCalendar> in(CalendarReader mailbox, CalendarGroup group) {
        return mailbox.calendars().stream()
                .filter(calendar -> calendar.group().equals(group.id()))
                .toList();
    }

    private static List<ObjectNode> objects(JsonNode array) {
        return array.valueStream().map(ObjectNode.class::cast).toList();
    }
}
