package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.FormFields;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Names, attributes and addresses of a mailbox, its groups, and its end, each with what it would do. */
final class MailboxChanges {
    private static final String PATH = RecipientPages.MAILBOXES + "/{mailbox}";
    private static final int MAX_CELLS = 1_000;
    private static final int MAX_VALUE = 1_024;

    private MailboxChanges() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH + "/edit", MailboxChanges::edit);
        routes.page(PATH + "/change", visit -> ask(visit, changes(visit)));
        routes.form(PATH + "/change", visit -> apply(visit, changes(visit)));
        routes.page(PATH + "/address", visit -> ask(visit, address(visit)));
        routes.form(PATH + "/address", visit -> apply(visit, address(visit)));
        routes.page(PATH + "/join", MailboxChanges::join);
        routes.page(PATH + "/remove", MailboxChanges::askToRemove);
        routes.form(PATH + "/remove", MailboxChanges::remove);
    }

    static ListedRecipient mailbox(Visit visit) {
        ListedRecipient row = ListedRecipient.of(RecipientPages.find(visit));
        if (!row.kind().equals("mailbox")) {
            throw new BadRequest(row.name() + " is no mailbox.");
        }
        return row;
    }

    private static Response edit(Visit visit) {
        ListedRecipient row = mailbox(visit);
        JsonNode mailbox = MailboxPage.get(visit, row.id());
        var custom = new LinkedHashMap<String, String>();
        for (int number = 1; number <= MailboxAttributes.CUSTOM; number++) {
            custom.put("CustomAttribute" + number, text(mailbox, "CustomAttribute" + number));
        }
        return visit.page(
                "Names and attributes of " + row.name(),
                RecipientPages.MAILBOXES,
                "recipient/edit.jte",
                new MailboxEdit(row, MailboxAttributes.of(visit, row, mailbox).values(), custom));
    }

    /** A change of a mailbox: the page that asks for it, the cmdlets, and the fields of its form. */
    private record Change(
            ListedRecipient row, String title, String action, List<ShownCmdlet> lines, Map<String, String> fields) {}

    /** Only what differs from now. */
    private static Change changes(Visit visit) {
        ListedRecipient row = mailbox(visit);
        JsonNode mailbox = MailboxPage.get(visit, row.id());
        var user = new LinkedHashMap<String, Object>();
        var box = new LinkedHashMap<String, Object>();
        var fields = new LinkedHashMap<String, String>();
        MailboxAttributes.of(visit, row, mailbox)
                .values()
                .forEach((name, now) -> changed(visit, name, now, user, fields));
        for (int number = 1; number <= MailboxAttributes.CUSTOM; number++) {
            String name = "CustomAttribute" + number;
            changed(visit, name, text(mailbox, name), box, fields);
        }
        var lines = new ArrayList<ShownCmdlet>();
        line("Set-User", row, user, lines);
        line("Set-Mailbox", row, box, lines);
        if (lines.isEmpty()) {
            throw new BadRequest("Nothing was changed: no field differs.");
        }
        return new Change(row, "Change " + row.name(), "change", lines, fields);
    }

    private static void changed(
            Visit visit, String name, String now, Map<String, Object> parameters, Map<String, String> fields) {
        List<String> given = visit.fields().values().getOrDefault(name, List.of());
        if (given.isEmpty() || given.getFirst().strip().equals(now)) {
            return;
        }
        String value = given.getFirst().strip();
        if (value.length() > MAX_VALUE) {
            throw new BadRequest(name + " is longer than " + MAX_VALUE + " characters.");
        }
        parameters.put(name, value);
        fields.put(name, value);
    }

    private static void line(
            String cmdlet, ListedRecipient row, Map<String, Object> parameters, List<ShownCmdlet> lines) {
        if (!parameters.isEmpty()) {
            ShownCmdlet line = ShownCmdlet.of(cmdlet).with("Identity", row.identity());
            for (var one : parameters.entrySet()) {
                line = line.with(one.getKey(), one.getValue());
            }
            lines.add(line);
        }
    }

    private static Change address(Visit visit) {
        ListedRecipient row = mailbox(visit);
        FormFields fields = visit.fields();
        String added = fields.text("add");
        String removed = fields.text("remove");
        if (added.isEmpty() == removed.isEmpty()) {
            throw new BadRequest("Name one address to add or to remove.");
        }
        boolean primary = !added.isEmpty() && fields.flag("primary");
        ShownCmdlet line = ShownCmdlet.of("Set-Mailbox").with("Identity", row.id());
        var form = new LinkedHashMap<String, String>();
        if (primary) {
            line = line.with("PrimarySmtpAddress", added);
            form.put("primary", "yes");
        } else {
            line = line.with("EmailAddresses", added.isEmpty() ? Map.of("remove", removed) : Map.of("add", added));
        }
        form.put(added.isEmpty() ? "remove" : "add", added + removed);
        return new Change(
                row,
                (added.isEmpty() ? "Remove " + removed + " from " : "Add " + added + " to ") + row.name(),
                "address",
                List.of(line),
                form);
    }

    private static Response ask(Visit visit, Change change) {
        ListedRecipient row = change.row();
        return new Confirm(
                        List.of(),
                        List.of(),
                        change.lines(),
                        ShownCmdlet.commands(change.lines()),
                        row.page() + "/" + change.action(),
                        change.fields(),
                        "Change the mailbox",
                        false,
                        new Done.Link(row.page(), "Back without a change"))
                .show(visit, change.title(), RecipientPages.MAILBOXES);
    }

    private static Response apply(Visit visit, Change change) {
        var warnings = new ArrayList<String>();
        change.lines().forEach(line -> warnings.addAll(line.run(visit).warnings()));
        return visit.done(new Done(
                "The mailbox is changed",
                RecipientPages.MAILBOXES,
                change.row().name() + " is as you asked for.",
                warnings,
                List.of(),
                ShownCmdlet.commands(change.lines()),
                List.of(new Done.Link(change.row().page(), "To the mailbox"))));
    }

    /** The group's page asks, because it knows what uses the group. */
    private static Response join(Visit visit) {
        ListedRecipient row = mailbox(visit);
        ListedRecipient group =
                ListedRecipient.of(RecipientPages.find(visit, visit.fields().text("group")));
        if (!group.isGroup()) {
            throw new BadRequest(group.name() + " is no group.");
        }
        return Visit.redirect(group.page() + "/add" + new QueryText().with("member", row.identity()));
    }

    private static Response askToRemove(Visit visit) {
        JsonNode found = RecipientPages.find(visit);
        ListedRecipient row = mailbox(visit);
        var effects = new ArrayList<String>();
        effects.add("The mailbox " + row.address() + " is removed, with its user. Mail to its addresses is refused.");
        effects.add(
                "What is in it is kept for the time that mailbox.removed-retention says, and then deleted. No command"
                        + " brings it back.");
        List<String> groups = MailboxPage.groups(found);
        if (!groups.isEmpty()) {
            effects.add("It leaves its groups: " + String.join(", ", groups.subList(0, Math.min(10, groups.size())))
                    + (groups.size() > 10 ? " and more" : "") + ".");
        }
        effects.add(losses(visit, row));
        ShownCmdlet line = removal(row);
        return new Confirm(
                        effects,
                        List.of("To move its mail elsewhere first: "
                                + PosternLine.of("mail", "export", row.address(), "DIR")
                                        .command()),
                        List.of(),
                        line.command(),
                        row.page() + "/remove",
                        Map.of(),
                        "Remove the mailbox",
                        true,
                        new Done.Link(row.page(), "Back without a change"))
                .show(visit, "Remove the mailbox " + row.name(), RecipientPages.MAILBOXES);
    }

    /** What a plan would say, without comparing the access to all other mailboxes. */
    private static String losses(Visit visit, ListedRecipient row) {
        Answer cells = visit.calls().management("/access?$top=" + MAX_CELLS + "&mailbox=" + EdgeCalls.encode(row.id()));
        List<String> apps =
                cells.values().stream().map(one -> text(one, "app")).distinct().toList();
        boolean more = !NextLink.token(cells).isEmpty();
        return apps.isEmpty()
                ? "No application loses access by it."
                : (more ? "More than " : "") + ShownTexts.count(cells.values().size(), "permission", "permissions")
                        + " on it "
                        + (cells.values().size() == 1 && !more ? "is" : "are") + " lost, by "
                        + String.join(", ", apps.subList(0, Math.min(5, apps.size())))
                        + (apps.size() > 5 ? " and " + (apps.size() - 5) + " more applications" : "") + ".";
    }

    private static ShownCmdlet removal(ListedRecipient row) {
        return ShownCmdlet.of("Remove-Mailbox").with("Identity", row.identity());
    }

    private static Response remove(Visit visit) {
        ListedRecipient row = mailbox(visit);
        ShownCmdlet line = removal(row);
        return visit.done(new Done(
                "The mailbox is removed",
                RecipientPages.MAILBOXES,
                row.name() + " is gone.",
                line.run(visit).warnings(),
                List.of(),
                line.command(),
                List.of(new Done.Link(RecipientPages.MAILBOXES, "All mailboxes"))));
    }

    /** The path of a mailbox's page. */
    static String page(String id) {
        return RecipientPages.MAILBOXES + "/" + EdgeCalls.encode(id);
    }
}
