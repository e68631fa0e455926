package dev.postern.token;

import java.time.Duration;
import java.time.Instant;

/**
 * The validity period of an assertion. Only its end is required: MSAL for Python sends no {@code nbf}, and such an assertion is valid from
 * 1970 on. Clients' clocks may differ, so five minutes are tolerated on both sides.
 */
final class AssertionTimes {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private AssertionTimes() {}

    /** Checks the period; returns when the assertion expires, including the tolerance. */
    static Instant check(Claims claims, Instant now) {
        if (!claims.has("exp")) {
            throw new LoginFailure(LoginError.MALFORMED_ASSERTION, "The token has no expiry time ('exp').");
        }
        Instant end = time(claims, "exp");
        Instant start = time(claims, "nbf");
        Instant made = time(claims, "iat");
        Instant limit = now.plus(SKEW);
        if (!now.isBefore(end.plus(SKEW)) || start.isAfter(limit) || made.isAfter(limit)) {
            throw failure(now, start.isAfter(made) ? start : made, end);
        }
        return end.plus(SKEW);
    }

    /** Refuses an assertion that is valid for longer than this from now on. */
    static void checkLength(Instant end, Duration longest, Instant now) {
        if (end.minus(SKEW).isAfter(now.plus(longest))) {
            throw failure(now, Instant.EPOCH, end.minus(SKEW));
        }
    }

    /** Returns a time; if it is missing, the year 1970. */
    private static Instant time(Claims claims, String name) {
        Instant time = claims.time(name);
        if (time == null && claims.has(name)) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION,
                    "The claim '" + name
                            + "' is not a valid time. It must be a number of seconds since 1970, up to the year"
                            + " 9999.");
        }
        return time == null ? Instant.EPOCH : time;
    }

    private static LoginFailure failure(Instant now, Instant start, Instant end) {
        return new LoginFailure(LoginError.ASSERTION_TIME, now, start, end);
    }
}
