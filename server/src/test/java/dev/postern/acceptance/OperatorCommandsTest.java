package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The commands for signing keys and the queue, on databases of running servers. */
class OperatorCommandsTest {
    private static final String APPLICATIONS = "/v1.0/applications";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void tokensOfARetiredKeyAreRefusedOnEveryNode(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-keys");
        String url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "";
        String[] database = engine == Engine.POSTGRES ? new String[] {"--database", url} : new String[0];
        String[] where = engine == Engine.POSTGRES ? database : new String[] {"--data", folder.toString()};
        var nodes = new ArrayList<TestPostern>();
        try {
            nodes.add(TestPostern.start(folder, database));
            if (engine == Engine.POSTGRES) {
                nodes.add(TestPostern.start(database));
            }
            Administration admin = nodes.getFirst().admin();
            String token = admin.token(Administration.GRAPH);
            for (TestPostern node : nodes) {
                Waiting.until(() -> Optional.of(node.admin().http().get(APPLICATIONS, token))
                        .filter(answer -> answer.status() == 200));
            }
            // Each node signs with a key that it encrypted itself.
            JsonNode keys = keys(where);
            assertEquals(nodes.size(), keys.size());
            CommandProcess unknown = command("retire", "unknown", where);
            assertEquals(1, unknown.status());
            assertTrue(unknown.err().contains("There is no signing key 'unknown'"), unknown::err);
            for (TestPostern node : nodes) {
                node.admin().http().get(APPLICATIONS, token).expect(200);
            }

            for (JsonNode key : keys) {
                String id = key.path("kid").asString();
                CommandProcess retired = command("retire", id, where);
                assertEquals(0, retired.status(), retired::err);
                assertEquals(1, command("retire", id, where).status(), "it is retired already");
            }
            for (TestPostern node : nodes) {
                Waiting.until(() -> Optional.of(node.admin().http().get(APPLICATIONS, token))
                        .filter(answer -> answer.status() == 401));
            }
            String next = Administration.of(folder.resolve("admin.json")).token(Administration.GRAPH);
            // A node reads the keys of other nodes four times a second.
            for (TestPostern node : nodes) {
                Waiting.until(() -> Optional.of(node.admin().http().get(APPLICATIONS, next))
                        .filter(answer -> answer.status() == 200));
            }
            JsonNode after = keys(where);
            assertEquals(keys.size() + 1, after.size());
            assertTrue(
                    after.get(0).has("retired") && !after.get(after.size() - 1).has("retired"), after::toString);
        } finally {
            nodes.forEach(TestPostern::close);
        }
    }

    private static CommandProcess command(String verb, String id, String... where) {
        var arguments = new ArrayList<>(List.of("keys", verb));
        if (!id.isEmpty()) {
            arguments.add(id);
        }
        arguments.addAll(List.of(where));
        return CommandProcess.run(Map.of(), arguments.toArray(String[]::new));
    }

    private static JsonNode keys(String... where) {
        var arguments = new ArrayList<>(List.of(where));
        arguments.add("--json");
        CommandProcess listed = command("list", "", arguments.toArray(String[]::new));
        assertEquals(0, listed.status(), listed::err);
        return listed.json();
    }

    @Test
    void keysThatCannotBeReachedAreAnError() throws Exception {
        Path empty = TestFolders.folder("postern-keys");
        assertEquals(69, command("list", "", "--data", empty.toString()).status());
        assertEquals(69, command("retire", "x", "--data", empty.toString()).status());
        try (var files = Files.list(empty)) {
            assertEquals(0, files.count(), "nothing was created");
        }
    }

