package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;

/** {@code /console/groups/new}: a mail-enabled group. Policies can name it if it is a security group. */
final class NewGroup {
    private static final String PATH = RecipientPages.GROUPS + "/new";
    private static final String SECURITY = "Security";
    private static final String DISTRIBUTION = "Distribution";

    private NewGroup() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, visit -> form(visit, ""));
        routes.form(PATH, NewGroup::create);
    }

    private static Response form(Visit visit, String problem) {
        return visit.page(
                problem.isEmpty() ? 200 : 400,
                "New group",
                RecipientPages.GROUPS,
                "recipient/newGroup.jte",
                NewRecipientForm.of(visit, SECURITY, problem));
    }

    private static Response create(Visit visit) {
        NewRecipientForm asked = NewRecipientForm.of(visit, SECURITY, "");
        if (asked.name().isEmpty()) {
            return form(visit, "Give the group a name.");
        }
        String kind = asked.kind();
        if (!kind.equals(SECURITY) && !kind.equals(DISTRIBUTION)) {
            return form(visit, "The kind must be Security or Distribution. Nothing was made.");
        }
        ShownCmdlet line = asked.filled(ShownCmdlet.of("New-DistributionGroup").with("Type", kind));
        Answer answer;
        try {
            answer = line.run(visit);
        } catch (EdgeRefusal e) {
            if (e.status() != 400 && e.status() != 409) {
                throw e;
            }
            return form(visit, e.said());
        }
        String id = text(answer.values().getFirst(), "ExternalDirectoryObjectId");
        return visit.done(new Done(
                "The group is made",
                RecipientPages.GROUPS,
                "It has no members yet. "
                        + (kind.equals(SECURITY)
                                ? "A policy can name it."
                                : "It only receives mail: no policy can name it."),
                answer.warnings(),
                List.of(),
                line.command(),
                List.of(new Done.Link(RecipientPages.GROUPS + "/" + EdgeCalls.encode(id), "To the group"))));
    }
}
