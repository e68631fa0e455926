package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;

/** {@code /console/mailboxes/new}. */
final class NewMailbox {
    private static final String PATH = RecipientPages.MAILBOXES + "/new";
    private static final String USER = "User";
    private static final List<String> KINDS = List.of("Shared", "Room", "Equipment");

    private NewMailbox() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, visit -> form(visit, ""));
        routes.form(PATH, NewMailbox::create);
    }

    private static Response form(Visit visit, String problem) {
        return visit.page(
                problem.isEmpty() ? 200 : 400,
                "New mailbox",
                RecipientPages.MAILBOXES,
                "recipient/newMailbox.jte",
                NewRecipientForm.of(visit, USER, problem));
    }

    private static Response create(Visit visit) {
        NewRecipientForm asked = NewRecipientForm.of(visit, USER, "");
        if (asked.name().isEmpty()) {
            return form(visit, "Give the mailbox a name.");
        }
        String kind = asked.kind();
        if (!kind.equals(USER) && !KINDS.contains(kind)) {
            return form(visit, "The kind must be User, Shared, Room or Equipment. Nothing was made.");
        }
        ShownCmdlet cmdlet = ShownCmdlet.of("New-Mailbox");
        ShownCmdlet line = asked.filled(kind.equals(USER) ? cmdlet : cmdlet.with(kind, true));
        Answer answer;
        try {
            answer = line.run(visit);
        } catch (EdgeRefusal e) {
            if (e.status() != 400 && e.status() != 409) {
                throw e;
            }
            return form(visit, e.said());
        }
        var made = answer.values().getFirst();
        return visit.done(new Done(
                "The mailbox is made",
                RecipientPages.MAILBOXES,
                text(made, "PrimarySmtpAddress") + " can receive mail now.",
                answer.warnings(),
                List.of(),
                line.command(),
                List.of(
                        new Done.Link(MailboxChanges.page(text(made, "ExternalDirectoryObjectId")), "To the mailbox"),
                        new Done.Link(PATH, "Another mailbox"))));
    }
}
