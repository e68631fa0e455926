package dev.postern.console.record;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/audit/{requestId}}: all entries of a request, and the decision about a mailbox in words. */
final class DecisionPage {
    private static final int REQUEST_ID = 2;

    private DecisionPage() {}

    static Response show(Visit visit) {
        String requestId = visit.segment(REQUEST_ID);
        TargetNames names = new TargetNames(visit.calls());
        List<Entry> entries = visit.calls().management("/audit/" + EdgeCalls.encode(requestId)).values().stream()
                .map(Entry::of)
                .map(one -> one.on(names.in(one.target())))
                .toList();
        JsonNode decided = entries.stream()
                        .anyMatch(one -> !one.mailbox().isEmpty() && !one.rule().isEmpty())
                ? explained(visit, requestId)
                : Json.object();
        List<String> words = decided.path("text")
                .valueStream()
                .map(line -> line.asString(""))
                .toList();
        return visit.page(
                "One request in the audit",
                RecordPages.SECTION,
                "record/decision.jte",
                new Decision(
                        requestId,
                        entries,
                        words,
                        decided.path("mailbox").path("address").asString(""),
                        words.isEmpty() ? "" : "/console/access/why?request=" + EdgeCalls.encode(requestId)));
    }

    private static JsonNode explained(Visit visit, String requestId) {
        try {
            return visit.calls()
                    .management("/access/explain?request=" + EdgeCalls.encode(requestId))
                    .json();
        } catch (EdgeRefusal e) {
            if (e.status() != 404) {
                throw e;
            }
            // a change in a mailbox, which no rule of access decided
            return Json.object();
        }
    }
}
