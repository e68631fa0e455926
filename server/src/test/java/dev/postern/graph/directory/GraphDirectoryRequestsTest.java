package dev.postern.graph.directory;

import static dev.postern.graph.directory.DirectoryCases.ADMIN;
import static dev.postern.graph.directory.DirectoryCases.APPS;
import static dev.postern.graph.directory.DirectoryCases.good;
import static dev.postern.graph.directory.DirectoryCases.group;
import static dev.postern.graph.directory.DirectoryCases.ref;
import static dev.postern.graph.directory.DirectoryCases.refused;
import static dev.postern.graph.directory.DirectoryCases.user;

import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single requests to the directory and their responses, from {@code requests.csv}. */
class GraphDirectoryRequestsTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyRequest(Engine engine) throws IOException {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String person = user(admin, "adele");
            String group = group(admin, "readers", "");
            good(204, admin.post("/v1.0/groups/" + group + "/members/$ref", ref(person)));
            String app = good(
                            201,
                            admin.post(APPS, "{'displayName':'one','owners@odata.bind':['/users/" + person + "']}"))
                    .id();
            Map<String, String> ids = Map.of(
                    "{person}", person,
                    "{group}", group,
                    "{app}", app,
                    "{program}", admin.principal().id().toString());
            Assertions.assertAll(rows().map(row -> check(admin, row, ids)));
        }
    }

    private static Executable check(Client admin, List<String> row, Map<String, String> ids) {
        String[] status = row.get(3).split(" ");
        Map<String, String> headers = status.length > 1 ? Map.of("ConsistencyLevel", "eventual") : Map.of();
        String address = "/v1.0" + filled(row.get(1), ids).replace(" ", "%20");
        String body = row.get(2).replace('\'', '"');
        String expected = filled(row.get(4), ids);
        return () -> refused(
                Integer.parseInt(status[0]), expected, admin.send(row.getFirst(), address, filled(body, ids), headers));
    }

    private static String filled(String text, Map<String, String> ids) {
        String filled = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace(id.getKey(), id.getValue());
        }
        return filled;
    }

    private static Stream<List<String>> rows() throws IOException {
        try (var in = Objects.requireNonNull(GraphDirectoryRequestsTest.class.getResourceAsStream("requests.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> List.of(line.split("\\|", 5)));
        }
    }
}
