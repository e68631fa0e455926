package dev.postern.acceptance;

import dev.postern.http.Json;
import dev.postern.token.Signer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Administers a server over HTTP with the data in {@code admin.json}. */
final class Administration {
    static final String GRAPH = "https://graph.microsoft.com";
    static final String EXCHANGE = "https://outlook.office365.com";
    static final String MANAGEMENT = "https://management.azure.com";
    private static final String GRAPH_APP = "00000003-0000-0000-c000-000000000000";

    private final JsonNode profile;
    private final Http http;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** An application and its secret. */
    record App(String appId, String servicePrincipalId, String secret) {}

    private Administration(JsonNode profile) {
        this.profile = profile;
        this.http = new Http(profile.get("server").asString());
    }

    static Administration of(Path adminJson) {
        return new Administration(TestPostern.read(adminJson));
    }

    Http http() {
        return http;
    }

    /** The URL over TLS, without a trailing slash. */
    String tlsAddress() {
        return profile.get("tlsServer").asString();
    }

    String tenantId() {
        return profile.get("tenantId").asString();
    }

    String clientId() {
        return profile.get("clientId").asString();
    }

    String clientSecret() {
        return profile.get("clientSecret").asString();
    }

    /** The administrator's own token. */
    String token(String resource) {
        return tokens.computeIfAbsent(resource, key -> token(clientId(), clientSecret(), key));
    }

    String token(App app) {
        return token(app.appId(), app.secret(), GRAPH);
    }

    private String token(String clientId, String secret, String resource) {
        return requestToken(clientId, secret, resource)
                .expect(200)
                .json()
                .get("access_token")
                .asString();
    }

    Answer requestToken(String clientId, String secret, String resource) {
        return http.form(
                "/" + tenantId() + "/oauth2/v2.0/token",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "scope",
                        resource + "/.default"));
    }

    /** Requests a token for Graph with a client assertion. */
    Answer requestToken(String clientId, String assertion) {
        return http.form(
                "/" + tenantId() + "/oauth2/v2.0/token",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        clientId,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        assertion,
                        "scope",
                        GRAPH + "/.default"));
    }

    /** Runs a cmdlet; returns the response unchanged. */
    Answer invoke(String cmdlet, Object... parameters) {
        ObjectNode body = Json.object();
        ObjectNode input = body.putObject("CmdletInput");
        input.put("CmdletName", cmdlet);
        ObjectNode values = input.putObject("Parameters");
        for (int i = 0; i < parameters.length; i += 2) {
            values.putPOJO((String) parameters[i], parameters[i + 1]);
        }
        return http.post("/adminapi/beta/" + tenantId() + "/InvokeCommand", token(EXCHANGE), Json.text(body));
    }

    /** Runs a cmdlet that must succeed; returns its objects. */
    JsonNode cmdlet(String cmdlet, Object... parameters) {
        return invoke(cmdlet, parameters).expect(200).json().get("value");
    }

    /** Creates a shared mailbox; returns its object id. */
    String sharedMailbox(String name) {
        return cmdlet("New-Mailbox", "Shared", true, "Name", name, "PrimarySmtpAddress", name + "@contoso.example")
                .get(0)
                .get("ExternalDirectoryObjectId")
                .asString();
    }

    String securityGroup(String name) {
        return cmdlet(
                        "New-DistributionGroup",
                        "Name",
                        name,
                        "Alias",
                        name,
                        "Type",
                        "Security",
                        "PrimarySmtpAddress",
                        name + "@contoso.example")
                .get(0)
                .get("ExternalDirectoryObjectId")
                .asString();
    }

    /** Creates a policy that restricts an app to a group; returns its identity. */
    String restrict(String appId, String group) {
        return cmdlet(
                        "New-ApplicationAccessPolicy",
                        "AppId",
                        appId,
                        "PolicyScopeGroupId",
                        group,
                        "AccessRight",
                        "RestrictAccess")
                .get(0)
                .get("Identity")
                .asString();
    }

    /** Creates an application with a secret and Graph app roles. */
    App app(String name, String... roles) {
        String token = token(GRAPH);
        JsonNode application = http.post("/v1.0/applications", token, "{\"displayName\":\"" + name + "\"}")
                .expect(201)
                .json();
        String appId = application.get("appId").asString();
        String secret = http.post(
                        "/v1.0/applications/" + application.get("id").asString() + "/addPassword",
                        token,
                        "{\"passwordCredential\":{\"displayName\":\"test\"}}")
                .expect(200)
                .json()
                .get("secretText")
                .asString();
        String principal = http.post("/v1.0/servicePrincipals", token, "{\"appId\":\"" + appId + "\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
        for (String role : roles) {
            grant(principal, role);
        }
        return new App(appId, principal, secret);
    }

    /** Creates an application with a secret and a certificate. */
    App signer(String name, Signer signer, String... roles) {
        App app = app(name, roles);
        http.send(
                        "PATCH",
                        "/v1.0/applications(appId='" + app.appId() + "')",
                        token(GRAPH),
                        "application/json",
                        "{\"keyCredentials\":[{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\""
                                + Base64.getEncoder().encodeToString(signer.encoded()) + "\"}]}")
                .expect(204);
        return app;
    }

    private JsonNode graph() {
        return http.get("/v1.0/servicePrincipals(appId='" + GRAPH_APP + "')", token(GRAPH))
                .expect(200)
                .json();
    }

    /** Returns all Graph app roles. */
    List<String> roles() {
        return graph().get("appRoles")
                .valueStream()
                .map(role -> role.get("value").asString())
                .toList();
    }

    /** Grants a Graph app role; returns the id of the assignment. */
    String grant(String principalId, String role) {
        JsonNode graph = graph();
        String roleId = "";
        for (JsonNode candidate : graph.get("appRoles")) {
            if (candidate.get("value").asString().equals(role)) {
                roleId = candidate.get("id").asString();
            }
        }
        return http.post(
                        "/v1.0/servicePrincipals/" + principalId + "/appRoleAssignments",
                        token(GRAPH),
                        "{\"principalId\":\"" + principalId + "\",\"resourceId\":\""
                                + graph.get("id").asString() + "\",\"appRoleId\":\"" + roleId + "\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    static String mail(String subject, String... to) {
        ObjectNode body = Json.object();
        ObjectNode message = body.putObject("message");
        message.put("subject", subject);
        message.putObject("body").put("contentType", "Text").put("content", "Does this work?");
        var recipients = message.putArray("toRecipients");
        for (String address : to) {
            recipients.addObject().putObject("emailAddress").put("address", address);
        }
        return Json.text(body);
    }
}
