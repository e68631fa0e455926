package dev.postern.console.workflow;

import dev.postern.console.page.PageRoutes;

/** {@code /console/workflows} and what is below. */
public final class WorkflowPages {
    static final String SECTION = "/console/workflows";
    private static final String ONE = SECTION + "/{name}";
    private static final String RUN = ONE + "/runs/{run}";
    private static final String ACTION = RUN + "/actions/{action}";

    private WorkflowPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(SECTION, WorkflowListPage::show);
        routes.page(ONE, WorkflowPage::show);
        routes.page(ONE + "/definition", DefinitionPage::show);
        routes.page(ONE + "/definition/file", DefinitionPage::file);
        routes.page(ONE + "/runs", RunsPage::show);
        routes.page(ONE + "/triggers/{trigger}", TriggerPage::show);
        routes.page(ONE + "/delete", WorkflowForms::askToDelete);
        routes.form(ONE + "/run", WorkflowForms::run);
        routes.form(ONE + "/enable", visit -> WorkflowForms.enable(visit, true));
        routes.form(ONE + "/disable", visit -> WorkflowForms.enable(visit, false));
        routes.form(ONE + "/delete", WorkflowForms::delete);
        routes.page(RUN, RunPage::show);
        routes.refreshed(RUN + "/state", RunPage::state);
        routes.page(RUN + "/trigger", RunTriggerPage::show);
        routes.page(RUN + "/trigger/{part}", RunTriggerPage::file);
        routes.form(RUN + "/cancel", RunForms::cancel);
        routes.form(RUN + "/resubmit", RunForms::resubmit);
        routes.page(ACTION, ActionPage::show);
        routes.page(ACTION + "/{part}", ActionPage::file);
    }
}
