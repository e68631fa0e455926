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

    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final Gauge inFlight;
    private final Histogram requests;
    private final LongAdder started = new LongAdder();

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

    Measured begin() {
        started.increment();
        inFlight.inc();
        return (request, status, nanos) -> {
            inFlight.dec();
            String method = METHODS.contains(request.method()) ? request.method() : "other";
            String kind = status == 0 ? "aborted" : status / 100 + "xx";
            requests.labelValues(request.notes().getOrDefault("edge", "none"), method, kind)
                    .observe(nanos / 1e9);
        };
    }

    interface Measured {
        void end(HelidonRequest request, int status, long nanos);
    }
}
