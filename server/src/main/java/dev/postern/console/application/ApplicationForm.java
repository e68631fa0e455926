package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /console/applications/new}: an application, its service principal, what confines it, its permissions and its secret, in this order. If
 * anything fails, all of it is removed.
 */
final class ApplicationForm {
    private static final String PATH = ApplicationPages.PATH + "/new";
    private static final String SAME_NAME = "sameName";

    private ApplicationForm() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, visit -> form(visit, ""));
        routes.form(PATH, ApplicationForm::create);
    }

    private static Response form(Visit visit, String problem) {
        return form(visit, problem, visit.fields().flag(SAME_NAME));
    }

    private static Response form(Visit visit, String problem, boolean asksForSameName) {
        return visit.page(
                problem.isEmpty() ? 200 : 400,
                "New application",
                ApplicationPages.PATH,
                "application/new.jte",
                new NewApplicationForm(
                        problem,
                        visit.fields().text("name"),
                        asksForSameName,
                        Set.copyOf(visit.fields().all("permission")),
                        visit.fields().text("mailbox"),
                        visit.fields().flag("every"),
                        CredentialForms.months(visit),
                        Roles.all(visit)));
    }

    private static boolean exists(Visit visit, String name) {
        String filter = "displayName eq '" + name.replace("'", "''") + "'";
        return !visit.calls()
                .graph("/applications?$top=1&$select=id&$filter=" + EdgeCalls.encode(filter))
                .values()
                .isEmpty();
    }

    private static Response create(Visit visit) {
        String name = visit.fields().text("name");
        String mailbox = visit.fields().text("mailbox");
        boolean every = visit.fields().flag("every");
        if (name.isEmpty()) {
            return form(visit, "Give the application a name.");
        }
        if (ShownTexts.hasControls(name)) {
            return form(visit, "The name has no line breaks or other control characters.");
        }
        int months;
        try {
            months = CredentialForms.wantedMonths(visit);
        } catch (BadRequest e) {
            return form(visit, String.valueOf(e.getMessage()));
        }
        if (mailbox.isEmpty() != every) {
            return form(
                    visit,
                    every
                            ? "Either name one mailbox or tick \"every mailbox\", not both."
                            : "Name the mailbox that the application may use, or tick \"every mailbox\".");
        }
        if (!visit.fields().flag(SAME_NAME) && exists(visit, name)) {
            return form(
                    visit,
                    "Another application has the name " + name
                            + ". Give this one another name, or tick the box below the name. Nothing was made.",
                    true);
        }
        List<RoleChoice> all = Roles.all(visit);
        List<RoleChoice> roles = visit.fields().all("permission").stream()
                .map(value -> Roles.named(all, value))
                .toList();
        try {
            return create(visit, name, roles, months, every ? null : new Confinement(visit, mailbox));
        } catch (Confinement.Refused e) {
            return form(visit, e.said() + " Nothing was created.");
        }
    }

    private static Response create(
            Visit visit, String name, List<RoleChoice> roles, int months, @Nullable Confinement confinement) {
        JsonNode made = visit.calls()
                .send(
                        Resource.GRAPH,
                        "POST",
                        "/v1.0/applications",
                        Json.object().put("displayName", name))
                .json();
        String appId = text(made, "appId");
        var warnings = new ArrayList<String>();
        String secret;
        try {
            String principal = text(
                    visit.calls()
                            .send(
                                    Resource.GRAPH,
                                    "POST",
                                    "/v1.0/servicePrincipals",
                                    Json.object().put("appId", appId))
                            .json(),
                    "id");
            if (confinement != null) {
                confinement.make(appId);
            }
            roles.forEach(
                    role -> warnings.addAll(Grants.grant(visit, principal, role).warnings()));
            if (confinement != null) {
                confinement.check(appId, roles.stream().anyMatch(RoleChoice::ofMailboxes));
            }
            secret = CredentialForms.add(visit, text(made, "id"), "console", months);
        } catch (EdgeRefusal | Confinement.Refused e) {
            undo(visit, text(made, "id"), confinement);
            throw e;
        }
        return visit.done(new Done(
                name + " is made",
                ApplicationPages.PATH,
                confinement == null
                        ? "No policy confines it: with permissions for mailboxes it reaches every mailbox."
                        : "It may use " + confinement.address() + " and no other mailbox. Its policy names the group "
                                + confinement.group() + ".",
                warnings,
                List.of(
                        new Done.Secret("App id", appId),
                        new Done.Secret("Secret", secret),
                        new Done.Secret("For a shell", Environment.lines(visit, appId, secret))),
                command(name, roles, confinement, CredentialForms.months(visit)),
                List.of(
                        new Done.Link(ApplicationPages.path(appId), name),
                        new Done.Link("/console/access?app=" + EdgeCalls.encode(appId), "What it reaches"))));
    }

    /** If that fails too, the first reason is more useful. A policy outlives an application that could not be removed. */
    private static void undo(Visit visit, String applicationId, @Nullable Confinement confinement) {
        try {
            visit.calls().send(Resource.GRAPH, "DELETE", "/v1.0/applications/" + EdgeCalls.encode(applicationId));
            if (confinement != null) {
                confinement.remove();
            }
        } catch (EdgeRefusal e) {
            // the page shows why the application was not made
        }
    }

    private static String command(String name, List<RoleChoice> roles, @Nullable Confinement confinement, int months) {
        PosternLine line = PosternLine.of("app", "create", name);
        for (RoleChoice role : roles) {
            line = line.option("permission", role.value());
        }
        return line.option("only-to", confinement == null ? "" : confinement.address())
                .option("months", String.valueOf(months))
                .command();
    }
}
