package dev.postern.console.overview;

import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of the overview with the findings about access: how many of each severity, and the most urgent ones. */
public final class FindingsPart {
    private static final int COUNTED = 1_000;
    private static final int SHOWN = 8;

    private FindingsPart() {}

    /**
     * The part.
     *
     * @param unscoped grants that no policy confines
     * @param more whether there are more than were counted
     */
    public record Model(long unscoped, List<Severity> severities, boolean more, List<Line> first) {}

    public record Severity(String name, long count) {
        /** The class of the style sheet. */
        public String tone() {
            return Map.of("high", "denied", "medium", "warning").getOrDefault(name, "");
        }
    }

    public record Line(String severity, String finding, String evidence) {
        /** The class of the style sheet. */
        public String tone() {
            return new Severity(severity, 1).tone();
        }
    }

    static Response show(Visit visit) {
        JsonNode found =
                visit.calls().management("/access/findings?$top=" + COUNTED).json();
        var counts = new LinkedHashMap<String, Long>();
        found.path("value").forEach(one -> counts.merge(one.path("severity").asString(""), 1L, Long::sum));
        return visit.page(
                "",
                OverviewPages.PATH,
                "overview/findings.jte",
                new Model(
                        found.path("value")
                                .valueStream()
                                .filter(one -> one.path("finding").asString("").equals("unscoped-grant"))
                                .count(),
                        counts.entrySet().stream()
                                .map(one -> new Severity(one.getKey(), one.getValue()))
                                .toList(),
                        found.path("more").asBoolean(false),
                        found.path("value")
                                .valueStream()
                                .limit(SHOWN)
                                .map(one -> new Line(
                                        one.path("severity").asString(""),
                                        one.path("finding").asString("").replace('-', ' '),
                                        one.path("evidence").asString("")))
                                .toList()));
    }
}
