package dev.postern.graph.directory;

import static dev.postern.graph.directory.DirectoryCases.ADMIN;
import static dev.postern.graph.directory.DirectoryCases.APPS;
import static dev.postern.graph.directory.DirectoryCases.app;
import static dev.postern.graph.directory.DirectoryCases.good;
import static dev.postern.graph.directory.DirectoryCases.group;
import static dev.postern.graph.directory.DirectoryCases.ids;
import static dev.postern.graph.directory.DirectoryCases.refused;
import static dev.postern.graph.directory.DirectoryCases.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What az, Terraform and scripts do with the directory and rely on, on both engines. */
class GraphDirectoryCasesTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPatchMergesComplexProperties(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String at = APPS + "/"
                    + good(
                                    201,
                                    admin.post(
                                            APPS,
                                            "{'displayName':'x','web':{'redirectUris':['https://a/cb'],'homePageUrl':'https://a',"
                                                + "'implicitGrantSettings':{'enableIdTokenIssuance':true,'enableAccessTokenIssuance':true}},"
                                                + "'api':{'requestedAccessTokenVersion':2,'acceptMappedClaims':true}}"))
                            .id();
            good(204, admin.patch(at, "{'web':{'homePageUrl':'https://b'}}"));
            JsonNode web = admin.get(at).json().get("web");
            assertEquals("https://b", web.get("homePageUrl").asString());
            assertEquals("[\"https://a/cb\"]", web.get("redirectUris").toString());
            assertTrue(web.at("/implicitGrantSettings/enableIdTokenIssuance").asBoolean());
            assertTrue(
                    web.at("/implicitGrantSettings/enableAccessTokenIssuance").asBoolean());

            good(204, admin.patch(at, "{'web':{'implicitGrantSettings':{'enableIdTokenIssuance':false}}}"));
            web = admin.get(at).json().get("web");
            assertFalse(web.at("/implicitGrantSettings/enableIdTokenIssuance").asBoolean());
            assertTrue(
                    web.at("/implicitGrantSettings/enableAccessTokenIssuance").asBoolean());
            assertEquals("[\"https://a/cb\"]", web.get("redirectUris").toString());

            String scope =
                    "{'id':'6b7d8a3e-6b71-4b4b-9d2e-31ad2d0b7a10','value':'read','type':'User','isEnabled':true}";
            good(204, admin.patch(at, "{'api':{'oauth2PermissionScopes':[" + scope + "]}}"));
            JsonNode api = admin.get(at).json().get("api");
            assertEquals(2, api.get("requestedAccessTokenVersion").asInt());
            assertTrue(api.get("acceptMappedClaims").asBoolean());
            assertEquals("read", api.at("/oauth2PermissionScopes/0/value").asString());

            // a list is replaced as a whole, null removes one property, and only that
            good(204, admin.patch(at, "{'web':{'redirectUris':['https://c/cb'],'homePageUrl':null}}"));
            web = admin.get(at).json().get("web");
            assertEquals("[\"https://c/cb\"]", web.get("redirectUris").toString());
            assertTrue(web.get("homePageUrl").isNull());
            assertTrue(
                    web.at("/implicitGrantSettings/enableAccessTokenIssuance").asBoolean());
            good(204, admin.patch(at, "{'web':null}"));
            assertEquals("[]", admin.get(at).json().at("/web/redirectUris").toString());

            String user = "/v1.0/users/" + user(admin, "adele");
            good(204, admin.patch(user, "{'onPremisesExtensionAttributes':{'extensionAttribute1':'a'}}"));
            good(204, admin.patch(user, "{'onPremisesExtensionAttributes':{'extensionAttribute2':'b'}}"));
            JsonNode attributes = admin.get(user + "?$select=onPremisesExtensionAttributes")
                    .json()
                    .get("onPremisesExtensionAttributes");
            assertEquals("a", attributes.path("extensionAttribute1").asString());
            assertEquals("b", attributes.path("extensionAttribute2").asString());
            refused(400, "RequestBodyRead", admin.patch(at, "{'web':{'homePage':'https://b'}}"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void whatIsOnlyStoredHasALimit(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String at = APPS + "/" + app(admin, "x");
            String half = "y".repeat(600_000);
            good(204, admin.patch(at, "{'notes':'" + half + "'}"));
            refused(400, "They can have at most", admin.patch(at, "{'description':'" + half + "'}"));
            good(204, admin.patch(at, "{'notes':null,'description':'" + half + "'}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatWasNeverSetHasItsDefault(Engine engine) throws IOException {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            Answer application = good(201, admin.post(APPS, "{'displayName':'x'}"));
            var objects = new HashMap<String, List<JsonNode>>();
            objects.put(
                    "applications",
                    List.of(
                            application.json(),
                            admin.get(APPS + "/" + application.id()).json()));
            Answer principal = good(
                    201,
                    admin.post(
                            "/v1.0/servicePrincipals",
                            "{'appId':'" + application.json().get("appId").asString() + "'}"));
            objects.put(
                    "servicePrincipals",
                    List.of(
                            principal.json(),
                            admin.get("/v1.0/servicePrincipals/" + principal.id())
                                    .json()));
            objects.put(
                    "groups",
                    List.of(admin.get("/v1.0/groups/" + group(admin, "g", "")).json()));
            objects.put(
                    "users",
                    List.of(admin.get("/v1.0/users/" + user(admin, "adele")).json()));
            objects.put(
                    "organization",
                    List.of(admin.get("/v1.0/organization").json().at("/value/0")));
            objects.put("domains", List.of(admin.get("/v1.0/domains").json().at("/value/0")));
            for (String[] row : rows()) {
                for (JsonNode object : Objects.requireNonNull(objects.get(row[0]))) {
                    JsonNode value = object.at(row[1]);
                    assertFalse(value.isMissingNode(), () -> row[1] + " of " + object);
                    assertEquals(Json.parse(row[2].getBytes(StandardCharsets.UTF_8)), value, row[1]);
                }
            }
            // also by name, and in conditions
            JsonNode some = admin.get(APPS + "/" + application.id() + "?$select=web,requiredResourceAccess")
                    .json();
            assertEquals("[]", some.get("requiredResourceAccess").toString());
            assertEquals("[]", some.at("/web/redirectUris").toString());
            assertEquals(1, ids(admin.get(APPS + "?$filter=displayName eq 'x'")).size());
            JsonNode all = admin.get("/v1.0/users?$select=otherMails,skills").json();
            assertEquals("[]", all.at("/value/0/otherMails").toString());
        }
    }

    private static List<String[]> rows() throws IOException {
        try (var in =
                Objects.requireNonNull(GraphDirectoryCasesTest.class.getResourceAsStream("unset-properties.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\\|", 3))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyServicePrincipalIsFoundByItsAppIdAmongItsNames(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            for (String[] known : new String[][] {
                {"00000003-0000-0000-c000-000000000000", "Microsoft Graph"},
                {"00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"},
                {"00000002-0000-0000-c000-000000000000", "Windows Azure Active Directory"},
                {"797f4846-ba00-4fd7-ba43-dac1f8f63013", "Windows Azure Service Management API"}
            }) {
                JsonNode found = named(admin, known[0]);
                assertEquals(1, found.size());
                assertEquals(known[1], found.at("/0/displayName").asString());
            }
            assertEquals(1, named(admin, "https://graph.microsoft.com").size());
            assertEquals(0, named(admin, "11111111-1111-4111-8111-111111111111").size());
            JsonNode application = admin.post(APPS, "{'displayName':'x'}").json();
            String appId = application.get("appId").asString();
            admin.post("/v1.0/servicePrincipals", "{'appId':'" + appId + "'}");
            assertEquals(1, named(admin, appId).size());
            assertEquals(
                    0, named(fixture.stranger("Application.Read.All"), appId).size());
        }
    }

    private static JsonNode named(Client client, String name) {
        return good(200, client.get("/v1.0/servicePrincipals?$filter=servicePrincipalNames/any(c:c eq '" + name + "')"))
                .json()
                .get("value");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theTenantMayStandInTheAddress(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String id = app(admin, "x");
            for (String tenant :
                    List.of(fixture.contoso.id().toString(), "contoso.example", "CONTOSO.example", "myorganization")) {
                String root = "/v1.0/" + tenant;
                assertEquals(
                        id, good(200, admin.get(root + "/applications/" + id)).id());
                assertEquals(
                        1, ids(admin.get(root + "/servicePrincipals?$top=1")).size());
                good(204, admin.patch(root + "/applications/" + id, "{'notes':'n'}"));
                refused(404, "does not exist", admin.get(root + "/applications/" + fixture.contoso.id()));
                refused(400, "Resource not found for the segment 'nothing'", admin.get(root + "/nothing"));
            }
            for (String other : List.of(fixture.fabrikam.id().toString(), "fabrikam.example", "elsewhere.example")) {
                refused(
                        400,
                        "Resource not found for the segment '" + other + "'",
                        admin.get("/v1.0/" + other + "/users"));
            }
            refused(
                    403,
                    "Authorization_RequestDenied",
                    fixture.client("Mail.Read").get("/v1.0/myorganization/users"));
            JsonNode page =
                    admin.get("/v1.0/myorganization/servicePrincipals?$top=2").json();
            assertEquals(
                    2,
                    ids(admin.get(page.get("@odata.nextLink").asString().replaceFirst("https://[^/]+", "")))
                            .size());
            refused(
                    501,
                    "The version 'beta' of Microsoft Graph is not implemented",
                    Answer.of(fixture.edge.beta().handle(request(admin, "/beta/users"))));
            refused(
                    401,
                    "InvalidAuthenticationToken",
                    Answer.of(fixture.edge
                            .beta()
                            .handle(dev.postern.graph.TestRequest.of("GET", "/beta/users", Map.of(), ""))));
        }
    }

    private static dev.postern.http.Request request(Client client, String address) {
        return dev.postern.graph.TestRequest.of(
                "GET", address, Map.of("Authorization", "Bearer " + client.token()), "");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theNewestSecretIsFirst(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            Answer application = good(201, admin.post(APPS, "{'displayName':'x'}"));
            String principal = good(
                            201,
                            admin.post(
                                    "/v1.0/servicePrincipals",
                                    "{'appId':'"
                                            + application.json().get("appId").asString() + "'}"))
                    .id();
            for (String at : List.of(APPS + "/" + application.id(), "/v1.0/servicePrincipals/" + principal)) {
                for (String name : List.of("key1", "key2", "key3")) {
                    good(200, admin.post(at + "/addPassword", "{'passwordCredential':{'displayName':'" + name + "'}}"));
                }
                assertEquals(
                        List.of("key3", "key2", "key1"),
                        admin.get(at)
                                .json()
                                .get("passwordCredentials")
                                .valueStream()
                                .map(one -> one.get("displayName").asString())
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theTenantItselfAndWhatIsNotKept(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String id = fixture.contoso.id().toString();
            Answer organization = good(200, admin.get("/v1.0/organization"));
            assertEquals(List.of(id), ids(organization));
            assertEquals(
                    "contoso.example",
                    organization.json().at("/value/0/verifiedDomains/0/name").asString());
            assertNotNull(
                    good(200, admin.get("/v1.0/organization/" + id)).json().get("createdDateTime"));
            assertEquals(
                    "{\"displayName\":\"contoso.example\"}",
                    Json.text(admin.get("/v1.0/organization?$select=displayName")
                            .json()
                            .at("/value/0")));
            refused(404, "does not exist", admin.get("/v1.0/organization/" + fixture.fabrikam.id()));
            assertEquals(List.of("contoso.example"), ids(admin.get("/v1.0/domains?$filter=isDefault eq true")));
            assertTrue(good(200, admin.get("/v1.0/domains/Contoso.example"))
                    .json()
                    .get("isVerified")
                    .asBoolean());
            refused(404, "does not exist", admin.get("/v1.0/domains/fabrikam.example"));
            assertEquals(List.of(), ids(admin.get("/v1.0/oauth2PermissionGrants?$filter=clientId eq '" + id + "'")));
            String program = admin.principal().id().toString();
            assertEquals(List.of(), ids(admin.get("/v1.0/servicePrincipals/" + program + "/oauth2PermissionGrants")));
            refused(404, "does not exist", admin.get("/v1.0/oauth2PermissionGrants/x"));
            Client writer = fixture.client("Directory.ReadWrite.All");
            refused(
                    501,
                    "POST /oauth2PermissionGrants is not implemented",
                    writer.post("/v1.0/oauth2PermissionGrants", "{'clientId':'x'}"));
            String gone = app(admin, "gone");
            good(204, admin.delete(APPS + "/" + gone));
            for (String type : List.of("user", "group", "application", "servicePrincipal")) {
                assertEquals(List.of(), ids(admin.get("/v1.0/directory/deletedItems/microsoft.graph." + type)));
            }
            refused(404, "does not exist", admin.get("/v1.0/directory/deletedItems/" + gone));
            refused(
                    501,
                    "DELETE /directory/deletedItems/{id} is not implemented",
                    admin.delete("/v1.0/directory/deletedItems/" + gone));
            refused(
                    501,
                    "POST /directory/deletedItems/{id}/restore is not implemented",
                    admin.post("/v1.0/directory/deletedItems/" + gone + "/restore", ""));
            Client nobody = fixture.client("Mail.Read");
            for (String address : List.of(
                    "/v1.0/organization",
                    "/v1.0/domains",
                    "/v1.0/oauth2PermissionGrants",
                    "/v1.0/directory/deletedItems/microsoft.graph.user")) {
                refused(403, "Authorization_RequestDenied", nobody.get(address));
            }
            for (String role :
                    List.of("Organization.Read.All", "Domain.Read.All", "DelegatedPermissionGrant.Read.All")) {
                String set = role.startsWith("Org")
                        ? "organization"
                        : role.startsWith("Dom") ? "domains" : "oauth2PermissionGrants";
                good(200, fixture.client(role).get("/v1.0/" + set));
            }
        }
    }
}
