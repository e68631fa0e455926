package dev.postern.console.page;

import dev.postern.http.Request;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a page that says no leads back to. */
final class WayBack {
    private static final int MAX_LENGTH = 2_000;
    private static final String ROOT = "/console";

    private WayBack() {}

    /** The page that led here, if it is one of this console; otherwise the section. */
    static Done.Link of(Request request) {
        String before = before(request);
        if (!before.isEmpty()) {
            return new Done.Link(before, "Back");
        }
        Frame.Entry section = section(request);
        return new Done.Link(section.path(), "To " + section.name());
    }

    /** The entry of the navigation to which the path of a request belongs. */
    static Frame.Entry section(Request request) {
        String path = request.rawPath();
        return Frame.ENTRIES.stream()
                .filter(entry -> path.startsWith(entry.path() + "/") || path.equals(entry.path()))
                .reduce(Frame.ENTRIES.getFirst(), (_, longer) -> longer);
    }

    /** Only the path and the query of the header are used, so that a link never leads elsewhere. */
    private static String before(Request request) {
        String referer = request.header("Referer").orElse("");
        String origin = request.base().getScheme() + "://" + request.base().getRawAuthority();
        if (referer.length() > MAX_LENGTH || !referer.startsWith(origin + ROOT)) {
            return "";
        }
        try {
            URI uri = new URI(referer.substring(origin.length()));
            String path = String.valueOf(uri.getRawPath());
            boolean ofConsole = path.equals(ROOT) || path.startsWith(ROOT + "/");
            String target = path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return ofConsole && !isSame(request, target) ? target : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** A link to the page itself leads nowhere. A form is on the page with the path that it is sent to. */
    private static boolean isSame(Request request, String target) {
        String query = request.rawQuery();
        return !request.method().equals("POST")
                && target.equals(request.rawPath() + (query.isEmpty() ? "" : "?" + query));
    }
}
