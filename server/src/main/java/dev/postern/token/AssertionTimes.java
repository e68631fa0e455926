package dev.postern.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The validity period of an assertion. Clients' clocks may differ, so five minutes are tolerated on both sides. */
final class AssertionTimes {
    private static final Duration SKEW = Duration.ofMinutes(5);
    /** Client libraries create assertions for ten minutes; more than a day is a mistake. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private AssertionTimes() {}

    /** Checks the period; returns when the assertion expires, including the tolerance. */
    static Instant check(Claims claims, boolean startNeeded, Instant now) {
        Instant start = claims.time("nbf");
        Instant end = claims.time("exp");
        if (end == null || (start == null && (startNeeded || claims.has("nbf")))) {
            throw new LoginFailure(LoginError.MALFORMED_ASSERTION, "The token has no validity period ('nbf', 'exp').");
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
