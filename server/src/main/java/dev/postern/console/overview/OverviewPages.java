package dev.postern.console.overview;

import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;

/** {@code /console}. */
public final class OverviewPages {
    private static final String PATH = "/console";

    private OverviewPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(PATH, OverviewPages::show);
    }

    private static Response show(Visit visit) {
        return visit.page("Overview", PATH, "overview/overview.jte", new Overview(visit.tenant()));
    }
}
