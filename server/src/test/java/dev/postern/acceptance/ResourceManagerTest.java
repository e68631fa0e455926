package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The root of the resource manager, which sign-in tools call before anything else (Azure/azure-cli#13285). */
class ResourceManagerTest {
    private static final String DEFAULT = "/subscriptions/00000000-0000-4000-8000-000000000000";
    private static final String OTHER = "/subscriptions/11111111-1111-4111-8111-111111111111";
    private static final String VERSION = "?api-version=2019-11-01";
    private static final String DEFINITION = """
        {"location":"westeurope","tags":{"env":"test","Team":"mail"},"properties":{"definition":{
          "$schema":"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
          "contentVersion":"1.0.0.0",
          "triggers":{"manual":{"type":"Request","kind":"Http","inputs":{}}},
          "actions":{},"outputs":{}}},"identity":{"type":"SystemAssigned"}}
        """;

    private static TestPostern start(Engine engine) {
        return engine == Engine.SQLITE
                ? TestPostern.start("tenant.additional", "fabrikam.example")
                : TestPostern.start("tenant.additional", "fabrikam.example", "--database", Databases.postgresUrl());
    }

    private static void deploy(Administration admin, String group, String name) {
        admin.http()
                .send(
                        "PUT",
                        group + "/providers/Microsoft.Logic/workflows/" + name + "?api-version=2019-05-01",
                        admin.token(Administration.MANAGEMENT),
                        "application/json",
                        DEFINITION)
                .expect(201);
    }

    private static JsonNode value(Administration admin, String path) {
        return admin.http()
                .get(path, admin.token(Administration.MANAGEMENT))
                .expect(200)
                .json()
                .get("value");
    }

    private static List<String> names(JsonNode list, String property) {
        return list.valueStream().map(one -> one.path(property).asString()).toList();
    }

    /** Case fi-15 and fi-17: an application without any permission sees no subscription, and its sign-in succeeds. */
    @Test
    void anyTokenOfTheManagementApiSeesItsTenantAndNoSubscription() {
        try (TestPostern postern = start(Engine.SQLITE)) {
            Administration admin = postern.admin();
            Administration.App app = admin.app("cloud");
            String token = admin.requestToken(app.appId(), app.secret(), "https://management.core.windows.net/")
                    .expect(200)
                    .json()
                    .get("access_token")
                    .asString();
            assertEquals(
                    "[]",
                    admin.http()
                            .get("/subscriptions" + VERSION, token)
                            .expect(200)
                            .json()
                            .get("value")
                            .toString());
            JsonNode tenant = admin.http()
                    .get("/tenants" + VERSION, token)
                    .expect(200)
                    .json()
                    .at("/value/0");
            assertEquals(admin.tenantId(), tenant.get("tenantId").asString());
            assertEquals("[\"contoso.example\"]", tenant.get("domains").toString());
            for (String path :
                    List.of("", "/resourcegroups", "/resources", "/locations", "/providers", "/resourcegroups/g")) {
                Answer refused =
                        admin.http().get(DEFAULT + path + VERSION, token).expect(403);
                assertEquals("AuthorizationFailed", refused.code());
            }
            for (String path : List.of("/subscriptions", "/tenants", "/providers", DEFAULT)) {
                admin.http().get(path + VERSION, null).expect(401);
                admin.http()
                        .get(path + VERSION, admin.token(Administration.GRAPH))
                        .expect(401);
                assertEquals(
                        "MissingApiVersionParameter",
                        admin.http()
                                .get(path, admin.token(Administration.MANAGEMENT))
                                .expect(400)
                                .code());
            }
        }
    }

    /** A disabled application is refused even where no permission is needed. */
    @Test
    void aDisabledApplicationSeesNothing() {
        try (TestPostern postern = start(Engine.SQLITE)) {
            Administration admin = postern.admin();
            Administration.App app = admin.app("cloud");
            String token = admin.requestToken(app.appId(), app.secret(), Administration.MANAGEMENT)
                    .expect(200)
                    .json()
                    .get("access_token")
                    .asString();
            admin.http().get("/tenants" + VERSION, token).expect(200);
            admin.http()
                    .send(
                            "PATCH",
                            "/v1.0/servicePrincipals/" + app.servicePrincipalId(),
                            admin.token(Administration.GRAPH),
                            "application/json",
                            "{\"accountEnabled\":false}")
                    .expect(204);
            admin.http().get("/tenants" + VERSION, token).expect(403);
            admin.http().get("/subscriptions" + VERSION, token).expect(403);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void subscriptionsAndGroupsAreThoseOfTheWorkflows(Engine engine) {
        try (TestPostern postern = start(engine)) {
            Administration admin = postern.admin();
            assertEquals(List.of(DEFAULT), names(value(admin, "/subscriptions" + VERSION), "id"));
            assertTrue(value(admin, DEFAULT + "/resourcegroups" + VERSION).isEmpty());
            deploy(admin, DEFAULT + "/resourceGroups/Reports", "daily");
            deploy(admin, DEFAULT + "/resourceGroups/reports", "weekly");
            deploy(admin, DEFAULT + "/resourceGroups/alerts", "smoke");
            deploy(admin, OTHER + "/resourceGroups/far", "away");

            JsonNode subscriptions = value(admin, "/subscriptions" + VERSION);
            assertEquals(List.of(DEFAULT, OTHER), names(subscriptions, "id"));
            JsonNode first = subscriptions.get(0);
            assertEquals(
                    DEFAULT, "/subscriptions/" + first.get("subscriptionId").asString());
            assertEquals(admin.tenantId(), first.get("tenantId").asString());
            assertEquals("Enabled", first.get("state").asString());
            assertEquals(
                    OTHER,
                    admin.http()
                            .get(OTHER + VERSION, admin.token(Administration.MANAGEMENT))
                            .expect(200)
                            .json()
                            .get("id")
                            .asString());

            JsonNode groups = value(admin, DEFAULT + "/resourcegroups" + VERSION);
            assertEquals(List.of("alerts", "Reports"), names(groups, "name"));
            assertEquals("westeurope", groups.get(0).get("location").asString());
            assertEquals(
                    "Succeeded",
                    groups.get(0).at("/properties/provisioningState").asString());
            assertEquals(List.of("westeurope"), names(value(admin, DEFAULT + "/locations" + VERSION), "name"));
            JsonNode one = admin.http()
                    .get(DEFAULT + "/resourcegroups/REPORTS" + VERSION, admin.token(Administration.MANAGEMENT))
                    .expect(200)
                    .json();
            assertEquals(DEFAULT + "/resourceGroups/Reports", one.get("id").asString());

            // what is not there
            for (String[] absent : new String[][] {
                {OTHER + "/resourcegroups/Reports", "ResourceGroupNotFound"},
                {"/subscriptions/nothing", "SubscriptionNotFound"},
                {"/subscriptions/nothing/resourcegroups", "SubscriptionNotFound"},
                {"/subscriptions/nothing/resources", "SubscriptionNotFound"},
                {"/subscriptions/nothing/providers", "SubscriptionNotFound"},
                {DEFAULT + "/resourcegroups/nothing/resources", "ResourceGroupNotFound"},
                {DEFAULT + "/providers/Microsoft.Compute", "InvalidResourceNamespace"},
                {"/tenants/x", "NotFound"}
            }) {
                Answer answer = admin.http()
                        .get(absent[0] + VERSION, admin.token(Administration.MANAGEMENT))
                        .expect(404);
                assertEquals(absent[1], answer.code(), absent[0]);
            }

            // another tenant has the default subscription and nothing in it
            Administration fabrikam = postern.admin("fabrikam.example");
            assertEquals(List.of(DEFAULT), names(value(fabrikam, "/subscriptions" + VERSION), "id"));
            assertTrue(value(fabrikam, DEFAULT + "/resources" + VERSION).isEmpty());
            assertEquals(
                    fabrikam.tenantId(),
                    value(fabrikam, "/tenants" + VERSION).get(0).get("tenantId").asString());
        }
    }

    @Test
    void resourcesAreTheWorkflows() {
        try (TestPostern postern = start(Engine.SQLITE)) {
            Administration admin = postern.admin();
            deploy(admin, DEFAULT + "/resourceGroups/reports", "daily");
            deploy(admin, DEFAULT + "/resourceGroups/alerts", "smoke");
            JsonNode all = value(
                    admin,
                    DEFAULT + "/resources" + VERSION + "&%24expand=createdTime%2CchangedTime%2CprovisioningState");
            assertEquals(List.of("smoke", "daily"), names(all, "name"));
            JsonNode smoke = all.get(0);
            assertEquals(
                    DEFAULT + "/resourceGroups/alerts/providers/Microsoft.Logic/workflows/smoke",
                    smoke.get("id").asString());
            assertEquals("Microsoft.Logic/workflows", smoke.get("type").asString());
            assertEquals("westeurope", smoke.get("location").asString());
            assertEquals("test", smoke.at("/tags/env").asString());
            assertEquals("SystemAssigned", smoke.at("/identity/type").asString());
            assertEquals("Succeeded", smoke.get("provisioningState").asString());
            assertTrue(smoke.has("createdTime") && smoke.has("changedTime"));
            assertFalse(smoke.has("properties"), "the definition is not in the list");
            JsonNode plain = value(admin, DEFAULT + "/resourceGroups/alerts/resources" + VERSION);
            assertEquals(List.of("smoke"), names(plain, "name"));
            assertFalse(plain.get(0).has("createdTime"));
            for (String[] filter : new String[][] {
                {"resourceType eq 'microsoft.logic/Workflows'", "smoke daily"},
                {"resourceType eq 'Microsoft.Compute/virtualMachines'", ""},
                {"name eq 'DAILY'", "daily"},
                {"resourceGroup eq 'alerts' and name eq 'smoke'", "smoke"},
                {"resourceGroup eq 'alerts' and name eq 'daily'", ""},
                {"location eq 'westeurope'", "smoke daily"},
                {"tagname eq 'TEAM' and tagvalue eq 'mail'", "smoke daily"},
                {"tagname eq 'team' and tagvalue eq 'Mail'", ""},
                {"tagname eq 'other'", ""},
                {"startswith(tagname, 'te')", "smoke daily"},
                {"name eq 'o''clock'", ""}
            }) {
                String query = DEFAULT + "/resources" + VERSION + "&$filter=" + Http.encode(filter[0]);
                assertEquals(
                        filter[1], String.join(" ", names(value(admin, query.replace("$", "%24")), "name")), filter[0]);
            }
            assertEquals(
                    1,
                    value(admin, DEFAULT + "/resources" + VERSION + "&%24top=1").size());
            for (String bad : List.of("plan eq 'x'", "name ne 'x'", "name eq 'x' or name eq 'y'", "name eq x", "'")) {
                Answer refused = admin.http()
                        .get(
                                DEFAULT + "/resources" + VERSION + "&%24filter=" + Http.encode(bad),
                                admin.token(Administration.MANAGEMENT))
                        .expect(400);
                assertEquals("InvalidFilterInQueryString", refused.code(), bad);
            }
        }
    }

    @Test
    void providersNameTheWorkflows() {
        try (TestPostern postern = start(Engine.SQLITE)) {
            Administration admin = postern.admin();
            String token = admin.token(Administration.MANAGEMENT);
            JsonNode logic = admin.http()
                    .get(DEFAULT + "/providers/microsoft.logic" + VERSION, token)
                    .expect(200)
                    .json();
            assertEquals("Microsoft.Logic", logic.get("namespace").asString());
            assertEquals("Registered", logic.get("registrationState").asString());
            assertEquals("workflows", logic.at("/resourceTypes/0/resourceType").asString());
            assertEquals(
                    "2019-05-01", logic.at("/resourceTypes/0/apiVersions/0").asString());
            assertEquals(
                    Set.of("Microsoft.Logic", "Microsoft.ManagedIdentity", "Microsoft.Resources"),
                    Set.copyOf(names(value(admin, DEFAULT + "/providers" + VERSION), "namespace")));
            assertTrue(names(value(admin, "/providers/Microsoft.ManagedIdentity/operations" + VERSION), "name")
                    .contains("Microsoft.ManagedIdentity/userAssignedIdentities/write"));
            assertEquals(
                    "/providers/Microsoft.Resources",
                    admin.http()
                            .get("/providers/Microsoft.Resources" + VERSION, token)
                            .expect(200)
                            .json()
                            .get("id")
                            .asString());
            Answer registered = admin.http().post(DEFAULT + "/providers/Microsoft.Logic/register" + VERSION, token, "");
            assertEquals(
                    "Registered",
                    registered.expect(200).json().get("registrationState").asString());
            admin.http()
                    .post(DEFAULT + "/providers/Microsoft.Compute/register" + VERSION, token, "")
                    .expect(404);
            admin.http()
                    .post(DEFAULT + "/providers/Microsoft.Logic/unregister" + VERSION, token, "")
                    .expect(404);
        }
    }

    /** Scripts create a group before they deploy into it, and ask whether it exists. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void groupsCanBeCreatedBeforeTheirWorkflows(Engine engine) throws IOException, InterruptedException {
        try (TestPostern postern = start(engine);
                HttpClient client = HttpClient.newHttpClient()) {
            Administration admin = postern.admin();
            String token = admin.token(Administration.MANAGEMENT);
            for (int status : new int[] {201, 200}) {
                JsonNode made = admin.http()
                        .send(
                                "PUT",
                                DEFAULT + "/resourcegroups/new" + VERSION,
                                token,
                                "application/json",
                                "{\"location\":\"westeurope\",\"tags\":{\"Team\":\"mail\"}}")
                        .expect(status)
                        .json();
                assertEquals("westeurope", made.get("location").asString());
            }
            deploy(admin, DEFAULT + "/resourceGroups/old", "daily");
            Answer refused = admin.http()
                    .send("DELETE", DEFAULT + "/resourcegroups/old" + VERSION, token, null, null)
                    .expect(409);
            assertEquals("ResourceGroupNotEmpty", refused.code());
            assertEquals(List.of("new", "old"), names(value(admin, DEFAULT + "/resourcegroups" + VERSION), "name"));
            String filter = "&%24filter=" + Http.encode("tagname eq 'team' and tagvalue eq 'mail'");
            assertEquals(List.of("new"), names(value(admin, DEFAULT + "/resourcegroups" + VERSION + filter), "name"));
            for (String[] asked : new String[][] {{"old", "204"}, {"new", "204"}, {"other", "404"}}) {
                var request = HttpRequest.newBuilder(
                                URI.create(postern.address() + DEFAULT + "/resourcegroups/" + asked[0] + VERSION))
                        .header("Authorization", "Bearer " + token)
                        .HEAD()
                        .build();
                HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                assertEquals(asked[1], String.valueOf(answer.statusCode()), asked[0]);
            }
            admin.http()
                    .send("DELETE", DEFAULT + "/resourcegroups/new" + VERSION, token, null, null)
                    .expect(200);
            // Another tenant does not see the group.
            assertTrue(value(postern.admin("fabrikam.example"), DEFAULT + "/resourcegroups" + VERSION)
                    .isEmpty());
        }
    }

    /** The three forms of the document, for {@code az cloud register}, {@code ARM_CLOUD_METADATA_URL} and Terraform. */
    @Test
    void theMetadataNamesThisServer() {
        try (TestPostern postern = TestPostern.start("server.public-names", "https://cloud.contoso.example")) {
            Http http = postern.admin().http();
            String own = postern.tlsAddress() + "/";
            JsonNode first = http.get("/metadata/endpoints?api-version=2015-01-01", null)
                    .expect(200)
                    .json();
            assertEquals(own, first.at("/authentication/loginEndpoint").asString());
            assertEquals(
                    "[\"https://management.core.windows.net/\",\"https://management.azure.com/\"]",
                    first.at("/authentication/audiences").toString());
            assertEquals(
                    "https://graph.windows.net/", first.get("graphEndpoint").asString());
            JsonNode list = http.get("/metadata/endpoints?api-version=2019-05-01", null)
                    .expect(200)
                    .json();
            JsonNode last = http.get("/Metadata/Endpoints?api-version=2022-09-01", null)
                    .expect(200)
                    .json();
            assertEquals(Json.array().add(last), list);
            assertEquals(own, last.get("resourceManager").asString());
            assertEquals(own, last.get("microsoftGraphResourceId").asString());
            assertEquals(own, last.at("/authentication/loginEndpoint").asString());
            assertTrue(last.get("suffixes").isObject());
            for (String bad : List.of("", "?api-version=", "?api-version=x", "?api-version=2013-01-01")) {
                http.get("/metadata/endpoints" + bad, null).expect(400);
            }
            assertEquals(
                    404,
                    http.get("/metadata/other?api-version=2022-09-01", null).status());
        }
    }
}
