package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** User-assigned identities, tokens of applications and links of Graph on a whole server. */
class WorkflowIdentitiesTest {
    private static final String GROUP = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg";
    private static final String WORKFLOWS = GROUP + "/providers/Microsoft.Logic/workflows/";
    private static final String IDENTITY = GROUP.replace("resourceGroups", "resourcegroups")
            + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader";
    private static TestPostern postern;
    private static Administration admin;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        admin = postern.admin();
        admin.sharedMailbox("member");
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static Answer call(String method, String path, String version, String body) {
        return admin.http()
                .send(
                        method,
                        path + "?api-version=" + version,
                        admin.token(Administration.MANAGEMENT),
                        body == null ? null : "application/json",
                        body);
    }

    private static JsonNode graph(String path) {
        return admin.http()
                .get(path, admin.token(Administration.GRAPH))
                .expect(200)
                .json();
    }

    private static void deploy(String name, String identity, String parameters, String actions) {
        call(
                        "PUT",
                        WORKFLOWS + name,
                        "2019-05-01",
                        "{\"location\":\"west\",\"identity\":" + identity
                                + ",\"properties\":{\"definition\":{\"parameters\":"
                                + parameters + ",\"triggers\":{\"manual\":{\"type\":\"Request\",\"kind\":\"Http\"}},"
                                + "\"actions\":" + actions + "}}}")
                .expect(201);
    }

    /** Starts a run; returns its name when it has ended. */
    private static String ended(String name) {
        String run = call("POST", WORKFLOWS + name + "/triggers/manual/run", "2019-05-01", null)
                .expect(202)
                .response()
                .headers()
                .firstValue("x-ms-workflow-run-id")
                .orElseThrow();
        return Waiting.until(() -> {
            String status = call("GET", WORKFLOWS + name + "/runs/" + run, "2019-05-01", null)
                    .expect(200)
                    .json()
                    .at("/properties/status")
                    .asString();
            return status.equals("Running") || status.equals("Waiting") ? Optional.empty() : Optional.of(run);
        });
    }

    private static JsonNode action(String name, String run, String action) {
        return call("GET", WORKFLOWS + name + "/runs/" + run + "/actions/" + action, "2019-05-01", null)
                .expect(200)
                .json()
                .get("properties");
    }

    @Test
    void aDefinitionPagesThroughMessagesOfGraphUnchanged() {
        JsonNode identity = call("PUT", IDENTITY, "2018-11-30", "{\"location\":\"west\",\"tags\":{}}")
                .expect(201)
                .json();
        String principal = identity.at("/properties/principalId").asString();
        JsonNode shown = graph("/v1.0/servicePrincipals/" + principal);
        assertEquals("ManagedIdentity", shown.get("servicePrincipalType").asString());
        assertEquals("reader", shown.get("displayName").asString());
        assertEquals(identity.at("/properties/clientId"), shown.get("appId"));
        assertEquals(
                "[\"isExplicit=True\",\"" + IDENTITY + "\"]",
                shown.get("alternativeNames").toString());
        admin.grant(principal, "Mail.Read");
        admin.grant(principal, "Mail.ReadWrite");
        String authentication = "\"authentication\":{\"type\":\"ManagedServiceIdentity\",\"identity\":\"" + IDENTITY
                + "\",\"audience\":\"https://graph.microsoft.com\"}";
        String messages = "https://graph.microsoft.com/v1.0/users/member@contoso.example/messages";
        String make = "{\"type\":\"Http\",\"inputs\":{\"method\":\"POST\",\"uri\":\"" + messages
                + "\",\"body\":{\"subject\":\"x\"}," + authentication + "},\"runAfter\":{AFTER}}";
        String read = "{\"type\":\"Http\",\"inputs\":{\"method\":\"GET\",\"uri\":\"URI\"," + authentication
                + "},\"runAfter\":{\"AFTER\":[\"Succeeded\"]}}";
        deploy(
                "paging",
                "{\"type\":\"UserAssigned\",\"userAssignedIdentities\":{\"" + IDENTITY + "\":{}}}",
                "{}",
                "{\"One\":" + make.replace("AFTER", "") + ",\"Two\":"
                        + make.replace("AFTER", "\"One\":[\"Succeeded\"]") + ",\"First\":"
                        + read.replace("URI", messages + "?$top=1").replace("AFTER", "Two") + ",\"Next\":"
                        + read.replace("URI", "@{body('First')?['@odata.nextLink']}")
                                .replace("AFTER", "First") + "}");
        String run = ended("paging");
        JsonNode first = action("paging", run, "First");
        assertEquals("Succeeded", first.get("status").asString(), first::toString);
        String link = first.at("/outputs/body/@odata.nextLink").asString();
        assertTrue(link.startsWith(messages + "?"), link);
        assertTrue(
                first.at("/outputs/body/@odata.context")
                        .asString()
                        .startsWith("https://graph.microsoft.com/v1.0/$metadata#"),
                first::toString);
        JsonNode next = action("paging", run, "Next");
        assertEquals("Succeeded", next.get("status").asString(), next::toString);
        assertEquals(1, next.at("/outputs/body/value").size());
        assertFalse(next.toString().contains("eyJ"), "a token stands in the history");

        // To other callers, links name the host that they called.
        Administration.App app = admin.app("other", "Mail.Read");
        String token = admin.requestToken(app.appId(), app.secret(), Administration.GRAPH)
                .expect(200)
                .json()
                .get("access_token")
                .asString();
        String own = admin.http()
                .get("/v1.0/users/member@contoso.example/messages?%24top=1", token)
                .expect(200)
                .json()
                .path("@odata.nextLink")
                .asString();
        assertTrue(own.startsWith(postern.address() + "/v1.0/"), own);

        // No program gets a token of the identity.
        String management = admin.token(Administration.MANAGEMENT);
        admin.http().get("/postern/identities/" + principal, management).expect(404);
        admin.http().get("/postern/identities/reader", management).expect(404);

        call("DELETE", IDENTITY, "2023-01-31", null).expect(200);
        admin.http()
                .get("/v1.0/servicePrincipals/" + principal, admin.token(Administration.GRAPH))
                .expect(404);
        JsonNode refused = action("paging", ended("paging"), "One");
        assertTrue(refused.toString().contains("was deleted"), refused::toString);
    }

