package dev.postern.console.message;

import dev.postern.audit.AuditSince;
import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.FormFields;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.ParameterNames;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code /console/mail/trace}: what happened to messages. */
final class TracePages {
    private static final String PATH = MessagePages.PATH + "/trace";
    private static final int TRACES = 50;
    private static final Map<String, String> LABELS = Map.of("from", "Since", "to", "Until", "state", "State");
    private static final int MAX_SHOWN = 20;
    private static final int MAX_TEXT = 300;
    private static final List<String> CRITERIA = List.of("sender", "recipient", "messageId", "from", "to", "state");
    private static final Pattern NEXT = Pattern.compile("[?&]\\$skiptoken=([^&]+)");

    private TracePages() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, TracePages::search);
        routes.page(PATH + "/{id}", TracePages::show);
    }

    private static Response search(Visit visit) {
        FormFields fields = visit.fields();
        String criteria = CRITERIA.stream()
                .flatMap(name -> fields.find(name).stream().map(value -> "&" + name + "=" + EdgeCalls.encode(value)))
                .collect(Collectors.joining());
        String token = fields.text("skiptoken");
        List<TraceView> traces = List.of();
        String problem = "";
        String next = "";
        try {
            Answer answer = visit.calls()
                    .management("/trace?$top=" + TRACES + criteria
                            + (token.isEmpty() ? "" : "&$skiptoken=" + EdgeCalls.encode(token)));
            traces = answer.values().stream().map(one -> TraceView.of(one, "")).toList();
            Matcher link = NEXT.matcher(answer.json().path("@odata.nextLink").asString(""));
            next = link.find() ? PATH + "?skiptoken=" + link.group(1) + criteria : "";
        } catch (EdgeRefusal e) {
            if (e.status() != 400) {
                throw e;
            }
            problem = ParameterNames.inWords(e.said(), LABELS);
        }
        return visit.page(
                "Deliveries",
                MessagePages.PATH,
                "message/traces.jte",
                new TraceSearchView(
                        text(fields, "sender"),
                        text(fields, "recipient"),
                        text(fields, "messageId"),
                        text(fields, "from"),
                        text(fields, "to"),
                        text(fields, "state"),
                        traces,
                        problem,
                        next,
                        command(fields, visit.now())));
    }

    /** The cmdlet has times in full, and one status for several states. */
    static String command(FormFields fields, Instant now) {
        ShownCmdlet line = ShownCmdlet.of("Get-MessageTraceV2");
        line = with(line, "SenderAddress", fields.text("sender"));
        line = with(line, "RecipientAddress", fields.text("recipient"));
        line = with(line, "MessageId", fields.text("messageId"));
        line = with(line, "StartDate", time(fields.text("from"), now));
        line = with(line, "EndDate", time(fields.text("to"), now));
        return with(
                        line,
                        "Status",
                        switch (fields.text("state")) {
                            case "delivered", "sent" -> "Delivered";
                            case "waiting", "held" -> "Pending";
                            case "failed" -> "Failed";
                            default -> "";
                        })
                .command();
    }

    private static ShownCmdlet with(ShownCmdlet line, String parameter, String value) {
        return value.isEmpty() ? line : line.with(parameter, parameter.endsWith("Date") ? value : List.of(value));
    }

    private static String time(String text, Instant now) {
        return AuditSince.read(text, now.truncatedTo(ChronoUnit.SECONDS))
                .map(Instant::toString)
                .orElse(text);
    }

    private static String text(FormFields fields, String name) {
        return ShownText.line(fields.text(name), MAX_TEXT);
    }

    private static Response show(Visit visit) {
        String id = visit.segment(3);
        List<JsonNode> found =
                visit.calls().management("/trace/" + EdgeCalls.encode(id)).values();
        if (found.isEmpty()) {
            throw new EdgeRefusal(
                    404,
                    "ResourceNotFound",
                    "No message is known by this id. Traces are removed after trace.retention.");
        }
        Map<String, String> names = new HashMap<>();
        List<TraceView> traces = found.stream()
                .limit(MAX_SHOWN)
                .map(one ->
                        TraceView.of(one, names.computeIfAbsent(one.path("app").asString(""), app -> name(visit, app))))
                .toList();
        return visit.page(
                "What happened to a message",
                MessagePages.PATH,
                "message/trace.jte",
                new TraceDetail(ShownText.line(id, MAX_TEXT), traces, found.size() > MAX_SHOWN));
    }

    /** The name of an application; empty if it does not exist any more. */
    private static String name(Visit visit, String appId) {
        if (appId.isEmpty()) {
            return "";
        }
        try {
            return visit.calls()
                    .graph("/servicePrincipals(appId='" + EdgeCalls.encode(appId) + "')?$select=displayName")
                    .json()
                    .path("displayName")
                    .asString("");
        } catch (EdgeRefusal e) {
            return "";
        }
    }
}
