package dev.postern;

import dev.postern.http.Health;
import dev.postern.http.MetricsPage;
import dev.postern.http.RequestRouter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What operators and load balancers ask without a token: health and metrics. */
record OperatorRoutes(Health health, PrometheusRegistry metrics) {
    RequestRouter addTo(RequestRouter router) {
        return router.route("health", "GET", "/healthz", health::alive)
                .route("health", "GET", "/readyz", health::ready)
                .route("health", "GET", "/metrics", new MetricsPage(metrics));
    }
}
