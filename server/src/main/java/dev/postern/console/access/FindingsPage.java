package dev.postern.console.access;

import dev.postern.console.access.FoundIssues.Found;
import dev.postern.console.access.FoundIssues.Severity;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/access/findings}: what an administrator should know about access, with the commands that cure it. */
final class FindingsPage {
    static final String PATH = "/console/access/findings";

    private static final int SHOWN = 25;
    private static final int MAX_SKIP = 100_000;

    private FindingsPage() {}

    static Response show(Visit visit) {
        int skip = skip(visit.fields().text("skip"));
        JsonNode answer = visit.calls()
                .management("/access/findings?$top=" + SHOWN + (skip == 0 ? "" : "&$skip=" + skip))
                .json();
        Map<String, List<Found>> bySeverity = new LinkedHashMap<>();
        answer.path("value")
                .forEach(one -> bySeverity
                        .computeIfAbsent(one.path("severity").asString(""), _ -> new ArrayList<>())
                        .add(found(one)));
        boolean more = answer.path("more").asBoolean(false);
        FoundIssues model = new FoundIssues(
                bySeverity.entrySet().stream()
                        .map(entry -> new Severity(entry.getKey(), entry.getValue()))
                        .toList(),
                answer.path("incomplete")
                        .valueStream()
                        .map(one -> one.asString(""))
                        .toList(),
                answer.path("auditSince").asString(""),
                more ? PATH + "?skip=" + (skip + SHOWN) : "");
        return visit.page("Findings about access", AccessPages.SECTION, "access/findings.jte", model);
    }

    private static int skip(String text) {
        return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), MAX_SKIP) : 0;
    }

    /** A secret with an end in some years is called what it is: it does expire. */
    private static String title(String kind) {
        return switch (kind) {
            case "" -> "";
            case "secret-never-expires" -> "Long-lived secret";
            default ->
                kind.substring(0, 1).toUpperCase(Locale.ROOT)
                        + kind.substring(1).replace('-', ' ');
        };
    }

    private static Found found(JsonNode one) {
        List<String> commands = one.path("commands")
                .valueStream()
                .map(command -> command.asString(""))
                .toList();
        String kind = one.path("finding").asString("");
        String appId = one.path("appId").asString("");
        return new Found(
                title(kind),
                one.path("app").asString(""),
                appId,
                appId.isEmpty() || appId.equals("*") ? "" : AccessPages.SECTION + new QueryText().with("app", appId),
                ShownTexts.timesIn(one.path("evidence").asString("")),
                String.join("\n", commands.stream().map(PosternLine::advised).toList()),
                CommandWords.of(commands),
                ProposedChange.read(commands)
                        .map(change -> change.path(Asked.NOTHING))
                        .orElse(""),
                one.path("widens").asBoolean(false));
    }
}
