package dev.postern.console.access;

import dev.postern.console.access.Suggestions.Suggestion;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /console/access/suggest/{kind}}: the applications, mailboxes or groups whose names begin with what a person has typed. */
final class SuggestionsPage {
    private static final int SHOWN = 10;
    private static final int KIND = 3;

    private SuggestionsPage() {}

    static Response show(Visit visit) {
        // the field has its own name in each form
        Optional<String> typed = visit.fields().values().keySet().stream()
                .flatMap(name -> visit.fields().find(name).stream())
                .findFirst();
        List<Suggestion> found = typed.isEmpty() ? List.of() : find(visit, typed.get());
        return visit.page("Suggestions", AccessPages.SECTION, "access/suggestions.jte", new Suggestions(found));
    }

    private static List<Suggestion> find(Visit visit, String typed) {
        String text = typed.replace("'", "''");
        String target = switch (visit.segment(KIND)) {
            case "application" ->
                query("/servicePrincipals", "appId,displayName", "startswith(displayName,'" + text + "')");
            case "mailbox" ->
                query(
                        "/users",
                        "mail,displayName",
                        "startswith(mail,'" + text + "') or startswith(displayName,'" + text + "')");
            default ->
                query(
                        "/groups",
                        "mail,displayName",
                        "startswith(mail,'" + text + "') or startswith(displayName,'" + text + "')");
        };
        try {
            return visit.calls().graph(target).values().stream()
                    .map(SuggestionsPage::suggestion)
                    .filter(one -> !one.value().isEmpty())
                    .toList();
        } catch (EdgeRefusal e) {
            // a person can type the whole name without them
            return List.of();
        }
    }

    private static String query(String path, String select, String filter) {
        return path + "?$select=" + select + "&$top=" + SHOWN + "&$filter=" + EdgeCalls.encode(filter);
    }

    private static Suggestion suggestion(JsonNode found) {
        String name = found.path("displayName").asString("");
        return found.has("appId")
                ? new Suggestion(name, found.path("appId").asString(""))
                : new Suggestion(found.path("mail").asString(""), name);
    }
}
