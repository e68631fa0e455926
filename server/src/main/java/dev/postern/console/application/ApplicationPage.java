package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Rows;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/applications/{app}}: one application. */
final class ApplicationPage {
    private static final Duration SOON = Duration.ofDays(30);

    private ApplicationPage() {}

    static void addTo(PageRoutes routes) {
        routes.page(ApplicationPages.PATH + "/{app}", ApplicationPage::show);
        routes.page(ApplicationPages.PATH + "/{app}/reach", ApplicationPage::reach);
    }

    private static Response show(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        String app = EdgeCalls.encode(text(whole, "appId"));
        JsonNode use = visit.calls().management("/access/use?app=" + app).json();
        JsonNode used = use.path("value").path(0);
        Map<String, String> lastUses = new HashMap<>();
        used.path("permissions").forEach(one -> lastUses.put(text(one, "permission"), text(one, "lastUse")));
        Map<String, String> byRole = new HashMap<>();
        used.path("roleAssignments").forEach(one -> byRole.put(text(one, "id"), text(one, "lastUse")));
        ApplicationRow row = ApplicationRow.of(whole, text(used, "lastUse"), visit.now());
        return visit.page(
                row.name(),
                ApplicationPages.PATH,
                "application/one.jte",
                new ApplicationView(
                        row,
                        lastUses,
                        text(use, "since"),
                        whole.path("policyList")
                                .valueStream()
                                .map(ApplicationPage::policy)
                                .toList(),
                        whole.path("roleAssignmentList")
                                .valueStream()
                                .map(one -> assignment(one, byRole))
                                .toList(),
                        credentials(whole, visit.now()),
                        whole.path("federated")
                                .valueStream()
                                .map(one -> new ApplicationView.Federated(
                                        text(one, "name"), text(one, "issuer"), text(one, "subject")))
                                .toList()));
    }

    /** What it reaches in words. The page of the application reads it afterwards, because counting takes long in a large tenant. */
    private static Response reach(Visit visit) {
        String id = visit.segment(2);
        JsonNode summary = visit.calls()
                .management("/access/summary?app=" + EdgeCalls.encode(id))
                .json()
                .path("value")
                .path(0);
        // one that reaches nothing is not in the summary
        String name = summary.isMissingNode() ? ApplicationPages.row(visit).name() : text(summary, "app");
        return visit.page(
                "What " + name + " reaches",
                ApplicationPages.PATH,
                "application/reached.jte",
                new ApplicationReached(
                        name,
                        ApplicationPages.path(id),
                        summary.path("rules")
                                .valueStream()
                                .map(one -> new ApplicationReached.Rule(
                                        Rows.texts(one, "permissions"),
                                        text(one, "by"),
                                        text(one, "mailboxes"),
                                        one.path("count").asLong(-1)))
                                .toList()));
    }

    static ApplicationView.Policy policy(JsonNode one) {
        JsonNode scope = one.path("scope");
        return new ApplicationView.Policy(
                text(one, "id"),
                text(one, "right"),
                text(one, "app").equals("*"),
                text(scope, "name"),
                path(scope),
                text(one, "description"));
    }

    private static String path(JsonNode scope) {
        String id = EdgeCalls.encode(text(scope, "id"));
        return switch (text(scope, "kind")) {
            case "group" -> "/console/groups/" + id;
            case "mailbox" -> "/console/mailboxes/" + id;
            default -> "";
        };
    }

    private static ApplicationView.RoleAssignment assignment(JsonNode one, Map<String, String> lastUses) {
        JsonNode scope = one.path("scope");
        return new ApplicationView.RoleAssignment(
                text(one, "name"),
                text(one, "role"),
                text(one, "scopeType"),
                text(scope, "name"),
                text(scope, "filter"),
                lastUses.getOrDefault(text(one, "id"), ""));
    }

    static List<ApplicationView.Credential> credentials(JsonNode whole, Instant now) {
        var all = new ArrayList<ApplicationView.Credential>();
        whole.path("secrets").forEach(one -> all.add(credential(one, true, now)));
        whole.path("certificates").forEach(one -> all.add(credential(one, false, now)));
        return all;
    }

    private static ApplicationView.Credential credential(JsonNode one, boolean secret, Instant now) {
        boolean expired = one.path("expired").asBoolean(false);
        return new ApplicationView.Credential(
                text(one, "keyId"),
                text(one, "on"),
                secret,
                text(one, "name"),
                text(one, "hint"),
                text(one, "start"),
                text(one, "end"),
                expired,
                !expired && Instant.parse(text(one, "end")).isBefore(now.plus(SOON)));
    }
}
