package dev.postern.console.page;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.http.BadRequest;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.util.Map;

/** Pages that say why something is not shown or not done, and what to do. */
final class RefusalPages {
    private static final String FAILED = "Something went wrong";

    private RefusalPages() {}

    static Response plain(Assets assets, int status, String title, String text) {
        return PageHeaders.on(Response.text(
                status,
                "text/html; charset=utf-8",
                assets.templates()
                        .render(
                                "plain.jte",
                                Map.of(
                                        "title",
                                        title,
                                        "text",
                                        text,
                                        "assets",
                                        assets.templates().assets()))));
    }

    static Response notSignedIn(Assets assets, Request request) {
        Response page = plain(
                assets,
                401,
                "Sign in to the console",
                "Run ./postern console on the server, or anywhere with the administrator's profile, and open the link"
                        + " that it prints. A link works once; a session ends after 30 minutes without use.");
        // a part of a page that refreshes itself would show this page within the other
        return request.headers("HX-Request").isEmpty() ? page : page.with("HX-Refresh", "true");
    }

    static Response foreignHost(Assets assets) {
        return plain(
                assets,
                403,
                "Unknown host name",
                "The console is served under the names of this server only. Open it by the address that ./postern"
                        + " console prints, or add the name to server.public-names.");
    }

    static Response foreignForm(Visit visit) {
        return visit.refused(
                403,
                "The form was not accepted",
                "",
                "It was not sent by a page of your session. Nothing was changed. Open the page again and repeat it.");
    }

    static Response reader(Visit visit) {
        return visit.refused(
                403,
                "Readers change nothing",
                "",
                "You are signed in as a reader. An administrator can do this; ./postern console --role admin makes a"
                        + " link for one. Nothing was changed.");
    }

    static Response sentBefore(Visit visit) {
        return visit.refused(
                409,
                "This form was already sent",
                "",
                "What it asked for was done, or is being done, and was not repeated. Look at the list to see it. A"
                        + " secret that was shown then cannot be shown again: make a new one. To repeat the change,"
                        + " open the form again.");
    }

    static Response notUnderstood(Visit visit, BadRequest refused) {
        return visit.refused(400, "Not understood", "", String.valueOf(refused.getMessage()));
    }

    static Response failed(Visit visit) {
        return visit.refused(500, FAILED, "", failure(visit.request()));
    }

    static Response failed(Assets assets, Request request) {
        return plain(assets, 500, FAILED, failure(request));
    }

    private static String failure(Request request) {
        return "The server could not show this page. Its log says why, under the request id " + request.requestId()
                + ". If you sent a form, look whether its change was made before you repeat it.";
    }

    static Response busy(Assets assets) {
        return plain(assets, 503, "The server is busy", "It has no memory for this page now. Try again later.")
                .with("Retry-After", "1");
    }

    static Response unavailable(Assets assets) {
        return plain(
                        assets,
                        503,
                        "The database cannot be reached",
                        "Nothing was changed. The page works again when the database can be reached.")
                .with("Retry-After", "5");
    }

    static Response ofCall(Visit visit, EdgeRefusal refused) {
        String title = switch (refused.status()) {
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 400, 409, 412, 422 -> "Not done";
            default -> "Not available";
        };
        int status = refused.status() == 401 ? 403 : refused.status();
        return visit.refused(status, title, refused.code(), refused.said());
    }
}
