package dev.postern.develop;

import dev.postern.http.Handler;
import dev.postern.http.Problem;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What a server in developer mode has and another has not: a clock that can be moved, faults, and the action that resets it. A server that
 * is started without it refuses every path of {@code /postern/dev}.
 */
public final class DeveloperMode {
    /** Everything of developer mode is under it. */
    private static final String PATH = "/postern/dev";

    private final UUID generation = UUID.randomUUID();
    private final MovableClock clock;
    private final ActiveFaults faults = new ActiveFaults(SplittableRandom::new);
    private final Runnable reset;
    private final String secret;
    private volatile boolean seeded;

    /**
     * @param reset begins to return the server to its seeded state, and does not wait for it
     * @param secret of the administrator of the first tenant, the same after a reset
     */
    public DeveloperMode(MovableClock clock, Runnable reset, String secret) {
        this.clock = clock;
        this.reset = reset;
        this.secret = secret;
    }

    public MovableClock clock() {
        return clock;
    }

    /** The secret of the administrator of the first tenant. */
    public String secret() {
        return secret;
    }

    /** Different after every start and every reset. */
    public UUID generation() {
        return generation;
    }

    ActiveFaults faults() {
        return faults;
    }

    Runnable reset() {
        return reset;
    }

    boolean isSeeded() {
        return seeded;
    }

    /** Records that the server can be reset to its seeded state. */
    public void seeded() {
        seeded = true;
    }

    /** Applies the faults to requests before this handler. */
    public Handler disturbing(Handler handler) {
        return new FaultFilter(handler, faults, clock);
    }

    /** Adds routes that refuse everything, for a server without developer mode. */
    public static void refuse(RouteAdder routes) {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            routes.add(method, PATH, DeveloperMode::refused);
            routes.add(method, PATH + "/{rest*}", DeveloperMode::refused);
        }
    }

    private static Response refused(Request request) {
        return Problem.of(
                404,
                "NotInDeveloperMode",
                "This server is not in developer mode. Start one with ./postern dev.",
                request.requestId().toString());
    }
}
