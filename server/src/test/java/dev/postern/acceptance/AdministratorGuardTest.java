package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.token.Signer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** An application that may change every application can neither take over the administrator, nor get its rights, nor lock the operator out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministratorGuardTest {
    private final TestPostern postern = TestPostern.start();
    private final Administration admin = postern.admin();
    private final Administration.App thief =
            admin.app("thief", "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Application.Read.All");
    private final String token = admin.token(thief);

    @AfterAll
    void close() {
        postern.close();
    }

    private JsonNode of(String path) {
        return admin.http().get(path, token).expect(200).json();
    }

    private Answer send(String method, String path, String body) {
        return admin.http().send(method, path, token, "application/json", body.replace('\'', '"'));
    }

    private static String key() throws Exception {
        return Base64.getEncoder().encodeToString(new Signer().certificate().getEncoded());
    }

    @Test
    void everyRouteAndNameIsRefused() throws Exception {
        String application = "/v1.0/applications/";
        String principal = "/v1.0/servicePrincipals/";
        JsonNode registered = of("/v1.0/applications(appId='" + admin.clientId() + "')");
        JsonNode present = of("/v1.0/servicePrincipals(appId='" + admin.clientId() + "')");
        String secret = registered.at("/passwordCredentials/0/keyId").asString();
        for (String address : List.of(
                application + registered.path("id").asString(),
                application.substring(0, application.length() - 1) + "(appId='" + admin.clientId() + "')",
                principal + present.path("id").asString(),
                principal.substring(0, principal.length() - 1) + "(appId='" + admin.clientId() + "')")) {
            List<Answer> answers = List.of(
                    send("POST", address + "/addPassword", "{'passwordCredential':{'displayName':'mine'}}"),
                    send("PATCH", address, "{'displayName':'other'}"),
                    send(
                            "PATCH",
                            address,
                            "{'keyCredentials':[{'type':'AsymmetricX509Cert','usage':'Verify','key':'" + key()
                                    + "'}]}"),
                    send("PATCH", address, "{'keyCredentials':[]}"),
                    send("PATCH", address, "{'notes':'x'}"),
                    send("DELETE", address, ""));
            for (Answer answer : answers) {
                assertEquals("Authorization_RequestDenied", answer.expect(403).code(), answer::body);
            }
            assertNotEquals(
                    204,
                    send("POST", address + "/removePassword", "{'keyId':'" + secret + "'}")
                            .status());
        }
        String registration = application + registered.path("id").asString();
        send(
                        "POST",
                        registration + "/federatedIdentityCredentials",
                        "{'name':'abc','issuer':'https://issuer.example','subject':'s','audiences':['api://x']}")
                .expect(403);
        send("PATCH", registration, "{'identifierUris':['api://thief']}").expect(403);
        send("PATCH", registration, "{'appRoles':[]}").expect(403);
        send("POST", registration + "/removePassword", "{'keyId':'" + secret + "'}")
                .expect(403);
        send("PATCH", principal + present.path("id").asString(), "{'accountEnabled':false}")
                .expect(403);
        send("PATCH", principal + present.path("id").asString(), "{'appRoleAssignmentRequired':true}")
                .expect(403);
        send("PATCH", principal + present.path("id").asString(), "{'alternativeNames':[]}")
                .expect(400);
        send("PATCH", principal + thief.servicePrincipalId(), "{'alternativeNames':['postern:administrator']}")
                .expect(400);
        assertEquals(registered, of("/v1.0/applications(appId='" + admin.clientId() + "')"));
        assertEquals(present, of("/v1.0/servicePrincipals(appId='" + admin.clientId() + "')"));
        assertEquals(
                200,
                admin.requestToken(admin.clientId(), admin.clientSecret(), Administration.GRAPH)
                        .status());
        // The same program may do this to any other application.
        Administration.App other = admin.app("other");
        String ordinary = "/v1.0/applications(appId='" + other.appId() + "')";
        send("POST", ordinary + "/addPassword", "{}").expect(200);
        send("PATCH", ordinary, "{'displayName':'renamed'}").expect(204);
        send("DELETE", ordinary, "").expect(204);
    }

    @Test
    void onlyTheServerDecidesItsRoles() {
        String id = of("/v1.0/servicePrincipals(appId='" + admin.clientId() + "')")
                .path("id")
                .asString();
        String graph = of("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
                .path("id")
                .asString();
        String reading = of("/v1.0/servicePrincipals/" + graph)
                .path("appRoles")
                .valueStream()
                .filter(role -> role.path("value").asString().equals("Mail.Read"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        String grant = "{'principalId':'" + id + "','resourceId':'" + graph + "','appRoleId':'" + reading + "'}";
        send("POST", "/v1.0/servicePrincipals/" + id + "/appRoleAssignments", grant)
                .expect(403);
        send("POST", "/v1.0/servicePrincipals/" + graph + "/appRoleAssignedTo", grant)
                .expect(403);
        JsonNode assigned =
                of("/v1.0/servicePrincipals/" + id + "/appRoleAssignments").path("value");
        assertEquals(11, assigned.size());
        for (JsonNode one : assigned) {
            String at = "/appRoleAssignments/" + one.path("id").asString();
            send("DELETE", "/v1.0/servicePrincipals/" + id + at, "").expect(403);
            admin.http()
                    .send("DELETE", "/v1.0/servicePrincipals/" + id + at, admin.token(Administration.GRAPH), null, null)
                    .expect(403);
        }
        // it may grant itself more roles and remove them again; both are audited
        Answer own = admin.http()
                .post(
                        "/v1.0/servicePrincipals/" + id + "/appRoleAssignments",
                        admin.token(Administration.GRAPH),
                        grant.replace('\'', '"'))
                .expect(201);
        assertTrue(admin.http()
                .get("/postern/audit/" + own.requestId(), admin.token(Administration.MANAGEMENT))
                .expect(200)
                .body()
                .contains("grant "));
        send(
                        "DELETE",
                        "/v1.0/servicePrincipals/" + id + "/appRoleAssignments/"
                                + own.json().path("id").asString(),
                        "")
                .expect(204);
    }
}
