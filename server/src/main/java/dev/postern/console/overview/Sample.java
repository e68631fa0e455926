package dev.postern.console.overview;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The traffic of some seconds. */
record Sample(Instant from, long requests, long refused, long failed) {
    static List<Sample> list(JsonNode traffic) {
        return traffic.path("samples")
                .valueStream()
                .map(Sample::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Sample> of(JsonNode one) {
        try {
            return Optional.of(new Sample(
                    Instant.parse(one.path("from").asString("")),
                    one.path("requests").asLong(0),
                    one.path("refused").asLong(0),
                    one.path("failed").asLong(0)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
