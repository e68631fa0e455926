package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and changes the permissions of the calendar that a function finds.
 *
 * @param calendar finds the calendar of a path
 */
record CalendarPermissionOperations(BiFunction<CalendarReader, GraphRequest, StoredCalendar> calendar) {
    private static final int MAX_ADDRESS_LENGTH = 320;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+");

    Response list(CalendarReader mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        return ShownList.list(request, PermissionView.TYPE, collection(mailbox, of))
                .page(PermissionView.all(mailbox, of, mailbox.permissions(of.id())));
    }

    Response count(CalendarReader mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        return ShownList.count(request, PermissionView.TYPE)
                .number(PermissionView.all(mailbox, of, mailbox.permissions(of.id())));
    }

    Response get(CalendarReader mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        return one(mailbox, request, of, named(mailbox, request, of));
    }

    Response create(CalendarWriter mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        ObjectNode body = request.body(ShownList.typed(request, PermissionView.TYPE));
        Grantee grantee = grantee(mailbox, body);
        CalendarRights rights = rights(mailbox, of, grantee, body);
        return Minimal.of(request, one(mailbox, request, of, mailbox.putPermission(of.id(), grantee, rights)));
    }

    /** Changes the role. The other members are ignored: another person needs another entry. */
    Response update(CalendarWriter mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        CalendarPermission before = named(mailbox, request, of);
        ObjectNode body = request.body(ShownList.typed(request, PermissionView.TYPE));
        CalendarPermission after = body.hasNonNull("role")
                ? mailbox.updatePermission(of.id(), before.grantee(), rights(mailbox, of, before.grantee(), body))
                : before;
        return Minimal.of(request, one(mailbox, request, of, after));
    }

    Response delete(CalendarWriter mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        mailbox.removePermission(of.id(), named(mailbox, request, of).grantee());
        return GraphAnswer.noContent();
    }

    /** The roles that a person could be given, who need not have an entry. */
    Response allowedRoles(CalendarReader mailbox, GraphRequest request) {
        StoredCalendar of = calendar.apply(mailbox, request);
        Grantee user = PermissionView.grantee(
                mailbox.directory(), "", address(request.argument("User").orElse("")));
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("Collection(microsoft.graph.calendarRoleType)"));
        ArrayNode value = content.putArray("value");
        PermissionView.allowedRoles(mailbox.directory(), of, user).forEach(role -> value.add(role.wireName()));
        return GraphAnswer.ok(content, request.metadata());
    }

    private static Response one(
            CalendarReader mailbox, GraphRequest request, StoredCalendar of, CalendarPermission entry) {
        return ShownList.one(request, PermissionView.TYPE, collection(mailbox, of))
                .single(200, PermissionView.one(mailbox, of, entry));
    }

    private static CalendarPermission named(CalendarReader mailbox, GraphRequest request, StoredCalendar of) {
        String id = request.key("calendarPermissions");
        return mailbox.permissions(of.id()).stream()
                .filter(entry -> entry.grantee().isPerson() || entry.grantee().equals(Grantee.EVERYBODY))
                .filter(entry -> PermissionView.id(entry.grantee()).equals(id))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    private static Grantee grantee(CalendarReader mailbox, ObjectNode body) {
        String address = address(body.at("/emailAddress/address").stringValue(""));
        String name = HeaderText.clean(body.at("/emailAddress/name").stringValue(""));
        if (name != null && name.length() > MAX_ADDRESS_LENGTH) {
            throw new MailboxFailure.CalendarPermissionRefused(
                    "'emailAddress/name' can have at most " + MAX_ADDRESS_LENGTH + " characters.");
        }
        Grantee grantee = PermissionView.grantee(mailbox.directory(), name == null ? "" : name, address);
        if (grantee.recipient().equals(Optional.of(mailbox.ownerId()))) {
            throw new MailboxFailure.CalendarPermissionRefused(
                    "The owner of a calendar has all rights and cannot be given a permission.");
        }
        return grantee;
    }

    private static String address(String address) {
        if (address.length() > MAX_ADDRESS_LENGTH || !ADDRESS.matcher(address).matches()) {
            throw new MailboxFailure.CalendarPermissionRefused("'emailAddress' must contain an SMTP address.");
        }
        return address;
    }

    private static CalendarRights rights(CalendarReader mailbox, StoredCalendar of, Grantee grantee, ObjectNode body) {
        String name = body.path("role").stringValue("");
        return CalendarRole.named(name)
                .filter(PermissionView.allowedRoles(mailbox.directory(), of, grantee)::contains)
                .map(CalendarRole::rights)
                .orElseThrow(() -> new MailboxFailure.CalendarPermissionRefused(
                        name.isEmpty()
                                ? "The property 'role' is required."
                                : "The role '" + name + "' is not one of the allowed roles."));
    }

    private static String collection(CalendarReader mailbox, StoredCalendar of) {
        return CalendarPath.calendars(mailbox, null) + "(" + ItemAddress.quoted(CalendarPath.id(mailbox, of))
                + ")/calendarPermissions";
    }
}
