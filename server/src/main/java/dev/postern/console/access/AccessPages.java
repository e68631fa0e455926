package dev.postern.console.access;

import dev.postern.console.page.PageRoutes;

/** {@code /console/access}. */
public final class AccessPages {
    static final String SECTION = "/console/access";

    private AccessPages() {}

    public static void addTo(PageRoutes routes) {
        ExportPage export = new ExportPage();
        routes.page(SECTION, MatrixPage::show);
        routes.page(WhyPage.PATH, WhyPage::show);
        routes.page(WhatIfPage.PATH, WhatIfPage::show);
        routes.page(ChangePage.PATH, ChangePage::show);
        routes.page(ChangePage.DIFFERENCE, ChangePage::difference);
        routes.form(ChangePage.PATH, ChangePage::apply);
        routes.page(FindingsPage.PATH, FindingsPage::show);
        routes.page(ExportPage.PATH, export::show);
        routes.refreshed(ExportPage.PROGRESS, export::progress);
        routes.page(ExportPage.FILE, export::file);
        routes.page("/console/access/suggest/{kind}", SuggestionsPage::show);
    }
}
