package dev.postern.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time range of an assertion. Clients' clocks differ from ours, so five minutes are allowed on both sides. */
final class AssertionTimes {
    private static final Duration SKEW = Duration.ofMinutes(5);
    /** Clients make assertions for ten minutes; one that is good for longer than a day is a mistake. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private AssertionTimes() {}

    /** Checks the range; answers when the assertion is no longer accepted. */
    static Instant check(Claims claims, boolean startNeeded, Instant now) {
        Instant start = claims.time("nbf");
        Instant end = claims.time("exp");
        if (end == null || (start == null && (startNeeded || claims.has("nbf")))) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION,
                    "The token does not say from when until when it is valid ('nbf', 'exp').");
        }
        if (!now.isBefore(end.plus(SKEW))
                || (start != null && now.isBefore(start.minus(SKEW)))
                || (startNeeded && end.isAfter(now.plus(LONGEST)))) {
            throw failure(now, start, end);
        }
        return end.plus(SKEW);
    }

    private static LoginFailure failure(Instant now, @Nullable Instant start, Instant end) {
        return new LoginFailure(LoginError.ASSERTION_TIME, now, start == null ? "any time" : start, end);
    }
}