    @Test
    void anApplicationGetsItsTokenFromThisServer() {
        Administration.App app = admin.app("robot", "User.Read.All");
        String uri = "https://graph.microsoft.com/v1.0/users?$select=id";
        String call = "{\"type\":\"Http\",\"inputs\":{\"method\":\"GET\",\"uri\":\"" + uri
                + "\",\"authentication\":{\"type\":\"@{parameters('how')}\",\"tenant\":\"contoso.example\",\"audience\":"
                + "\"https://graph.microsoft.com\",\"clientId\":\"" + app.appId() + "\",\"secret\":\"SECRET\"}},"
                + "\"runAfter\":{AFTER}}";
        deploy(
                "robot",
                "{\"type\":\"None\"}",
                "{\"how\":{\"type\":\"String\",\"defaultValue\":\"ActiveDirectoryOAuth\"}}",
                "{\"Right\":" + call.replace("SECRET", app.secret()).replace("AFTER", "") + ",\"Wrong\":"
                        + call.replace("SECRET", "hidden-secret").replace("AFTER", "\"Right\":[\"Succeeded\"]") + "}");
        String run = ended("robot");
        JsonNode right = action("robot", run, "Right");
        assertEquals("OK", right.get("code").asString(), right::toString);
        JsonNode wrong = action("robot", run, "Wrong");
        assertTrue(wrong.toString().contains("OAuthTokenRefused"), wrong::toString);
        assertTrue(wrong.toString().contains("AADSTS7000215"), wrong::toString);
        for (JsonNode one : new JsonNode[] {right, wrong}) {
            assertFalse(one.toString().contains(app.secret()));
            assertFalse(one.toString().contains("hidden-secret"));
            assertFalse(one.toString().contains("eyJ"));
        }
    }

    @Test
    void identitiesOfProgramsAreNotAssignedToWorkflows() {
        admin.http()
                .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"program\"}")
                .expect(201);
        String id = "/subscriptions/" + admin.tenantId()
                + "/resourcegroups/postern/providers/Microsoft.ManagedIdentity/userAssignedIdentities/program";
        call("GET", id, "2023-01-31", null).expect(404);
        call("DELETE", id, "2023-01-31", null).expect(204);
        assertEquals(
                "ReservedResourceGroup",
                call("PUT", id, "2023-01-31", "{\"location\":\"west\"}")
                        .expect(403)
                        .code());
        Answer refused = call(
                "PUT",
                WORKFLOWS + "thief",
                "2019-05-01",
                "{\"identity\":{\"type\":\"UserAssigned\",\"userAssignedIdentities\":{\"" + id
                        + "\":{}}},\"properties\":{\"definition\":{\"triggers\":{},\"actions\":{}}}}");
        assertTrue(refused.expect(400).message().contains("was not found"), refused::body);
    }
}
