package dev.postern.http;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /metrics}: all metrics of a registry in the text format of Prometheus. */
public record MetricsPage(PrometheusRegistry registry) implements Handler {
    @Override
    public Response handle(Request request) {
        var writer = PrometheusTextFormatWriter.create();
        var page = new ByteArrayOutputStream();
        try {
            writer.write(page, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.of(200, writer.getContentType(), page.toByteArray());
    }
}
