package dev.postern.http;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of the server: requests by edge, method and status class with their duration, and requests in progress. */
public final class HttpMetrics {
    /** Clients can send any method; the number of label values must stay bounded. */
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** What load balancers and people ask about the server is no traffic. */
    private static final Set<String> ABOUT_THE_SERVER = Set.of("health", "console");

    private static final Set<Integer> REFUSED = Set.of(401, 403, 429);

    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final Gauge inFlight;
    private final Histogram requests;
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Registers the metrics; one instance serves any number of servers. */
    public HttpMetrics(PrometheusRegistry registry) {
        inFlight = Gauge.builder()
                .name("postern_http_requests_in_flight")
                .help("Requests being handled.")
                .register(registry);
        requests = Histogram.builder()
                .name("postern_http_request_duration_seconds")
                .help("Time from the request line to the end of the response.")
                .unit(Unit.SECONDS)
                .labelNames("edge", "method", "status")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    /** Metrics that are not exported. */
    static HttpMetrics unregistered() {
        return new HttpMetrics(new PrometheusRegistry());
    }

    /** Returns the number of requests since the start. */
    public long requests() {
        return started.sum();
    }

    /**
     * Numbers of requests.
     *
     * @param requests all, without those for health, metrics and the console
     * @param refused those of them that were answered with 401, 403 or 429
     * @param failed those of them that were answered with 500 or more
     */
    public record Traffic(long requests, long refused, long failed) {
        Traffic plus(Traffic other) {
            return new Traffic(requests + other.requests, refused + other.refused, failed + other.failed);
        }

        Traffic minus(Traffic other) {
            return new Traffic(requests - other.requests, refused - other.refused, failed - other.failed);
        }
    }

    /** Returns the numbers of requests that have ended since the start. */
    public Traffic traffic() {
        return new Traffic(ended.sum(), refused.sum(), failed.sum());
    }

    private void count(String edge, int status) {
        if (ABOUT_THE_SERVER.contains(edge)) {
            return;
        }
        ended.increment();
        if (REFUSED.contains(status)) {
            refused.increment();
        } else if (status >= 500) {
            failed.increment();
        }
    }

    Measured begin() {
        started.increment();
        inFlight.inc();
        return (request, status, nanos) -> {
            inFlight.dec();
            String method = METHODS.contains(request.method()) ? request.method() : "other";
            String kind = status == 0 ? "aborted" : status / 100 + "xx";
            String edge = request.notes().getOrDefault("edge", "none");
            requests.labelValues(edge, method, kind).observe(nanos / 1e9);
            count(edge, status);
        };
    }

    interface Measured {
        void end(HelidonRequest request, int status, long nanos);
    }
}
