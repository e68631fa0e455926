package dev.postern.graph.azuread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.WellKnown;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls of the AzureAD module. */
class GraphAzureAdTest {
    private static final String VERSION = "?api-version=1.6";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRoleIsGrantedAsTheModuleDoesIt(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            var admin = fixture.azureAd("Directory.ReadWrite.All");
            String base = "/" + fixture.contoso.id() + "/servicePrincipals";
            Answer found = admin.get("/myorganization/servicePrincipals" + VERSION + "&$filter=AppId%20eq%20'"
                    + WellKnown.MICROSOFT_GRAPH + "'");
            assertEquals(200, found.status(), found.toString());
            var graph = found.json().path("value").get(0);
            assertEquals(
                    "Microsoft.DirectoryServices.ServicePrincipal",
                    graph.path("odata.type").asString());
            String graphId = graph.path("objectId").asString();
            String principal = admin.principal().id().toString();
            String at = base + "/" + principal + "/appRoleAssignments" + VERSION;
            String role = "b633e1c5-b582-4048-a93e-9f11b44c7e96";
            String body = "{'id':'" + role + "','principalId':'" + principal + "','resourceId':'" + graphId + "'}";
            Answer made = admin.post(at, body);
            assertEquals(201, made.status(), made.toString());
            assertEquals(role, made.json().path("id").asString());
            assertEquals("AppRoleAssignment", made.json().path("objectType").asString());
            Answer again = admin.post(at, body);
            assertEquals(400, again.status());
            assertEquals(
                    "Permission being assigned already exists on the object",
                    again.json()
                            .path("odata.error")
                            .path("message")
                            .path("value")
                            .asString());
            assertTrue(
                    admin.get(at).text().contains(made.json().path("objectId").asString()));
            assertEquals(200, admin.get(base + "/" + graphId + VERSION).status());
            Answer byId = admin.get(base + VERSION + "&$filter=objectId%20eq%20'" + graphId + "'");
            assertEquals(1, byId.each("objectId").size());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void otherTokensAreRefused(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            String at = "/contoso.example/servicePrincipals" + VERSION;
            var reader = fixture.azureAd("Directory.Read.All");
            assertEquals(200, reader.get(at).status());
            assertEquals(400, reader.get("/contoso.example/servicePrincipals").status());
            assertEquals(
                    401,
                    reader.get("/fabrikam.example/servicePrincipals" + VERSION).status());
            assertEquals(
                    401, reader.send("GET", at, "", Map.of("Authorization", "")).status());
            String wrongAudience = fixture.client("Directory.ReadWrite.All").token();
            assertEquals(
                    401,
                    reader.send("GET", at, "", Map.of("Authorization", "Bearer " + wrongAudience))
                            .status());
            assertEquals(403, fixture.azureAd().get(at).status());
            String grant =
                    "/contoso.example/servicePrincipals/" + reader.principal().id() + "/appRoleAssignments" + VERSION;
            assertEquals(403, reader.post(grant, "{}").status());
            assertEquals(
                    400,
                    fixture.azureAd("Directory.ReadWrite.All")
                            .post(
                                    grant.replace(
                                            reader.principal().id().toString(),
                                            reader.principal().id().toString()),
                                    "{'id':1}")
                            .status());
        }
    }
}
