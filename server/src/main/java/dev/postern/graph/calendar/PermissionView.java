package dev.postern.graph.calendar;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.gate.CalendarReader;
import dev.postern.http.Json;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.StoredCalendar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Permissions of calendars as documents. */
final class PermissionView {
    static final String TYPE = "calendarPermission";
    private static final List<CalendarRole> EVERYBODY = List.of(
            CalendarRole.NONE,
            CalendarRole.FREE_BUSY_READ,
            CalendarRole.LIMITED_READ,
            CalendarRole.READ,
            CalendarRole.WRITE);

    private PermissionView() {}

    /** The entries that Graph shows: the one for everybody in the organization first, then persons. */
    static List<ObjectNode> all(CalendarReader mailbox, StoredCalendar calendar, List<CalendarPermission> entries) {
        return entries.stream()
                .filter(entry -> !entry.grantee().equals(Grantee.ANONYMOUS))
                .map(entry -> one(mailbox, calendar, entry))
                .toList();
    }

    static ObjectNode one(CalendarReader mailbox, StoredCalendar calendar, CalendarPermission entry) {
        Grantee grantee = entry.grantee();
        ObjectNode json = Json.object();
        json.put("id", id(grantee));
        json.put("isRemovable", grantee.isPerson());
        json.put("isInsideOrganization", isInside(grantee));
        json.put("role", entry.rights().role().wireName());
        ArrayNode allowed = json.putArray("allowedRoles");
        allowedRoles(mailbox.directory(), calendar, grantee).forEach(role -> allowed.add(role.wireName()));
        ObjectNode address = json.putObject("emailAddress");
        DirectoryObject object =
                grantee.recipient().map(mailbox.directory()::find).orElse(null);
        Recipient recipient = object == null ? null : Recipient.of(object);
        address.put("name", object == null ? grantee.name() : object.displayName());
        if (grantee.isPerson()) {
            address.put("address", recipient == null ? grantee.address() : recipient.primaryAddress());
        }
        return json;
    }

    private static boolean isInside(Grantee grantee) {
        return !grantee.isPerson() || grantee.recipient().isPresent();
    }

    /** The id on the wire, which says whom the entry is about; that of everybody is the one of Graph. */
    static String id(Grantee grantee) {
        String text = grantee.isPerson() ? grantee.key() : "Default";
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The roles that a grantee may have. Only users of the organization can be delegates, and only of the default calendar. */
    static List<CalendarRole> allowedRoles(DirectorySnapshot directory, StoredCalendar calendar, Grantee grantee) {
        if (!grantee.isPerson()) {
            return EVERYBODY;
        }
        var roles = new ArrayList<>(List.of(CalendarRole.FREE_BUSY_READ, CalendarRole.LIMITED_READ, CalendarRole.READ));
        Optional<ObjectId> recipient = grantee.recipient();
        if (recipient.isPresent()) {
            roles.add(CalendarRole.WRITE);
            if (calendar.isDefault() && directory.find(recipient.get()) instanceof User) {
                roles.add(CalendarRole.DELEGATE_WITHOUT_PRIVATE);
                roles.add(CalendarRole.DELEGATE_WITH_PRIVATE);
            }
        }
        return roles;
    }

    /** The grantee with an address, by the directory if it contains the address. */
    static Grantee grantee(DirectorySnapshot directory, String name, String address) {
        DirectoryObject object = directory.byAddress(address);
        Recipient recipient = object == null ? null : Recipient.of(object);
        return object == null || recipient == null
                ? Grantee.outside(name.isBlank() ? address : name, address)
                : Grantee.inside(object.id(), object.displayName(), recipient.primaryAddress());
    }
}
