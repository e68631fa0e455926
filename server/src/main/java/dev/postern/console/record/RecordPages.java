package dev.postern.console.record;

import dev.postern.console.page.PageRoutes;

/** {@code /console/audit}. */
public final class RecordPages {
    static final String SECTION = "/console/audit";

    private RecordPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(SECTION, SearchPage::show);
        routes.page(VerificationPage.PATH, VerificationPage::show);
        routes.refreshed(VerificationPage.PROGRESS, VerificationPage::progress);
        routes.form(VerificationPage.PATH, VerificationPage::start);
        routes.page(SECTION + "/{requestId}", DecisionPage::show);
    }
}
