package dev.postern.console.call;

import dev.postern.console.session.ConsoleSession;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.ActingPerson;
import dev.postern.token.ClientProof;
import dev.postern.token.Resource;
import dev.postern.token.TokenIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of the console for a person. They never leave the server. A token is used again for a short time, because signing one takes longer
 * than most pages; after any change of the directory a new one is issued, so that a new grant counts at once. Thread-safe.
 */
public final class SessionTokens {
    private static final int MAX_TOKENS = 1_000;
    private static final Duration REUSED = Duration.ofMinutes(1);
    private static final Duration LEFT = Duration.ofSeconds(2);

    private final Directory directory;
    private final TokenIssuer issuer;
    private final InstantSource clock;
    private final Map<Key, Held> held = new ConcurrentHashMap<>();

    private record Key(ConsoleSession session, Resource resource) {}

    private record Held(String token, long revision, Instant until) {
        @Override
        public String toString() {
            return "Held[" + revision + "]";
        }
    }

    public SessionTokens(Directory directory, TokenIssuer issuer, InstantSource clock) {
        this.directory = directory;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Returns a token of the console for the person of a session. */
    String token(ConsoleSession session, Resource resource, URI base) {
        if (!clock.instant().isBefore(session.expires())) {
            // a file may be sent for hours
            throw new EdgeRefusal(401, "SessionEnded", "The session has ended.");
        }
        DirectorySnapshot now = snapshot(session);
        Key key = new Key(session, resource);
        Held known = held.get(key);
        if (known != null
                && known.revision() == now.revision()
                && clock.instant().isBefore(known.until())) {
            return known.token();
        }
        ServicePrincipal console = now.find(session.principal(), ServicePrincipal.class);
        if (console == null || !console.accountEnabled()) {
            throw new EdgeRefusal(403, "ConsoleDisabled", "The tenant's console was removed or disabled.");
        }
        var issued = issuer.issue(
                now,
                console,
                ClientProof.MANAGED_IDENTITY,
                issuer.target(now, resource.appId().toString()),
                base,
                new ActingPerson(session.person(), session.isReader()));
        Instant until = earlier(issued.issued().plus(REUSED), issued.expires().minus(LEFT));
        if (held.size() >= MAX_TOKENS) {
            held.clear();
        }
        held.put(key, new Held(issued.text(), now.revision(), until));
        return issued.text();
    }

    private DirectorySnapshot snapshot(ConsoleSession session) {
        try {
            return directory.snapshot(session.tenant());
        } catch (DirectoryFailure.NotFound e) {
            throw new EdgeRefusal(404, "TenantNotFound", "The tenant does not exist any more.");
        } catch (DirectoryFailure.NotCurrent e) {
            throw new EdgeRefusal(503, "ServiceUnavailable", String.valueOf(e.getMessage()));
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
