package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.item.ShownList;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Response;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes groups of calendars. */
final class CalendarGroupOperations {
    private CalendarGroupOperations() {}

    static Response list(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.list(request, CalendarView.GROUP_TYPE, collection(mailbox));
        return shown.page(groups(mailbox, shown.expands()));
    }

    static Response count(CalendarReader mailbox, GraphRequest request) {
        return ShownList.count(request, CalendarView.GROUP_TYPE).number(groups(mailbox, List.of()));
    }

    private static List<ObjectNode> groups(CalendarReader mailbox, List<QueryOptions.Expand> expands) {
        return mailbox.calendarGroups().stream()
                .map(group -> CalendarView.group(mailbox, group, expands))
                .toList();
    }

    static Response get(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        return single(shown, mailbox, mailbox.calendarGroup(id(mailbox, request)), 200);
    }

    static Response create(CalendarWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        CalendarGroup made = mailbox.createGroup(CalendarInput.required(CalendarInput.groupName(request)));
        String location = request.serviceRoot() + "/" + collection(mailbox) + "("
                + ItemAddress.quoted(CalendarPath.id(mailbox, made)) + ")";
        return Minimal.of(request, single(shown, mailbox, made, 201).with("Location", location));
    }

    static Response update(CalendarWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        CalendarGroup before = mailbox.calendarGroup(id(mailbox, request));
        String name = CalendarInput.groupName(request);
        CalendarGroup after = name == null ? before : mailbox.renameGroup(before.id(), name);
        return Minimal.of(request, single(shown, mailbox, after, 200));
    }

    static Response delete(CalendarWriter mailbox, GraphRequest request) {
        mailbox.deleteGroup(id(mailbox, request));
        return GraphAnswer.noContent();
    }

    private static CalendarGroupId id(CalendarReader mailbox, GraphRequest request) {
        return new CalendarGroupId(WireIds.calendarGroup(mailbox.id(), request.key("calendarGroups")));
    }

    private static ShownList one(CalendarReader mailbox, GraphRequest request) {
        return ShownList.one(request, CalendarView.GROUP_TYPE, collection(mailbox));
    }

    private static Response single(ShownList shown, CalendarReader mailbox, CalendarGroup group, int status) {
        return shown.single(status, CalendarView.group(mailbox, group, shown.expands()));
    }

    private static String collection(CalendarReader mailbox) {
        return CalendarPath.user(mailbox) + "/calendarGroups";
    }
}
