package dev.postern.http.connection;

import io.helidon.common.concurrency.limits.Limit;
import java.util.Optional;

/** Where requests begin and end, as the HTTP parser tells it to what could refuse them; nothing is refused here. */
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
