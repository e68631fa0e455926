package dev.postern.console.record;

import dev.postern.console.page.Visit;
import dev.postern.console.record.Verification.Ended;
import dev.postern.console.record.Verification.Problem;
import dev.postern.console.record.Verification.Running;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/audit/verify}: whether the audit is as it was written. */
final class VerificationPage {
    static final String PATH = "/console/audit/verify";
    static final String PROGRESS = "/console/audit/verify/progress";

    private static final int SHOWN = 100;

    private VerificationPage() {}

    static Response show(Visit visit) {
        return visit.page("Verify the audit", RecordPages.SECTION, "record/verify.jte", read(visit));
    }

    /** The part of the page that changes while a verification runs. */
    static Response progress(Visit visit) {
        return visit.page("Verify the audit", RecordPages.SECTION, "record/progress.jte", read(visit));
    }

    static Response start(Visit visit) {
        visit.calls().send(Resource.MANAGEMENT, "POST", "/postern/audit/verification");
        return Visit.redirect(PATH);
    }

    private static Verification read(Visit visit) {
        JsonNode state = visit.calls().management("/audit/verification").json();
        JsonNode running = state.path("running");
        JsonNode last = state.path("last");
        return new Verification(
                running.isObject()
                        ? new Running(
                                running.path("startedAt").asString(""),
                                running.path("chains").asLong(0),
                                running.path("rows").asLong(0))
                        : null,
                last.isObject() ? ended(last) : null,
                state.path("failedAt").asString(""));
    }

    private static Ended ended(JsonNode last) {
        JsonNode problems = last.path("problems");
        List<Problem> shown = problems.valueStream()
                .limit(SHOWN)
                .map(one -> new Problem(
                        one.path("name").asString(""),
                        one.path("chain").asString(""),
                        one.path("sequence").asLong(0),
                        one.path("kind").asString("")))
                .toList();
        return new Ended(
                last.path("startedAt").asString(""),
                last.path("endedAt").asString(""),
                last.path("ok").asBoolean(false),
                last.path("chains").asLong(0),
                last.path("rows").asLong(0),
                last.path("anchors").asLong(0),
                shown,
                last.path("otherProblems").asLong(0) + problems.size() - shown.size());
    }
}
