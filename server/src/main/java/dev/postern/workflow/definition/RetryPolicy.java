package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How often and after what delay a call is retried. */
public sealed interface RetryPolicy {
    Duration MIN_INTERVAL = Duration.ofSeconds(5);
    Duration MAX_INTERVAL = Duration.ofDays(1);
    int MAX_COUNT = 90;

    /** The default of Azure: four retries after about 7.5 seconds, doubling, between 5 and 45 seconds. */
    RetryPolicy DEFAULT = new Exponential(4, Duration.ofMillis(7_500), Duration.ofSeconds(5), Duration.ofSeconds(45));

    int count();

    /** Returns the delay before a retry, counted from 1. */
    Duration delay(int retry, RandomGenerator random);

    /** No retries. */
    record None() implements RetryPolicy {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public Duration delay(int retry, RandomGenerator random) {
            throw new IllegalStateException("There is no retry");
        }
    }

    /** A constant delay. */
    record Fixed(int count, Duration interval) implements RetryPolicy {
        @Override
        public Duration delay(int retry, RandomGenerator random) {
            return interval;
        }
    }

    /** A random delay whose range doubles. */
    record Exponential(int count, Duration interval, Duration min, Duration max) implements RetryPolicy {
        @Override
        public Duration delay(int retry, RandomGenerator random) {
            double unit = interval.toMillis();
            double low = retry == 1 ? 0 : Math.scalb(unit, retry - 2);
            double high = Math.scalb(unit, retry - 1);
            double from = Math.min(Math.max(low, (double) min.toMillis()), (double) max.toMillis());
            double to = Math.max(from, Math.min(high, (double) max.toMillis()));
            return Duration.ofMillis((long) (from + random.nextDouble() * (to - from)));
        }
    }

    /** Reads a policy; missing or null means the default. Throws {@link IllegalArgumentException} with the reason. */
    static RetryPolicy read(JsonNode source) {
        if (source.isMissingNode() || source.isNull()) {
            return DEFAULT;
        }
        String type = source.path("type").asString("");
        return switch (Folding.lower(type)) {
            case "none" -> new None();
            case "fixed" -> new Fixed(count(source), required(source));
            case "exponential" -> {
                Duration interval = required(source);
                Duration min = duration(source, "minimumInterval");
                Duration max = duration(source, "maximumInterval");
                yield new Exponential(
                        count(source), interval, min == null ? MIN_INTERVAL : min, max == null ? MAX_INTERVAL : max);
            }
            default ->
                throw new IllegalArgumentException(
                        "the retry policy type '" + type + "' must be one of 'none, fixed, exponential'");
        };
    }

    private static int count(JsonNode source) {
        JsonNode count = source.path("count");
        if (!count.isInt() || count.intValue() < 1 || count.intValue() > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "the retry count '" + count.asString("") + "' must be between '1' and '" + MAX_COUNT + "'");
        }
        return count.intValue();
    }

    private static Duration required(JsonNode source) {
        Duration interval = duration(source, "interval");
        if (interval == null) {
            throw new IllegalArgumentException("the retry policy has no 'interval'");
        }
        return interval;
    }

    private static @Nullable Duration duration(JsonNode source, String member) {
        String text = source.path(member).asString("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            Duration value = Duration.parse(text);
            if (value.compareTo(MIN_INTERVAL) >= 0 && value.compareTo(MAX_INTERVAL) <= 0) {
                return value;
            }
        } catch (DateTimeException e) {
            // reported like a duration out of range
        }
        throw new IllegalArgumentException(
                "the retry policy " + member + " '" + text + "' must be a duration between 'PT5S' and 'P1D'");
    }
}
