package dev.postern.console.overview;

import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;

/** {@code /console}. */
public final class OverviewPages {
    static final String PATH = "/console";

    private OverviewPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(PATH, OverviewPages::show);
        // in a large tenant the findings take seconds
        routes.page(PATH + "/overview/findings", FindingsPart::show);
    }

    private static Response show(Visit visit) {
        return visit.page(
                "Overview",
                PATH,
                "overview/overview.jte",
                new StatusReader(visit.calls().management("/status").json(), visit.now()).overview());
    }
}
