package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** User-assigned identities as resources, and workflows that act as them. */
class UserIdentityTest {
    private static final String GROUP = "/subscriptions/s1/resourceGroups/g1";
    private static final String TYPE = "/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private static final String ID = "/subscriptions/s1/resourcegroups/g1" + TYPE + "/sender";

    private static String workflow(String identity, String authentication) {
        return ("{'location':'here','identity':" + identity + ",'properties':{'definition':{"
                        + "'triggers':{'manual':{'type':'Request','kind':'Http'}},'actions':{'HTTP':{'type':'Http',"
                        + "'inputs':{'method':'GET','uri':'https://graph.microsoft.com/v1.0/users','authentication':{"
                        + "'type':'ManagedServiceIdentity','audience':'https://graph.microsoft.com'" + authentication
                        + "}}}}}}}")
                .replace('\'', '"');
    }

    private static String assigned(String id) {
        return "{'type':'UserAssigned','userAssignedIdentities':{'" + id + "':{}}}";
    }

    private static JsonNode create(WorkflowBench bench) {
        Response made = bench.manage("PUT", GROUP + TYPE + "/sender", "{\"location\":\"west\",\"tags\":{\"a\":\"b\"}}");
        assertEquals(201, made.status());
        return WorkflowBench.json(made);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anIdentityIsAResource(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            JsonNode made = create(bench);
            assertEquals(ID, made.path("id").asString());
            assertEquals(
                    "Microsoft.ManagedIdentity/userAssignedIdentities",
                    made.path("type").asString());
            assertEquals(
                    WorkflowBench.TENANT.toString(),
                    made.at("/properties/tenantId").asString());
            String path = GROUP.toUpperCase(java.util.Locale.ROOT) + TYPE + "/SENDER";
            assertEquals(made, WorkflowBench.json(bench.manage("GET", path, "")));
            Response again = bench.manage("PUT", path, "{\"location\":\"West\"}");
            assertEquals(200, again.status());
            assertEquals(made.path("properties"), WorkflowBench.json(again).path("properties"));
            assertTrue(WorkflowBench.json(again).path("tags").isEmpty());
            JsonNode tagged =
                    WorkflowBench.json(bench.manage("PATCH", GROUP + TYPE + "/sender", "{\"tags\":{\"c\":\"d\"}}"));
            assertEquals("{\"c\":\"d\"}", tagged.path("tags").toString());
            for (String scope : new String[] {"/subscriptions/s1", GROUP}) {
                JsonNode list = WorkflowBench.json(bench.manage("GET", scope + TYPE, ""));
                assertEquals("[" + tagged + "]", list.path("value").toString());
            }
            JsonNode none = WorkflowBench.json(bench.manage("GET", "/subscriptions/s1/resourceGroups/g2" + TYPE, ""));
            assertTrue(none.path("value").isEmpty());
            assertEquals(
                    "west",
                    WorkflowBench.json(bench.manage("GET", GROUP, ""))
                            .path("location")
                            .asString());
            assertEquals(
                    200, bench.manage("DELETE", GROUP + TYPE + "/sender", "").status());
            assertEquals(
                    204, bench.manage("DELETE", GROUP + TYPE + "/sender", "").status());
            assertEquals(404, bench.manage("GET", GROUP + TYPE + "/sender", "").status());
            assertTrue(bench.principals.byArmId().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PUT   | g1/a                 | {}                                        | 400 | InvalidResourceName
        PUT   | g1/ab                | {"location":"west"}                       | 400 | InvalidResourceName
        PUT   | g1/-abc              | {"location":"west"}                       | 400 | InvalidResourceName
        PUT   | g1/abc               | {"location":""}                           | 400 | LocationRequired
        PUT   | g1/abc               | {"location":"west","tags":[]}             | 400 | InvalidRequestContent
        PUT   | g1/abc               | {"location":"west","tags":{"a":1}}        | 400 | InvalidRequestContent
        PUT   | g1/abc               | {"location":"west","identity":{}}         | 400 | InvalidRequestContent
        PUT   | g1/sender            | {"location":"east"}                       | 409 | InvalidResourceLocation
        PATCH | g1/sender            | {"location":"east"}                       | 409 | InvalidResourceLocation
        PATCH | g1/other             | {}                                        | 404 | ResourceNotFound
        GET   | g1/other             | {}                                        | 404 | ResourceNotFound
        GET   | g2/sender            | {}                                        | 404 | ResourceNotFound
        POST  | g1/sender            | {}                                        | 405 | MethodNotAllowed
        GET   | g1/sender/federatedIdentityCredentials | {}                      | 404 | NotFound
        """)
    void whatIsNotAllowedIsRefused(String method, String path, String body, int status, String code) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            create(bench);
            String[] parts = path.split("/", 2);
            Response refused =
                    bench.manage(method, "/subscriptions/s1/resourceGroups/" + parts[0] + TYPE + "/" + parts[1], body);
            assertEquals(code, WorkflowBench.json(refused).at("/error/code").asString());
            assertEquals(status, refused.status());
        }
    }

    @Test
    void theGroupOfProgramsIsReserved() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            Response refused = bench.manage(
                    "PUT",
                    "/subscriptions/" + WorkflowBench.TENANT + "/resourceGroups/POSTERN" + TYPE + "/program",
                    "{\"location\":\"west\"}");
            assertEquals(403, refused.status());
            assertTrue(bench.principals.byArmId().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowActsAsItsUserAssignedIdentity(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            JsonNode made = create(bench);
            String principal = made.at("/properties/principalId").asString();
            JsonNode workflow = WorkflowBench.json(bench.send(
                    "PUT", "/w", workflow(assigned(ID), ",'identity':'" + ID.replace("sender", "SENDER") + "'")));
            assertEquals("UserAssigned", workflow.at("/identity/type").asString());
            JsonNode shown =
                    workflow.path("identity").path("userAssignedIdentities").path(ID);
            assertEquals(principal, shown.path("principalId").asString());
            assertEquals(made.at("/properties/clientId"), shown.path("clientId"));
            assertFalse(workflow.path("identity").has("principalId"));
            String run = bench.fire("w", "manual");
            assertEquals(
                    "Bearer token-of-" + principal + "-for-https://graph.microsoft.com",
                    bench.seen.getFirst().headers().get("authorization"));
            assertEquals("Succeeded", bench.status("w", run));

            // Deleting an identity in use is possible; calls then fail, and a new one of the same name acts again.
            assertEquals(
                    200, bench.manage("DELETE", GROUP + TYPE + "/sender", "").status());
            String after = bench.fire("w", "manual");
            assertEquals("Failed", bench.status("w", after));
            assertTrue(bench.action("w", after, "HTTP").toString().contains("ManagedIdentityNotFound"));
            assertEquals(1, bench.seen.size());
            assertEquals(
                    "{}",
                    bench.get("/w")
                            .path("identity")
                            .path("userAssignedIdentities")
                            .path(ID)
                            .toString());
            assertNotEquals(
                    principal, create(bench).at("/properties/principalId").asString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'type':'SystemAssigned'} | ,'identity':'ID'             | is not assigned to the workflow
        {'type':'SystemAssigned'} | ,'identity':'other'          | is not assigned to the workflow
        {'type':'None'}           | ''                           | has no managed identity
        USER                      | ''                           | has no system-assigned identity
        USER                      | ,'identity':'SystemAssigned' | has no system-assigned identity
        """)
    void aCallCannotActAsAnotherIdentity(String identity, String authentication, String message) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            create(bench);
            String body = workflow(identity.equals("USER") ? assigned(ID) : identity, authentication.replace("ID", ID));
            assertEquals(201, bench.send("PUT", "/w", body).status());
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "HTTP");
            assertEquals("Failed", action.path("status").asString());
            assertTrue(action.toString().contains(message), action::toString);
            assertTrue(bench.seen.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'type':'UserAssigned'}                                                    | exactly one
        {'type':'UserAssigned','userAssignedIdentities':{}}                        | exactly one
        {'type':'UserAssigned','userAssignedIdentities':{'ID':{},'ID2':{}}}        | exactly one
        {'type':'UserAssigned','userAssignedIdentities':{'ID':null}}               | exactly one
        {'type':'UserAssigned','userAssignedIdentities':{'sender':{}}}             | not the resource id
        {'type':'UserAssigned','userAssignedIdentities':{'ID2':{}}}                | was not found
        {'type':'SystemAssigned, UserAssigned','userAssignedIdentities':{'ID':{}}} | not supported
        """)
    void wrongIdentitiesAreRefusedAtDeployment(String identity, String message) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            create(bench);
            Response refused = bench.send("PUT", "/w", workflow(identity.replace("ID", ID), ""));
            assertEquals(400, refused.status());
            assertTrue(
                    WorkflowBench.json(refused).toString().contains(message),
                    () -> WorkflowBench.json(refused).toString());
            assertEquals(404, bench.send("GET", "/w", "").status());
        }
    }

    @Test
    void changingTheKindOfIdentityEndsTheFormerOne() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            create(bench);
            bench.send("PUT", "/w", workflow("{'type':'SystemAssigned'}", ""));
            assertEquals(2, bench.principals.byArmId().size());
            bench.send("PUT", "/w", workflow(assigned(ID), ""));
            assertEquals(1, bench.principals.byArmId().size());
            JsonNode back = WorkflowBench.json(bench.send("PUT", "/w", workflow("{'type':'SystemAssigned'}", "")));
            assertFalse(back.path("identity").has("userAssignedIdentities"));
            bench.send("DELETE", "/w", "");
            assertEquals(1, bench.principals.byArmId().size(), "the user-assigned identity outlives workflows");
        }
    }
}
