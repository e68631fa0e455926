package dev.postern.console.application;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Rows;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/applications} and everything below. */
public final class ApplicationPages {
    static final String PATH = "/console/applications";
    private static final int ROWS = 50;

    private ApplicationPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(PATH, ApplicationPages::list);
        ApplicationForm.addTo(routes);
        ApplicationPage.addTo(routes);
        Grants.addTo(routes);
        CredentialForms.addTo(routes);
        Removal.addTo(routes);
    }

    private static Response list(Visit visit) {
        String search = visit.fields().text("q");
        Answer found = visit.calls()
                .management("/applications"
                        + new QueryText()
                                .with("$top", String.valueOf(ROWS))
                                .with("search", search)
                                .with("$skiptoken", visit.fields().text("next")));
        JsonNode use = visit.calls().management("/access/use").json();
        Map<String, String> lastUses = new HashMap<>();
        use.path("value").forEach(one -> lastUses.put(Rows.text(one, "appId"), Rows.text(one, "lastUse")));
        String next = NextLink.token(found);
        return visit.page(
                "Applications",
                PATH,
                "application/list.jte",
                new ApplicationListing(
                        search,
                        found.json().path("count").asLong(0),
                        found.values().stream()
                                .map(one -> ApplicationRow.of(
                                        one, lastUses.getOrDefault(Rows.text(one, "appId"), ""), visit.now()))
                                .toList(),
                        next.isEmpty()
                                ? ""
                                : PATH + new QueryText().with("q", search).with("next", next),
                        Rows.text(use, "since")));
    }

    /** The path of an application's page. */
    static String path(String appId) {
        return PATH + "/" + EdgeCalls.encode(appId);
    }

    /** The application that the third segment of the path names. */
    static JsonNode find(Visit visit) {
        return visit.calls()
                .management("/applications/" + EdgeCalls.encode(visit.segment(2)))
                .json();
    }

    /** As {@link #find}, in brief. */
    static ApplicationRow row(Visit visit) {
        return ApplicationRow.of(find(visit), "", visit.now());
    }
}
