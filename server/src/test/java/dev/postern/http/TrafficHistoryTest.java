package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.HttpMetrics.Traffic;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The history of the traffic stays within its hour and counts each request once, whatever the clock does. */
class TrafficHistoryTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong requests = new AtomicLong(1_000);
    private final TrafficHistory history =
            new TrafficHistory(() -> new Traffic(requests.get(), requests.get() / 10, 0), now::get);

    private String shown() {
        return history.samples().stream()
                .map(one -> Duration.between(START, one.from()).toSeconds() + ":"
                        + one.traffic().requests())
                .collect(Collectors.joining(" "));
    }

    /** Each step is seconds from the start, and requests since the step before. */
    @ParameterizedTest
    @CsvSource({
        "0+5, 0:5",
        "0+5 5+3 14+1, 0:9",
        "0+5 15+3 31+1, 0:5 15:3 30:1",
        "0+5 3+0 3+0, 0:5",
        // nothing is counted for times in which the server was not asked
        "0+5 600+7, 0:5 600:7",
        // the clock jumps
        "0+5 86400+7, 86400:7",
        "0+5 -3600+7, -3600:7",
        "0+5 15+4 -15+7 0+1, -15:7 0:1",
        // an hour is 240 parts
        "0+5 3585+7, 0:5 3585:7",
        "0+5 3600+7, 3600:7",
    })
    void countsIntoPartsOfTheClock(String steps, String expected) {
        for (String step : steps.split(" ")) {
            String[] parts = step.split("\\+");
            now.set(START.plusSeconds(Long.parseLong(parts[0])));
            requests.addAndGet(Long.parseLong(parts[1]));
            history.count();
        }
        assertEquals(expected, shown());
    }

    @Test
    void keepsNoMoreThanAnHour() {
        for (int second = 0; second < 10_005; second += 5) {
            now.set(START.plusSeconds(second));
            requests.incrementAndGet();
            history.count();
        }
        assertEquals(TrafficHistory.PARTS, history.samples().size());
        assertTrue(history.samples().stream().allMatch(one -> one.traffic().requests() == 3));
    }

    @Test
    void requestsAreCountedOnceByTheirStatusAndThoseAboutTheServerNot() throws IOException {
        HttpMetrics metrics = new HttpMetrics(new PrometheusRegistry());
        RequestRouter router = new RequestRouter().route("health", "GET", "/healthz", _ -> Response.empty(503));
        for (int status : List.of(200, 401, 403, 404, 429, 500, 503)) {
            router.route("graph", "GET", "/" + status, _ -> Response.empty(status));
            router.route("console", "GET", "/console/" + status, _ -> Response.empty(status));
        }
        HttpServer server = HttpServer.start(
                HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)).withMetrics(metrics), router);
        try (var socket = new RawSocket(server.port("plain"))) {
            for (String path : List.of(
                    "/200",
                    "/401",
                    "/403",
                    "/404",
                    "/429",
                    "/500",
                    "/503",
                    "/healthz",
                    "/console/403",
                    "/console/500",
                    "/nowhere",
                    "/200")) {
                socket.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        .answer(false);
            }
            // the last one is counted after its response was sent
            Traffic counted = metrics.traffic();
            assertTrue(counted.requests() == 8 || counted.requests() == 9, counted::toString);
            assertEquals(3, counted.refused());
            assertEquals(2, counted.failed());
        } finally {
            server.stop();
        }
    }
}
