package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations of a program on the directory, from creation to deletion, on both engines. */
class GraphDirectoryTest {
    private static String user(String name) {
        return "{'accountEnabled':true,'displayName':'" + name + "','mailNickname':'" + name + "','userPrincipalName':'"
                + name + "@contoso.example','passwordProfile':{'password':'x1!Y'}}";
    }

    private static void refused(Answer answer, int status, String code, String message) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(code, answer.code());
        assertEquals(message, answer.message());
    }

    private static String missing(String id) {
        return "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void usersAreCreatedFoundChangedAndDeleted(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("User.ReadWrite.All");
            Answer made = admin.post("/v1.0/users", user("adele"));
            assertEquals(201, made.status(), made.toString());
            assertEquals(
                    "https://localhost:8443/v1.0/$metadata#users/$entity",
                    made.json().path("@odata.context").asString());
            assertEquals("adele@contoso.example", made.json().path("mail").asString());
            assertTrue(made.header("Location").endsWith("/v1.0/users/" + made.id()));
            assertFalse(made.text().contains("x1!Y"));
            User stored = Objects.requireNonNull(fixture.snapshot().find(ObjectId.of(made.id()), User.class));
            assertNotNull(stored.mailbox());
            Answer byName = admin.get("/v1.0/users/ADELE@contoso.example?$select=displayName,proxyAddresses");
            assertEquals(
                    "{\"@odata.context\":\"https://localhost:8443/v1.0/$metadata#users(displayName,proxyAddresses)/$entity\","
                        + "\"displayName\":\"adele\",\"proxyAddresses\":[\"SMTP:adele@contoso.example\"]}",
                    byName.text());
            assertEquals(
                    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
                    byName.contentType());
            assertEquals("4.0", byName.header("OData-Version"));

            assertEquals(
                    204,
                    admin.patch("/v1.0/users/" + made.id(), "{'jobTitle':'Engineer','AccountEnabled':false}")
                            .status());
            Answer changed = admin.get("/v1.0/users('" + made.id() + "')?$select=jobTitle,accountEnabled");
            assertEquals("Engineer", changed.json().path("jobTitle").asString());
            assertFalse(changed.json().path("accountEnabled").asBoolean());
            admin.patch("/v1.0/users/" + made.id(), "{'jobTitle':null}");
            assertTrue(admin.get("/v1.0/users/" + made.id())
                    .json()
                    .path("jobTitle")
                    .isNull());

            refused(
                    admin.post("/v1.0/users", user("adele")),
                    400,
                    "Request_BadRequest",
                    "Another object with the same value for property proxyAddresses already exists.");
            refused(
                    fixture.stranger("User.Read.All").get("/v1.0/users/" + made.id()),
                    404,
                    "Request_ResourceNotFound",
                    missing(made.id()));
            refused(
                    fixture.stranger("User.ReadWrite.All").delete("/v1.0/users/" + made.id()),
                    404,
                    "Request_ResourceNotFound",
                    missing(made.id()));

            assertEquals(204, admin.delete("/v1.0/users/" + made.id()).status());
            refused(admin.get("/v1.0/users/" + made.id()), 404, "Request_ResourceNotFound", missing(made.id()));
            refused(admin.delete("/v1.0/users/" + made.id()), 404, "Request_ResourceNotFound", missing(made.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void invalidUserPropertiesAreRefusedByName(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("User.ReadWrite.All");
            for (String name :
                    List.of("accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile")) {
                String body = user("bert")
                        .replaceAll("'" + name + "':(\\{[^}]*}|'[^']*'|true),?", "")
                        .replace(",}", "}");
                refused(
                        admin.post("/v1.0/users", body),
                        400,
                        "Request_BadRequest",
                        "A value is required for property '" + name + "' of resource 'User'.");
            }
            refused(
                    admin.post("/v1.0/users", user("bert").replace("bert@contoso", "bert@elsewhere")),
                    400,
                    "Request_BadRequest",
                    "The domain portion of the userPrincipalName property is invalid. You must use one of the verified"
                            + " domain names in your organization.");
            String id = admin.post("/v1.0/users", user("bert")).id();
            String at = "/v1.0/users/" + id;
            refused(
                    admin.patch(at, "{'proxyAddresses':['SMTP:a@b']}"),
                    400,
                    "Request_BadRequest",
                    "Property 'proxyAddresses' is read-only and cannot be set.");
            assertEquals("RequestBodyRead", admin.patch(at, "{'nonsense':1}").code());
            assertEquals(
                    "RequestBodyRead", admin.patch(at, "{'displayName':{}}").code());
            assertEquals(
                    "RequestBodyRead",
                    admin.patch(at, "{'accountEnabled':'maybe'}").code());
            assertEquals("BadRequest", admin.patch(at, "{'displayName'").code());
            assertEquals("BadRequest", admin.patch(at, "[".repeat(5000)).code());
            assertEquals("UnableToDeserializePostBody", admin.patch(at, "[]").code());
            assertEquals(
                    413,
                    admin.patch(at, "{'aboutMe':'" + "x".repeat(5 << 20) + "'}").status());
            assertEquals(
                    415,
                    admin.send("PATCH", at, "<x/>", Map.of("Content-Type", "text/xml"))
                            .status());
            assertEquals(
                    501,
                    admin.patch(at, "{'manager@odata.bind':'https://graph.microsoft.com/v1.0/users/x'}")
                            .status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void groupsHaveMembersAlsoInACycle(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("Group.ReadWrite.All", "User.ReadWrite.All");
            String user = admin.post("/v1.0/users", user("carl")).id();
            String one = group(
                    admin, "one", "'members@odata.bind':['https://graph.microsoft.com/v1.0/users/" + user + "'],");
            String two = group(admin, "two", "");
            add(admin, one, two);
            add(admin, two, one);
            refused(
                    admin.post("/v1.0/groups/" + one + "/members/$ref", ref(user)),
                    400,
                    "Request_BadRequest",
                    "One or more added object references already exist for the following modified properties:"
                            + " 'members'.");
            assertEquals(
                    List.of(user, two).stream().sorted().toList(),
                    admin.get("/v1.0/groups/" + one + "/members").each("id"));
            assertEquals(
                    List.of(user),
                    admin.get("/v1.0/groups/" + one + "/members/microsoft.graph.user?$select=id")
                            .each("id"));
            assertEquals(
                    List.of(user, one).stream().sorted().toList(),
                    admin.get("/v1.0/groups/" + two + "/transitiveMembers?$select=id,userPrincipalName,accountEnabled")
                            .each("id"));
            assertEquals(
                    List.of(one), admin.get("/v1.0/users/" + user + "/memberOf").each("id"));
            assertEquals(
                    2,
                    admin.get("/v1.0/users/" + user + "/transitiveMemberOf/microsoft.graph.group")
                            .each("id")
                            .size());
            assertEquals(
                    "2",
                    admin.eventual("/v1.0/groups/" + one + "/members/$count").text());
            assertEquals(
                    400, admin.get("/v1.0/groups/" + one + "/members/$count").status());
            assertEquals(
                    204,
                    admin.delete("/v1.0/groups/" + one + "/members/" + user + "/$ref")
                            .status());
            assertEquals(
                    404,
                    admin.delete("/v1.0/groups/" + one + "/members/" + user + "/$ref")
                            .status());
            assertEquals(
                    404,
                    admin.post("/v1.0/groups/" + one + "/members/$ref", ref("11111111-1111-4111-8111-111111111111"))
                            .status());
            assertEquals(
                    400,
                    admin.post("/v1.0/groups/" + one + "/members/$ref", "{}").status());

            refused(
                    admin.post(
                            "/v1.0/groups",
                            "{'displayName':'m','mailEnabled':true,'mailNickname':'m','securityEnabled':true}"),
                    400,
                    "Request_BadRequest",
                    "The service does not currently support writes of mail-enabled groups. Please ensure that the"
                            + " mail-enablement property is unset and the security-enablement property is set.");
            Answer unified = admin.post(
                    "/v1.0/groups",
                    "{'displayName':'u','mailEnabled':true,'mailNickname':'u','securityEnabled':false,'groupTypes':['Unified']}");
            assertEquals("u@contoso.example", unified.json().path("mail").asString());
            assertEquals(204, admin.delete("/v1.0/groups/" + unified.id()).status());
            String named =
                    "{'displayName':'u','mailEnabled':true,'mailNickname':'%s','securityEnabled':false,'groupTypes':['Unified']}";
            assertEquals(
                    "Buero@contoso.example",
                    admin.post("/v1.0/groups", named.formatted("Büro"))
                            .json()
                            .path("mail")
                            .asString());
            refused(
                    admin.post("/v1.0/groups", named.formatted("会議室")),
                    400,
                    "Request_BadRequest",
                    "Invalid value specified for property 'mailNickname' of resource 'Group'.");
            assertEquals(
                    404,
                    fixture.stranger("Group.Read.All")
                            .get("/v1.0/groups/" + one + "/members")
                            .status());
        }
    }

    private static String group(Client admin, String name, String more) {
        Answer made = admin.post(
                "/v1.0/groups",
                "{" + more + "'displayName':'" + name + "','mailEnabled':false,'mailNickname':'" + name
                        + "','securityEnabled':true}");
        assertEquals(201, made.status(), made.toString());
        return made.id();
    }

    private static String ref(String id) {
        return "{'@odata.id':'https://graph.microsoft.com/v1.0/directoryObjects/" + id + "'}";
    }

    private static void add(Client admin, String group, String member) {
        assertEquals(
                204,
                admin.post("/v1.0/groups/" + group + "/members/$ref", ref(member))
                        .status());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anApplicationGetsItsPrincipalSecretsAndGrants(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All");
            Answer app = admin.post("/v1.0/applications", "{'displayName':'notify','identifierUris':['api://notify']}");
            assertEquals(201, app.status(), app.toString());
            String appId = app.json().path("appId").asString();
            Answer principal = admin.post("/v1.0/servicePrincipals", "{'appId':'" + appId + "'}");
            assertEquals("notify", principal.json().path("displayName").asString());
            assertEquals(
                    409,
                    admin.post("/v1.0/servicePrincipals", "{'appId':'" + appId + "'}")
                            .status());
            assertEquals(
                    principal.id(),
                    admin.get("/v1.0/servicePrincipals(appId='" + appId + "')").id());
            assertEquals(
                    List.of(principal.id()),
                    admin.get("/v1.0/servicePrincipals?$filter=AppId%20eq%20'" + appId + "'")
                            .each("id"));
            assertEquals(
                    400,
                    admin.post(
                                    "/v1.0/applications",
                                    "{'displayName':'false','identifierUris':['https://graph.microsoft.com/']}")
                            .status());

            Answer secret = admin.post(
                    "/v1.0/applications/" + app.id() + "/addPassword", "{'passwordCredential':{'displayName':'ci'}}");
            assertEquals(200, secret.status(), secret.toString());
            assertEquals(40, secret.json().path("secretText").asString().length());
            Answer read = admin.get("/v1.0/applications/" + app.id());
            assertFalse(read.text().contains(secret.json().path("secretText").asString()));
            assertTrue(read.json()
                    .path("passwordCredentials")
                    .get(0)
                    .path("secretText")
                    .isNull());
            String keyId = "{'keyId':'" + secret.json().path("keyId").asString() + "'}";
            assertEquals(
                    204,
                    admin.post("/v1.0/applications/" + app.id() + "/removePassword", keyId)
                            .status());
            assertEquals(
                    404,
                    admin.post("/v1.0/applications/" + app.id() + "/removePassword", keyId)
                            .status());

            grants(fixture, admin, principal.id());
            assertEquals(
                    204,
                    admin.patch("/v1.0/servicePrincipals/" + principal.id(), "{'accountEnabled':false}")
                            .status());
            assertFalse(admin.get("/v1.0/servicePrincipals/" + principal.id())
                    .json()
                    .path("accountEnabled")
                    .asBoolean());
            assertEquals(
                    204,
                    admin.delete("/v1.0/applications(appId='" + appId + "')").status());
            assertEquals(
                    404, admin.get("/v1.0/servicePrincipals/" + principal.id()).status());
            assertEquals(
                    403,
                    admin.delete("/v1.0/servicePrincipals/"
                                    + fixture.resource(WellKnown.MICROSOFT_GRAPH)
                                            .id())
                            .status());
        }
    }

    private static void grants(GraphFixture fixture, Client admin, String principal) {
        String graph = fixture.resource(WellKnown.MICROSOFT_GRAPH).id().toString();
        String mailSend = "b633e1c5-b582-4048-a93e-9f11b44c7e96";
        String body = "{'principalId':'" + principal + "','resourceId':'" + graph + "','appRoleId':'" + mailSend + "'}";
        String held = "/v1.0/servicePrincipals/" + principal + "/appRoleAssignments";
        Answer made = admin.post(held, body);
        assertEquals(201, made.status(), made.toString());
        assertEquals(43, made.id().length());
        assertEquals("Microsoft Graph", made.json().path("resourceDisplayName").asString());
        refused(
                admin.post(held, body),
                400,
                "Request_BadRequest",
                "Permission being assigned already exists on the object");
        refused(
                admin.post(held, body.replace(mailSend, graph)),
                400,
                "Request_BadRequest",
                "Permission being assigned was not found on application");
        refused(admin.post(held, body.replace(graph, mailSend)), 404, "Request_ResourceNotFound", missing(mailSend));
        assertEquals(List.of(made.id()), admin.get(held + "?$select=id").each("id"));
        String offered = "/v1.0/servicePrincipals/" + graph + "/appRoleAssignedTo";
        assertTrue(admin.get(offered + "?$top=999").each("id").contains(made.id()));
        assertEquals(404, fixture.stranger("Application.Read.All").get(held).status());
        assertEquals(204, admin.delete(offered + "/" + made.id()).status());
        assertEquals(404, admin.delete(held + "/" + made.id()).status());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void federatedCredentialsAreStored(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("Application.ReadWrite.All");
            String base = "/v1.0/applications/"
                    + admin.post("/v1.0/applications", "{'displayName':'f'}").id() + "/federatedIdentityCredentials";
            String body =
                    "{'name':'main','issuer':'https://token.fabrikam.example','subject':'repo:main','audiences':['api://x']}";
            Answer made = admin.post(base, body);
            assertEquals(201, made.status(), made.toString());
            assertEquals(400, admin.post(base, body).status());
            assertEquals(400, admin.post(base, body.replace("https:", "http:")).status());
            String plain = body.replace("https://token.fabrikam.example", "http://issuer.named.example:8080")
                    .replace("main", "plain");
            Answer named = admin.post(base, plain);
            assertEquals(201, named.status(), named.toString());
            assertEquals(
                    400,
                    admin.patch(base + "/plain", "{'issuer':'http://other.example'}")
                            .status());
            assertEquals(204, admin.delete(base + "/" + named.id()).status());
            assertEquals(
                    204,
                    admin.patch(base + "/" + made.id(), "{'subject':'repo:other'}")
                            .status());
            assertEquals(
                    "repo:other",
                    admin.get(base + "/main").json().path("subject").asString());
            assertEquals(400, admin.patch(base + "/main", "{'name':'other'}").status());
            assertEquals(204, admin.delete(base + "/" + made.id()).status());
            assertEquals(List.of(), admin.get(base).each("id"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void pagesContainEveryObjectOnce(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("User.ReadWrite.All");
            for (int i = 0; i < 7; i++) {
                admin.post("/v1.0/users", user("u" + i));
            }
            var seen = new java.util.ArrayList<String>();
            String next = "/v1.0/users?$top=3&$orderby=displayName%20desc&top2=1".replace("&top2=1", "");
            while (!next.isEmpty()) {
                Answer page = admin.get(next);
                assertEquals(200, page.status(), page.toString());
                seen.addAll(page.each("displayName"));
                next = page.json().path("@odata.nextLink").asString("").replace("https://localhost:8443", "");
            }
            assertEquals(List.of("u6", "u5", "u4", "u3", "u2", "u1", "u0"), seen);
            assertEquals(400, admin.get("/v1.0/users?$top=1000").status());
            assertEquals(400, admin.get("/v1.0/users?$skiptoken=nonsense").status());
            assertEquals("7", admin.eventual("/v1.0/users/$count").text());
        }
    }
}
