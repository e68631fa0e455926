package dev.postern.console.recipient;

import java.util.List;
import java.util.Map;

/**
 * What is set up in a mailbox.
 *
 * @param reply the automatic reply, by what its parts are called; empty if it could not be read
 * @param hours working hours, in the same way
 * @param rules of the Inbox
 * @param calendar who may see its calendar
 * @param calendars the names of its calendars; only known with a permission for calendars
 * @param mayReadCalendars whether the console has that permission
 * @param sendAs who may send as it
 * @param sendOnBehalf who may send on behalf of it
 * @param missing why parts could not be read
 */
public record ShownSettings(
        ListedRecipient mailbox,
        Map<String, String> reply,
        Map<String, String> hours,
        List<Rule> rules,
        List<Permission> calendar,
        List<String> calendars,
        boolean mayReadCalendars,
        List<String> sendAs,
        List<String> sendOnBehalf,
        List<String> missing) {
    public ShownSettings {
        reply = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(reply));
        hours = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(hours));
        rules = List.copyOf(rules);
        calendar = List.copyOf(calendar);
        calendars = List.copyOf(calendars);
        sendAs = List.copyOf(sendAs);
        sendOnBehalf = List.copyOf(sendOnBehalf);
        missing = List.copyOf(missing);
    }

    /** A rule of the Inbox, with its conditions and actions in words. */
    public record Rule(String name, boolean enabled, String priority, String does) {}

    /** A permission on the calendar. */
    public record Permission(String user, String rights) {}
}
