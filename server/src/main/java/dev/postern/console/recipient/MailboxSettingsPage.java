package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Rows;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code /console/mailboxes/{mailbox}/settings}: automatic reply, working hours, rules, calendars, and who may send as it. */
final class MailboxSettingsPage {
    private static final int ROWS = 50;
    private static final int SHOWN_TEXT = 500;
    private static final Set<String> RULE_FACTS = Set.of(
            "Name",
            "Identity",
            "RuleIdentity",
            "Enabled",
            "Priority",
            "MailboxOwnerId",
            "IsValid",
            "ObjectState",
            "InError",
            "SupportedByTask",
            "Description");
    private static final Set<String> CALENDARS = Set.of("Calendars.Read", "Calendars.ReadWrite");
    private static final String SELF = "NT AUTHORITY\\SELF";

    private final Visit visit;
    private final ListedRecipient row;
    private final List<String> missing = new ArrayList<>();

    private MailboxSettingsPage(Visit visit, ListedRecipient row) {
        this.visit = visit;
        this.row = row;
    }

    static void addTo(PageRoutes routes) {
        routes.page(
                RecipientPages.MAILBOXES + "/{mailbox}/settings",
                visit -> new MailboxSettingsPage(visit, MailboxChanges.mailbox(visit)).show());
    }

    private Response show() {
        JsonNode mailbox = MailboxPage.get(visit, row.id());
        boolean mayRead = mayReadCalendars();
        return visit.page(
                "Settings of " + row.name(),
                RecipientPages.MAILBOXES,
                "recipient/settings.jte",
                new ShownSettings(
                        row,
                        reply(
                                "Get-MailboxAutoReplyConfiguration",
                                Map.of(
                                        "AutoReplyState", "State",
                                        "ExternalAudience", "Outside the organization",
                                        "StartTime", "From",
                                        "EndTime", "To",
                                        "InternalMessage", "Message",
                                        "ExternalMessage", "Message outside"),
                                List.of(
                                        "AutoReplyState",
                                        "ExternalAudience",
                                        "StartTime",
                                        "EndTime",
                                        "InternalMessage",
                                        "ExternalMessage")),
                        facts(
                                "Get-MailboxCalendarConfiguration",
                                Map.of(
                                        "WorkDays", "Days",
                                        "WorkingHoursStartTime", "From",
                                        "WorkingHoursEndTime", "To",
                                        "WorkingHoursTimeZone", "Time zone"),
                                List.of(
                                        "WorkDays",
                                        "WorkingHoursStartTime",
                                        "WorkingHoursEndTime",
                                        "WorkingHoursTimeZone")),
                        rows("Get-InboxRule", Map.of("Mailbox", row.id())).stream()
                                .map(MailboxSettingsPage::rule)
                                .toList(),
                        rows("Get-MailboxFolderPermission", Map.of("Identity", row.id() + ":\\Calendar")).stream()
                                .map(one -> new ShownSettings.Permission(
                                        text(one, "User"), String.join(", ", Rows.texts(one, "AccessRights"))))
                                .toList(),
                        mayRead ? calendars() : List.of(),
                        mayRead,
                        rows("Get-RecipientPermission", Map.of("Identity", row.id())).stream()
                                .map(one -> text(one, "Trustee"))
                                .filter(one -> !one.equals(SELF))
                                .toList(),
                        Rows.texts(mailbox, "GrantSendOnBehalfTo"),
                        missing));
    }

    /** Its times count only if it is scheduled. */
    private Map<String, String> reply(String cmdlet, Map<String, String> names, List<String> order) {
        var facts = new LinkedHashMap<>(facts(cmdlet, names, order));
        boolean scheduled = facts.getOrDefault("State", "").equals("Scheduled");
        for (String time : List.of("From", "To")) {
            if (!scheduled) {
                facts.remove(time);
            }
            facts.computeIfPresent(time, (_, text) -> time(text));
        }
        return facts;
    }

    private static String time(String text) {
        try {
            return ShownTexts.time(OffsetDateTime.parse(text).toInstant().toString());
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private Map<String, String> facts(String cmdlet, Map<String, String> names, List<String> order) {
        var facts = new LinkedHashMap<String, String>();
        rows(cmdlet, Map.of("Identity", row.id()))
                .forEach(one -> order.forEach(name -> {
                    String value = text(one, name);
                    if (!value.isEmpty()) {
                        facts.put(
                                names.getOrDefault(name, name),
                                value.length() > SHOWN_TEXT ? value.substring(0, SHOWN_TEXT) + "…" : value);
                    }
                }));
        return facts;
    }

    /** A part that cannot be read is named on the page. */
    private List<JsonNode> rows(String cmdlet, Map<String, String> parameters) {
        try {
            return visit.calls().cmdlet(cmdlet, parameters).values().stream()
                    .limit(ROWS)
                    .toList();
        } catch (EdgeRefusal e) {
            missing.add(cmdlet + ": " + e.said());
            return List.of();
        }
    }

    private static ShownSettings.Rule rule(JsonNode one) {
        String description = text(one, "Description");
        return new ShownSettings.Rule(
                text(one, "Name"),
                one.path("Enabled").asBoolean(true),
                one.path("Priority").asString(""),
                description.isEmpty() ? parts(one) : description);
    }

    /** The conditions and actions that are set, as the parameters of the cmdlets. */
    private static String parts(JsonNode one) {
        List<String> parts = new ArrayList<>();
        one.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode value = property.getValue();
            if (!RULE_FACTS.contains(name) && !name.contains("@")) {
                if (value.isBoolean() && value.asBoolean(false)) {
                    parts.add(name);
                }
                String text = value.isArray() ? String.join(", ", Rows.texts(one, name)) : value.asString("");
                if (!value.isBoolean() && !text.isEmpty()) {
                    parts.add(name + " " + text);
                }
            }
        });
        String text = String.join("; ", parts);
        return text.length() > SHOWN_TEXT ? text.substring(0, SHOWN_TEXT) + "…" : text;
    }

    /** Asked before, so that a refusal does not stand in the audit each time that the page is opened. */
    private boolean mayReadCalendars() {
        return visit.calls()
                .management("/applications/"
                        + EdgeCalls.encode(visit.session().principal().toString()))
                .json()
                .path("permissions")
                .valueStream()
                .anyMatch(one -> CALENDARS.contains(text(one, "permission")));
    }

    private List<String> calendars() {
        try {
            return visit
                    .calls()
                    .graph("/users/" + EdgeCalls.encode(row.id()) + "/calendars?$top=" + ROWS)
                    .values()
                    .stream()
                    .map(one -> text(one, "name"))
                    .toList();
        } catch (EdgeRefusal e) {
            missing.add("Calendars: " + e.said());
            return List.of();
        }
    }
}
