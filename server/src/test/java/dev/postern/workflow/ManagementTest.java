package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The operations of the management API on workflows besides deploying and running them. */
class ManagementTest {
    private static final String REQUEST =
            "{'triggers':{'manual':{'type':'Request','kind':'Http','inputs':{'method':'PUT',"
                    + "'schema':{'type':'object'}}}},'actions':{}}";

    private static JsonNode json(Response response) {
        return WorkflowBench.json(response);
    }

    private static URI callback(WorkflowBench bench, String rest, String body) {
        return URI.create(json(bench.send("POST", rest, body)).path("value").asString());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRegeneratedKeyEndsTheUrlsThatItSigned(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", REQUEST);
            URI primary = callback(bench, "/w/triggers/manual/listCallbackUrl", "");
            URI secondary = callback(bench, "/w/triggers/manual/listCallbackUrl", "{\"keyType\":\"Secondary\"}");
            assertEquals(202, bench.call(primary, "PUT", "").status());
            assertEquals(
                    200,
                    bench.send("POST", "/w/regenerateAccessKey", "{\"keyType\":\"Primary\"}")
                            .status());
            assertEquals(401, bench.call(primary, "PUT", "").status());
            assertEquals(202, bench.call(secondary, "PUT", "").status());
            URI next = callback(bench, "/w/listCallbackUrl", "{\"notAfter\":\"2026-11-23T11:00:00.0000000+00:00\"}");
            assertNotEquals(primary, next);
            assertEquals(202, bench.call(next, "PUT", "").status());
            bench.send("POST", "/w/regenerateAccessKey", "{\"keyType\":\"Secondary\"}");
            assertEquals(401, bench.call(secondary, "PUT", "").status());
            assertEquals(202, bench.call(next, "PUT", "").status());
            bench.clock.tick(java.time.Duration.ofHours(1));
            assertEquals(401, bench.call(next, "PUT", "").status());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        /w/regenerateAccessKey          | {'keyType':'Third'}               | 400 | InvalidRequestContent
        /x/regenerateAccessKey          | {'keyType':'Primary'}             | 404 | ResourceNotFound
        /w/listCallbackUrl              | {'notAfter':'tomorrow'}           | 400 | InvalidRequestContent
        /r/listCallbackUrl              | {}                                | 400 | TriggerTypeNotSupported
        /w/versions/1/triggers/manual/listCallbackUrl | {}                  | 404 | WorkflowVersionNotFound
        /w/versions/NOW/triggers/other/listCallbackUrl | {}                 | 404 | WorkflowTriggerNotFound
        /r/versions/NOW/triggers/tick/listCallbackUrl | {}                  | 400 | TriggerTypeNotSupported
        /w/move                         | {}                                | 400 | InvalidRequestContent
        /w/move                         | {'id':'/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Web/sites/x'} | 400 | InvalidRequestContent
        /w/move                         | {'id':'/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Logic/workflows/r'} | 409 | WorkflowAlreadyExists
        /w/generateUpgradedDefinition   | {'targetSchemaVersion':'2099-01-01'} | 400 | InvalidRequestContent
        /w/listSwagger/more             | {}                                | 404 | NotFound
        """)
    void whatCannotBeDoneIsRefused(String path, String body, int status, String code) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.put("w", REQUEST);
            bench.put(
                    "r",
                    "{'triggers':{'tick':{'type':'Recurrence','recurrence':{'frequency':'Day','interval':1}}},'actions':{}}");
            String version = bench.get(path.startsWith("/r") ? "/r" : "/w")
                    .at("/properties/version")
                    .asString();
            Response refused = bench.send("POST", path.replace("NOW", version), body.replace('\'', '"'));
            assertEquals(code, json(refused).at("/error/code").asString());
            assertEquals(status, refused.status());
        }
    }

    @Test
    void theCurrentVersionHasACallbackUrlAndEarlierOnesHaveNone() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            String first = bench.put("w", REQUEST).at("/properties/version").asString();
            URI url = callback(bench, "/w/versions/" + first + "/triggers/manual/listCallbackUrl", "{}");
            assertEquals(202, bench.call(url, "PUT", "").status());
            bench.put("w", REQUEST.replace("'object'", "'array'"));
            assertEquals(
                    400,
                    bench.send("POST", "/w/versions/" + first + "/triggers/manual/listCallbackUrl", "{}")
                            .status());
        }
    }

    @Test
    void swaggerDescribesTheTriggerWithoutASignature() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.put("w", REQUEST);
            JsonNode swagger = json(bench.send("POST", "/w/listSwagger", ""));
            assertEquals("2.0", swagger.path("swagger").asString());
            assertEquals("localhost:8080", swagger.path("host").asString());
            JsonNode operation =
                    swagger.path("paths").path("/manual/paths/invoke").path("put");
            assertEquals("manual-invoke", operation.path("operationId").asString());
            List<String> names = new ArrayList<>();
            operation
                    .path("parameters")
                    .forEach(one -> names.add(one.path("name").asString()));
            assertEquals(List.of("api-version", "sp", "sv", "sig", "body"), names);
            assertEquals(
                    "/triggers/manual/run",
                    operation.path("parameters").get(1).path("default").asString());
            assertFalse(operation.path("parameters").get(3).has("default"));
            assertEquals("object", operation.at("/parameters/4/schema/type").asString());
            assertEquals(
                    bench.get("/w").at("/properties/definition"),
                    json(bench.send(
                            "POST", "/w/generateUpgradedDefinition", "{\"targetSchemaVersion\":\"2016-06-01\"}")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowMovesWithItsRunsItsIdentityAndItsKeys(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            JsonNode made = bench.put("w", REQUEST);
            String run = bench.fire("w", "manual");
            URI url = callback(bench, "/w/listCallbackUrl", "");
            String to = "/subscriptions/s1/resourceGroups/g2/providers/Microsoft.Logic/workflows/moved";
            assertEquals(
                    200,
                    bench.send("POST", "/w/move", "{\"id\":\"" + to + "\"}").status());
            assertEquals(404, bench.send("GET", "/w", "").status());
            JsonNode moved = json(bench.manage("GET", to, ""));
            assertEquals(to, moved.path("id").asString());
            assertEquals(made.path("identity"), moved.path("identity"));
            assertEquals(made.at("/properties/version"), moved.at("/properties/version"));
            assertEquals(Set.of(to), bench.principals.byArmId().keySet());
            assertEquals(
                    run,
                    json(bench.manage("GET", to + "/runs", ""))
                            .at("/value/0/name")
                            .asString());
            assertEquals(202, bench.call(url, "PUT", "").status());
            // A new workflow at the former path gets an identity of its own.
            assertNotEquals(made.path("identity"), bench.put("w", REQUEST).path("identity"));
        }
    }

    @Test
    void aPatchChangesOnlyWhatItContains() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            String body = ("{'location':'here','tags':{'a':'b'},'identity':{'type':'SystemAssigned'},'properties':{"
                + "'accessControl':{'contents':{'allowedCallerIpAddresses':[]}},'parameters':{'p':{'value':'x'},"
                + "'s':{'value':'hidden'}},'definition':{'parameters':{'p':{'type':'String'},"
                + "'s':{'type':'SecureString'}},'triggers':{},'actions':{}}}}")
                    .replace('\'', '"');
            JsonNode made = json(bench.send("PUT", "/w", body));
            assertEquals(made, json(bench.send("PATCH", "/w", "")));
            JsonNode tagged = json(bench.send("PATCH", "/w", "{\"tags\":{\"c\":\"d\"}}"));
            assertEquals("{\"c\":\"d\"}", tagged.path("tags").toString());
            assertEquals(made.path("identity"), tagged.path("identity"));
            assertEquals(made.at("/properties/accessControl"), tagged.at("/properties/accessControl"));
            assertEquals(made.at("/properties/version"), tagged.at("/properties/version"));
            JsonNode valued =
                    json(bench.send("PATCH", "/w", "{\"properties\":{\"parameters\":{\"p\":{\"value\":\"y\"}}}}"));
            assertEquals(
                    "{\"p\":{\"value\":\"y\"}}",
                    valued.at("/properties/parameters").toString());
            assertNotEquals(made.at("/properties/version"), valued.at("/properties/version"));
            JsonNode disabled = json(bench.send("PATCH", "/w", "{\"properties\":{\"state\":\"Disabled\"}}"));
            assertEquals("Disabled", disabled.at("/properties/state").asString());
            assertEquals(400, bench.send("PATCH", "/w", "{\"plan\":{\"a\":1}}").status());
            assertEquals(404, bench.send("PATCH", "/x", "{}").status());
        }
    }

    @Test
    void listsHavePages() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            for (String name : List.of("a", "b", "c", "d")) {
                bench.put(name, REQUEST);
            }
            bench.send("POST", "/b/disable", "");
            assertEquals(List.of("a", "c", "d"), names(bench, "&$filter=state eq 'Enabled'"));
            assertEquals(List.of("a", "c", "d"), names(bench, "&$top=2&$filter=state eq 'Enabled'"));
            assertEquals(List.of("b"), names(bench, "&$top=2&$filter=state eq 'Disabled'"));
            assertEquals(List.of("a", "b", "c", "d"), names(bench, "&$top=1"));
            assertEquals(List.of("a", "b", "c", "d"), names(bench, ""));
        }
    }

    /** Follows the links to all pages. */
    private static List<String> names(WorkflowBench bench, String query) {
        var names = new ArrayList<String>();
        String next = "api-version=2019-05-01"
                + query.replace("$", "%24").replace(" ", "%20").replace("'", "%27");
        while (!next.isEmpty()) {
            JsonNode page = json(bench.list(next));
            page.path("value").forEach(one -> names.add(one.path("name").asString()));
            String link = page.path("nextLink").asString("");
            next = link.isEmpty() ? "" : URI.create(link).getRawQuery();
        }
        return names;
    }

    @Test
    void callersComeFromAllowedAddressesOnly() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            // The requests of this test come from 127.0.0.1.
            for (String[] one : new String[][] {
                {"triggers", "192.0.2.0/24", "403 200 200"},
                {"triggers", "127.0.0.0/8", "202 200 200"},
                {"actions", "192.0.2.0/24", "202 403 200"},
                {"workflowManagement", "127.0.0.1", "202 200 200"},
                {"workflowManagement", "192.0.2.0/24", "202 403 403"}
            }) {
                bench.put("w", REQUEST.replace("'actions':{}", "'actions':{'A':{'type':'Compose','inputs':1}}"));
                URI url = callback(bench, "/w/listCallbackUrl", "");
                String run = bench.fire("w", "manual");
                bench.send(
                        "PATCH",
                        "/w",
                        "{\"properties\":{\"accessControl\":{\"" + one[0]
                                + "\":{\"allowedCallerIpAddresses\":[{\"addressRange\":\"" + one[1] + "\"}]}}}}");
                assertEquals(
                        one[2],
                        bench.call(url, "PUT", "").status() + " "
                                + bench.send("GET", "/w/runs/" + run + "/actions/A", "")
                                        .status()
                                + " " + bench.send("GET", "/w", "").status(),
                        String.join(" ", one));
            }
            assertEquals(403, bench.send("DELETE", "/w", "").status());
            assertEquals(403, bench.send("PUT", "/w", "{}").status());
        }
    }

    @Test
    void linksToContentsHaveTheirOwnRule() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            bench.put("w", REQUEST.replace("'actions':{}", "'actions':{'A':{'type':'Compose','inputs':1}}"));
            String run = bench.fire("w", "manual");
            URI link = URI.create(
                    bench.action("w", run, "A").at("/outputsLink/uri").asString());
            assertEquals(200, bench.call(link, "GET", "").status());
            bench.send(
                    "PATCH",
                    "/w",
                    "{\"properties\":{\"accessControl\":{\"contents\":{\"allowedCallerIpAddresses\":[]}}}}");
            assertEquals(403, bench.call(link, "GET", "").status());
        }
    }

    @Test
    void aTokenThatSatisfiesAPolicyStartsARun() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            bench.put("w", REQUEST);
            URI signed = callback(bench, "/w/listCallbackUrl", "");
            URI bare = URI.create(signed.toString().replaceFirst("\\?.*", ""));
            bench.claims.put("good", Map.of("iss", Set.of("https://sts.windows.net/t/"), "aud", Set.of("api")));
            bench.claims.put("bad", Map.of("iss", Set.of("https://sts.windows.net/t/")));
            assertEquals(
                    401,
                    bench.call(bare, "PUT", "", Map.of("authorization", "Bearer good"))
                            .status(),
                    "without a policy");
            bench.send(
                    "PATCH",
                    "/w",
                    ("{'properties':{'accessControl':{'triggers':{'openAuthenticationPolicies':{'policies':{'p':{"
                                    + "'type':'AAD','claims':[{'name':'iss','value':'https://sts.windows.net/t/'},"
                                    + "{'name':'aud','value':'api'}]}}}}}}}")
                            .replace('\'', '"'));
            assertEquals(
                    202,
                    bench.call(bare, "PUT", "", Map.of("authorization", "Bearer good"))
                            .status());
            Response mismatch = bench.call(bare, "PUT", "", Map.of("authorization", "Bearer bad"));
            assertEquals(403, mismatch.status());
            assertEquals(
                    "MisMatchingOAuthClaims", json(mismatch).at("/error/code").asString());
            assertEquals(
                    401,
                    bench.call(bare, "PUT", "", Map.of("authorization", "Bearer unknown"))
                            .status());
            assertEquals(
                    401,
                    bench.call(bare, "PUT", "", Map.of("authorization", "Basic good"))
                            .status());
            assertEquals(
                    202,
                    bench.call(signed, "PUT", "", Map.of("authorization", "Basic x"))
                            .status(),
                    "a signature still suffices");
        }
    }

    @Test
    void groupsExistByUseOrWhenTheyAreCreated() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            String group = "/subscriptions/s1/resourceGroups/";
            assertEquals(404, bench.manage("GET", group + "g1", "").status());
            bench.put("w", REQUEST);
            assertEquals(200, bench.manage("GET", group + "g1", "").status());
            Response made = bench.manage("PUT", group + "New", "{\"location\":\"west\",\"tags\":{\"a\":\"b\"}}");
            assertEquals(201, made.status());
            assertEquals(group + "New", json(made).path("id").asString());
            assertEquals(json(made), json(bench.manage("GET", group + "NEW", "")));
            assertEquals(
                    200,
                    bench.manage("PUT", group + "new", "{\"location\":\"west\"}")
                            .status());
            assertEquals(
                    200,
                    bench.manage("PUT", group + "g1", "{\"location\":\"here\"}").status());
            assertEquals(
                    409,
                    bench.manage("PUT", group + "new", "{\"location\":\"east\"}")
                            .status());
            assertEquals(400, bench.manage("PUT", group + "other", "{}").status());
            assertEquals(
                    400,
                    bench.manage("PUT", group + "a%2Fb", "{\"location\":\"w\"}").status());
            JsonNode patched = json(bench.manage("PATCH", group + "new", "{\"tags\":{\"c\":\"d\"}}"));
            assertEquals("{\"c\":\"d\"}", patched.path("tags").toString());
            assertEquals(404, bench.manage("PATCH", group + "other", "{}").status());
            assertEquals(
                    "ResourceGroupNotEmpty",
                    json(bench.manage("DELETE", group + "g1", ""))
                            .at("/error/code")
                            .asString());
            bench.send("DELETE", "/w", "");
            assertEquals(200, bench.manage("DELETE", group + "g1", "").status());
            assertEquals(200, bench.manage("DELETE", group + "new", "").status());
            assertEquals(404, bench.manage("DELETE", group + "new", "").status());
            assertTrue(
                    json(bench.manage("GET", "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups", ""))
                            .path("value")
                            .isEmpty());
        }
    }
}
