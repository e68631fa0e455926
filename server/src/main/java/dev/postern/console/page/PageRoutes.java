package dev.postern.console.page;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.call.SessionTokens;
import dev.postern.console.session.ConsoleSession;
import dev.postern.console.session.ConsoleSessions;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.http.BadRequest;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.ClientDisconnected;
import dev.postern.http.Handler;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the pages and forms of the console. Every request needs a session; a form also needs the session's token, its own origin, and the role of an
 * administrator.
 */
public final class PageRoutes {
    /** The field of every form. */
    public static final String FORM_TOKEN = "formToken";

    /** The field that is different in every form that is shown. */
    public static final String FORM_ID = "formId";

    private static final Logger log = LoggerFactory.getLogger(PageRoutes.class);

    private final SentForms sent = new SentForms();
    private final Parts parts;
    private final RouteAdder routes;

    /**
     * What pages use.
     *
     * @param edges all edges of the server
     */
    public record Parts(
            ConsoleSessions sessions,
            SessionTokens tokens,
            Handler edges,
            Directory directory,
            Assets assets,
            InstantSource clock) {}

    public PageRoutes(Parts parts, RouteAdder routes) {
        this.parts = parts;
        this.routes = routes;
    }

    /** Serves one request of a person who is signed in. */
    @FunctionalInterface
    public interface Page {
        Response serve(Visit visit);
    }

    /** Adds a page, which changes nothing. */
    public void page(String path, Page page) {
        routes.add("GET", path, request -> guarded(request, () -> serve(request, page, true)));
    }

    /** Adds a part of a page that the browser reads again by itself; it does not keep a session alive. */
    public void refreshed(String path, Page page) {
        routes.add("GET", path, request -> guarded(request, () -> serve(request, page, false)));
    }

    /** Adds a form that changes something. */
    public void form(String path, Page page) {
        routes.add("POST", path, request -> guarded(request, () -> post(request, page, true)));
    }

    /** Adds a form that changes nothing, or only the session. Readers may send it, too. */
    public void readersForm(String path, Page page) {
        routes.add("POST", path, request -> guarded(request, () -> post(request, page, false)));
    }

    /** Adds a path without a session. */
    public void open(String path, Handler handler) {
        routes.add("GET", path, request -> guarded(request, () -> PageHeaders.on(handler.handle(request))));
    }

    private Response guarded(Request request, Supplier<Response> work) {
        if (!Origins.isOwnHost(request)) {
            return RefusalPages.foreignHost(parts.assets());
        }
        try {
            return work.get();
        } catch (MemorySpent e) {
            return RefusalPages.busy(parts.assets());
        } catch (BodyTooLarge e) {
            return RefusalPages.plain(parts.assets(), 413, "Too large", String.valueOf(e.getMessage()));
        } catch (BadRequest e) {
            return RefusalPages.plain(parts.assets(), 400, "Not understood", String.valueOf(e.getMessage()));
        } catch (StoreException | DirectoryFailure.NotCurrent e) {
            return RefusalPages.unavailable(parts.assets());
        } catch (ClientDisconnected e) {
            throw e;
        } catch (RuntimeException e) {
            logged(request, e);
            return RefusalPages.failed(parts.assets(), request);
        }
    }

    private Response serve(Request request, Page page, boolean used) {
        Optional<ConsoleSession> session =
                SessionCookie.read(request).flatMap(cookie -> parts.sessions().find(cookie, used));
        if (session.isEmpty()) {
            return RefusalPages.notSignedIn(parts.assets(), request);
        }
        Visit visit = visit(request, session.get());
        return respond(visit, () -> page.serve(visit.with(FormFields.ofQuery(request))));
    }

    private Response post(Request request, Page page, boolean changes) {
        Optional<ConsoleSession> session =
                SessionCookie.read(request).flatMap(cookie -> parts.sessions().find(cookie, true));
        if (session.isEmpty()) {
            return RefusalPages.notSignedIn(parts.assets(), request);
        }
        Visit visit = visit(request, session.get());
        return respond(visit, () -> post(visit, page, changes));
    }

    private Response post(Visit visit, Page page, boolean changes) {
        if (!Origins.isOwnForm(visit.request())) {
            return RefusalPages.foreignForm(visit);
        }
        FormFields fields = FormFields.ofBody(visit.request());
        if (!isToken(fields.text(FORM_TOKEN), visit.session().formToken())) {
            return RefusalPages.foreignForm(visit);
        }
        if (!changes) {
            return page.serve(visit.with(fields));
        }
        return visit.session().isReader() ? RefusalPages.reader(visit) : change(visit.with(fields), page);
    }

    /** A form that was refused may be sent again; one that was done may not. */
    private Response change(Visit visit, Page page) {
        String id = visit.fields().text(FORM_ID);
        if (!sent.begin(visit.session(), id)) {
            return RefusalPages.sentBefore(visit);
        }
        boolean done = false;
        try {
            Response response = page.serve(visit);
            done = response.status() == 200;
            return response;
        } finally {
            if (!done) {
                sent.forget(visit.session(), id);
            }
        }
    }

    private static boolean isToken(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private Visit visit(Request request, ConsoleSession session) {
        return new Visit(
                request,
                session,
                FormFields.NONE,
                new EdgeCalls(parts.edges(), parts.tokens(), session, request),
                parts.assets().templates(),
                parts.directory().snapshot(session.tenant()).tenant().defaultDomain(),
                parts.clock().instant());
    }

    private static Response respond(Visit visit, Supplier<Response> page) {
        try {
            return PageHeaders.on(page.get());
        } catch (EdgeRefusal e) {
            return RefusalPages.ofCall(visit, e);
        } catch (BadRequest e) {
            return RefusalPages.notUnderstood(visit, e);
        } catch (MemorySpent | BodyTooLarge | StoreException | DirectoryFailure.NotCurrent | ClientDisconnected e) {
            throw e;
        } catch (RuntimeException e) {
            logged(visit.request(), e);
            return RefusalPages.failed(visit);
        }
    }

    private static void logged(Request request, RuntimeException failure) {
        log.error("A page of the console failed: {} {}", request.method(), request.requestId(), failure);
    }

    /** Begins a session: the response goes to the overview, so that no secret stays in the address bar. The session that the browser had ends. */
    public Response signedIn(Request request, String secret) {
        SessionCookie.read(request).ifPresent(parts.sessions()::end);
        return SessionCookie.set(request, Visit.redirect("/console"), secret);
    }

    /** Ends the session of the request. */
    public Response signedOut(Request request) {
        SessionCookie.read(request).ifPresent(parts.sessions()::end);
        return SessionCookie.clear(
                request,
                RefusalPages.plain(
                        parts.assets(),
                        200,
                        "Signed out",
                        "You are signed out. To sign in again, run ./postern console and open the link that it"
                                + " prints."));
    }

    /** The page for a link that cannot be used. */
    public Response usedLink() {
        return RefusalPages.plain(
                parts.assets(),
                401,
                "This link cannot be used",
                "It was opened before, or it has expired. Run ./postern console to get another.");
    }
}
