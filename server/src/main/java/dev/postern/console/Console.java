package dev.postern.console;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.console.access.AccessPages;
import dev.postern.console.application.ApplicationPages;
import dev.postern.console.call.SessionTokens;
import dev.postern.console.message.MessagePages;
import dev.postern.console.overview.OverviewPages;
import dev.postern.console.page.Assets;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Visit;
import dev.postern.console.recipient.RecipientPages;
import dev.postern.console.record.RecordPages;
import dev.postern.console.session.ConsoleSessions;
import dev.postern.console.workflow.WorkflowPages;
import dev.postern.directory.Directory;
import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.management.ConsoleLinkMaker;
import dev.postern.store.Database;
import dev.postern.token.TokenIssuer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Assembles the console of a server. Thread-safe. */
public final class Console {
    private final ConsoleSessions sessions;
    private final ConsoleSignIn signIn;
    private final SessionTokens tokens;
    private final Directory directory;
    private final InstantSource clock;

    /**
     * What the console is made of.
     *
     * @param issuer issues its tokens, which stay in the server
     * @param principals makes the service principals that the pages act as
     */
    public record Parts(
            Database database,
            Directory directory,
            Audit audit,
            TokenIssuer issuer,
            ConsoleSignIn.Principals principals,
            InstantSource clock,
            SecureRandom random) {}

    public Console(Parts parts) {
        this.directory = parts.directory();
        this.clock = parts.clock();
        this.sessions = new ConsoleSessions(parts.database(), clock, parts.random());
        this.signIn = new ConsoleSignIn(parts.principals(), sessions, parts.database(), parts.audit(), clock);
        this.tokens = new SessionTokens(directory, parts.issuer(), clock);
    }

    /** What makes links. */
    public ConsoleLinkMaker links() {
        return signIn;
    }

    /** Makes a link for the administrator of a tenant who started this server; returns its path. */
    public String link(TenantId tenant, String person) {
        return signIn.make(tenant, Actor.server(UUID.randomUUID()), false, person)
                .path();
    }

    /** Removes links and sessions that have ended. */
    public void sweep() {
        sessions.sweep();
    }

    /**
     * Adds the pages.
     *
     * @param edges all edges of the server, which the pages call
     */
    public void addTo(RouteAdder adder, Handler edges) {
        Assets assets = new Assets();
        PageRoutes routes =
                new PageRoutes(new PageRoutes.Parts(sessions, tokens, edges, directory, assets, clock), adder);
        routes.open(
                "/console/assets/{digest}/{name}",
                request -> assets.file(request.segments().getLast()));
        routes.open(ConsoleSignIn.PATH + "{code}", request -> enter(routes, request));
        routes.readersForm("/console/sign-out", visit -> routes.signedOut(visit.request()));
        OverviewPages.addTo(routes);
        ApplicationPages.addTo(routes);
        RecipientPages.addTo(routes);
        WorkflowPages.addTo(routes);
        AccessPages.addTo(routes);
        RecordPages.addTo(routes);
        MessagePages.addTo(routes);
        routes.page("/console/{rest*}", Visit::notFound);
    }

    /** Programs that look at links before people open them send HEAD; browsers say that they prefetch. */
    private Response enter(PageRoutes routes, Request request) {
        if (request.isHead() || isPrefetch(request)) {
            return Response.empty(204);
        }
        return signIn.open(request.segments().getLast(), request.requestId())
                .map(begun -> routes.signedIn(request, begun.secret()))
                .orElseGet(routes::usedLink);
    }

    private static boolean isPrefetch(Request request) {
        return Stream.of("Sec-Purpose", "Purpose")
                .flatMap(name -> request.headers(name).stream())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("prefetch"));
    }
}
