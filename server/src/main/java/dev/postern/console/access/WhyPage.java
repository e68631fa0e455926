package dev.postern.console.access;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /console/access/why}: why an application may use a permission on a mailbox or may not, or why a past request was decided so. */
final class WhyPage {
    static final String PATH = "/console/access/why";

    private WhyPage() {}

    static Response show(Visit visit) {
        String request = visit.fields().text("request");
        Asked asked = Asked.of(visit.fields());
        if (request.isEmpty() && !asked.isComplete()) {
            return asked.equals(Asked.NOTHING)
                    ? ask(visit, 200, asked, "")
                    : ask(
                            visit,
                            200,
                            asked,
                            "Name an application, a mailbox, and either a permission or an operation.");
        }
        try {
            return request.isEmpty() ? present(visit, asked) : past(visit, request);
        } catch (EdgeRefusal e) {
            if (e.status() != 404 && e.status() != 400) {
                throw e;
            }
            return ask(visit, e.status(), asked, e.said());
        }
    }

    private static Response ask(Visit visit, int status, Asked asked, String problem) {
        return visit.page(
                status,
                "Ask why",
                AccessPages.SECTION,
                "access/ask.jte",
                new Question(asked, AccessCmdlets.permissions(), problem));
    }

    private static Response present(Visit visit, Asked asked) {
        JsonNode explanation =
                visit.calls().management("/access/explain" + asked.query()).json();
        PosternLine command = PosternLine.of("why", asked.app(), asked.mailbox())
                .option("permission", asked.permission())
                .option("operation", asked.permission().isEmpty() ? asked.operation() : "");
        return visit.page(
                title(explanation),
                AccessPages.SECTION,
                "access/why.jte",
                why(explanation, asked, command.command(), ""));
    }

    private static Response past(Visit visit, String request) {
        JsonNode explanation = visit.calls()
                .management("/access/explain?request=" + EdgeCalls.encode(request))
                .json();
        Asked asked = new Asked(
                explanation.path("application").path("appId").asString(""),
                explanation.path("mailbox").path("address").asString(""),
                explanation.path("permission").asString(""),
                "");
        return visit.page(
                title(explanation),
                AccessPages.SECTION,
                "access/why.jte",
                why(explanation, asked, PosternLine.of("why", request).command(), request));
    }

    private static String title(JsonNode explanation) {
        return (explanation.path("allowed").asBoolean(false) ? "Why it is granted: " : "Why it is denied: ")
                + explanation.path("application").path("displayName").asString("") + ", "
                + explanation.path("mailbox").path("address").asString("");
    }

    private static Why why(JsonNode explanation, Asked asked, String command, String request) {
        Chains chains = new Chains(explanation);
        List<String> text = explanation
                .path("text")
                .valueStream()
                .map(line -> line.asString(""))
                .toList();
        String cure = explanation.path("command").asString("");
        int at = 0;
        while (at < text.size() && (cure.isEmpty() || !text.get(at).endsWith(cure))) {
            at++;
        }
        Optional<ProposedChange> change = cure.isEmpty() ? Optional.empty() : ProposedChange.read(List.of(cure));
        return new Why(
                explanation.path("allowed").asBoolean(false),
                request,
                explanation.path("application").path("displayName").asString(""),
                explanation.path("application").path("appId").asString(""),
                explanation.path("mailbox").path("address").asString(""),
                explanation.path("permission").asString(asked.operation()),
                text.isEmpty() ? "" : text.getFirst(),
                text.subList(Math.min(1, at), at),
                chains.entra(),
                Math.max(0, explanation.path("entra").path("policies").size() - Chains.MAX_CHAINS),
                explanation.path("rbac").path("allowed").asBoolean(false),
                chains.roles(),
                Math.max(0, explanation.path("rbac").path("assignments").size() - Chains.MAX_CHAINS),
                refusal(explanation.path("refusal")),
                PosternLine.advised(cure),
                at < text.size() ? String.join(" ", text.subList(at + 1, text.size())) : "",
                change.map(one -> one.path(asked)).orElse(""),
                command,
                audit(explanation));
    }

    private static String refusal(JsonNode refusal) {
        return refusal.isObject()
                ? refusal.path("status").asInt(0) + " "
                        + refusal.path("code").asString("") + ": "
                        + refusal.path("message").asString("")
                : "";
    }

    private static String audit(JsonNode explanation) {
        return "/console/audit"
                + new QueryText()
                        .with(
                                "app",
                                explanation.path("application").path("appId").asString(""))
                        .with(
                                "mailbox",
                                explanation.path("mailbox").path("address").asString(""));
    }
}