    @Test
    void theQueueIsListedForItsTenantOnly() {
        try (TestPostern postern = TestPostern.start("tenant.additional", "fabrikam.example")) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sender");
            Administration.App app = admin.app("mailer", "Mail.Send");
            admin.http()
                    .post(
                            "/v1.0/users/sender@contoso.example/sendMail",
                            admin.token(app),
                            Administration.mail("Out", "somebody@elsewhere.example", "other@elsewhere.example"))
                    .expect(202);
            Map<String, String> profile = Map.of(
                    "POSTERN_PROFILE", postern.folder().resolve("admin.json").toString());
            JsonNode queued = Waiting.until(() -> {
                CommandProcess listed = CommandProcess.run(profile, "queue", "list", "--json");
                assertEquals(0, listed.status(), listed::err);
                return Optional.of(listed.json())
                        .filter(rows -> rows.size() == 1
                                && rows.get(0).path("state").asString().equals("noRoute"));
            });
            assertEquals("sender@contoso.example", queued.get(0).path("from").asString());
            assertEquals(
                    "[{\"address\":\"other@elsewhere.example\",\"state\":\"waiting\",\"lastReply\":null},"
                            + "{\"address\":\"somebody@elsewhere.example\",\"state\":\"waiting\",\"lastReply\":null}]",
                    queued.get(0).path("recipients").toString());
            String text = CommandProcess.run(profile, "queue", "list").out();
            assertTrue(text.contains("Sender      : sender@contoso.example"), text);
            String id = queued.get(0).path("id").asString();
            assertEquals("elsewhere.example", queued.get(0).path("destination").asString());
            for (var search : Map.of(
                            "search=ELSEWHERE",
                            1,
                            "search=sender@",
                            1,
                            "search=nobody",
                            0,
                            "$top=1",
                            1,
                            "$skip=1&$top=5",
                            0)
                    .entrySet()) {
                JsonNode page = admin.http()
                        .get("/postern/queue?" + search.getKey(), admin.token(Administration.MANAGEMENT))
                        .expect(200)
                        .json();
                assertEquals(search.getValue(), page.path("value").size(), search.getKey());
                assertFalse(page.path("more").asBoolean(true));
            }
            admin.http()
                    .get("/postern/queue?$skip=-1", admin.token(Administration.MANAGEMENT))
                    .expect(400);
            record Step(String verb, int status, String state) {}
            for (Step step : List.of(
                    new Step("release", 1, "noRoute"),
                    new Step("retry", 0, "noRoute"),
                    new Step("hold", 0, "held"),
                    new Step("hold", 1, "held"),
                    new Step("retry", 1, "held"),
                    new Step("release", 0, "noRoute"))) {
                CommandProcess changed = CommandProcess.run(profile, "queue", step.verb(), id);
                assertEquals(step.status(), changed.status(), () -> step + ": " + changed.err());
                assertEquals("", changed.out());
                CommandProcess shown = CommandProcess.run(profile, "queue", "show", id, "--json");
                assertEquals(step.state(), shown.json().path("state").asString(), step::toString);
            }

            Administration fabrikam = postern.admin("fabrikam.example");
            JsonNode others = fabrikam.http()
                    .get("/postern/queue", fabrikam.token(Administration.MANAGEMENT))
                    .expect(200)
                    .json();
            assertEquals(0, others.path("value").size());
            String stranger = admin.requestToken(app.appId(), app.secret(), Administration.MANAGEMENT)
                    .expect(200)
                    .json()
                    .path("access_token")
                    .asString();
            admin.http().get("/postern/queue", stranger).expect(403);
            admin.http().get("/postern/queue/" + id, stranger).expect(403);
            admin.http().post("/postern/queue/" + id + "/hold", stranger, "").expect(403);
            fabrikam.http()
                    .get("/postern/queue/" + id, fabrikam.token(Administration.MANAGEMENT))
                    .expect(404);
            CommandProcess dropped = CommandProcess.run(profile, "queue", "drop", id, "--json");
            assertEquals(0, dropped.status());
            assertEquals("{\"id\":\"" + id + "\"}", dropped.json().toString());
            assertEquals(1, CommandProcess.run(profile, "queue", "drop", id).status());
            assertEquals(1, CommandProcess.run(profile, "queue", "show", "x").status());
            assertEquals(
                    0,
                    CommandProcess.run(profile, "queue", "list", "--json")
                            .json()
                            .size());
            String audited = CommandProcess.run(profile, "audit", "search", "--since", "1h", "--json")
                    .out();
            assertTrue(audited.contains("DELETE /postern/queue/{id}"), audited);
            admin.http().get("/postern/queue", null).expect(401);
            assertEquals(64, CommandProcess.run(profile, "queue", "lst").status());
        }
    }
}
