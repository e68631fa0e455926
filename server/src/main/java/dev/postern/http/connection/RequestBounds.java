package dev.postern.http.connection;

import io.helidon.common.concurrency.limits.Limit;
import java.util.Optional;

/** Learns from the HTTP parser's concurrency limit where requests begin and end. It refuses nothing. */
record RequestBounds(Connection connection) implements Limit {
    @Override
    @SuppressWarnings("removal")
    public Optional<Token> tryAcquire() {
        return Optional.of(begin());
    }

    @Override
    @SuppressWarnings("removal")
    public Optional<Token> tryAcquire(boolean wait) {
        return Optional.of(begin());
    }

    @Override
    public Outcome tryAcquireOutcome(boolean wait) {
        return Outcome.immediateAcceptance(name(), type(), begin());
    }

    private Token begin() {
        connection.requestBegins();
        return new Token() {
            @Override
            public void dropped() {
                connection.requestEnds();
            }

            @Override
            public void ignore() {
                connection.requestEnds();
            }

            @Override
            public void success() {
                connection.requestEnds();
            }
        };
    }

    @Override
    public Limit copy() {
        return this;
    }

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public String type() {
        return "bounds";
    }
}
