package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files for Prometheus and Grafana use metrics that a server has. */
class MonitoringFilesTest {
    private static final Pattern METRIC = Pattern.compile("postern_[a-z_]+");

    @Test
    void everyMetricInTheFilesIsExported() throws IOException {
        Set<String> exported;
        try (TestPostern postern =
                TestPostern.start(TestFolders.folder("postern-monitoring"), InstantSource.system())) {
            // the page shows a request after it has ended
            postern.admin().http().get("/healthz", null).expect(200);
            exported = names(
                    postern.admin().http().get("/metrics", null).expect(200).body());
        }
        assertTrue(exported.contains("postern_http_request_duration_seconds_bucket"), exported::toString);
        for (String name : List.of("prometheus-rules.yml", "grafana.json")) {
            Set<String> used = names(Files.readString(Path.of("../packages/examples", name)));
            assertTrue(used.size() > 10, name);
            used.removeAll(exported);
            assertEquals(Set.of(), used, name);
        }
        assertEquals(
                16,
                Json.parse(Files.readAllBytes(Path.of("../packages/examples/grafana.json")))
                        .path("panels")
                        .size());
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
