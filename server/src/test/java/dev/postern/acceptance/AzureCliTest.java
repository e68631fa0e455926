package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.token.Signer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The real command line of Azure on a cloud that is this server, if this machine has it or can unpack it. Each test signs in with a copy of
 * one configuration. The metadata service of a machine has a fixed link-local address in this version, so managed identities are tried with
 * the protocol of App Service.
 */
class AzureCliTest {
    private static final String NO_SUBSCRIPTION = "--allow-no-subscriptions";
    private static final String DEFAULT = "/subscriptions/00000000-0000-4000-8000-000000000000";
    private static final String GRAPH_APP = "00000003-0000-0000-c000-000000000000";
    private static final Signer SIGNER = new Signer();

    @TempDir
    static Path folder;

    private static TestPostern postern;
    private static PublicHostProxy proxy;
    private static AzureCli configured;
    private static Administration admin;

    @BeforeAll
    static void start() throws IOException {
        AzurePackages packages = AzurePackages.found();
        postern = TestPostern.start("--tls-name", PublicHostProxy.HOST);
        proxy = new PublicHostProxy(URI.create(postern.tlsAddress()).getPort());
        configured = AzureCli.in(Files.createDirectory(folder.resolve("cloud")), packages, postern, proxy);
        configured.useCloud(postern);
        admin = postern.admin();
    }

    @AfterAll
    static void stop() {
        if (postern != null) {
            proxy.close();
            postern.close();
        }
    }

    private static AzureCli az(String name) {
        return configured.copy(folder.resolve(name), Map.of());
    }

    private static AzureCli administrator(String name) {
        AzureCli az = az(name);
        az.signIn(admin.clientId(), admin.clientSecret(), admin.tenantId());
        return az;
    }

    private static List<String> names(JsonNode list, String property) {
        return list.valueStream().map(one -> one.get(property).asString()).toList();
    }

    /** Cases fi-13, fi-15, fi-17 and fi-18. */
    @Test
    void aSecretSignsInAndTheResourceManagerShowsTheWorkflows() {
        admin.http()
                .send(
                        "PUT",
                        DEFAULT
                                + "/resourceGroups/reports/providers/Microsoft.Logic/workflows/daily?api-version=2019-05-01",
                        admin.token(Administration.MANAGEMENT),
                        "application/json",
                        "{\"location\":\"westeurope\",\"properties\":{\"definition\":{\"$schema\":\"https://schema.management."
                            + "azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#\","
                            + "\"contentVersion\":\"1.0.0.0\",\"triggers\":{\"manual\":{\"type\":\"Request\","
                            + "\"kind\":\"Http\",\"inputs\":{}}},\"actions\":{},\"outputs\":{}}}}")
                .expect(201);
        AzureCli az = administrator("secret");
        JsonNode account = az.json("account", "show");
        assertEquals(DEFAULT, "/subscriptions/" + account.get("id").asString());
        assertEquals(admin.tenantId(), account.get("tenantId").asString());
        assertEquals(admin.clientId(), account.at("/user/name").asString());
        assertEquals(List.of("Postern"), names(az.json("account", "list"), "name"));
        String graph = postern.tlsAddress() + "/";
        JsonNode token = az.json("account", "get-access-token", "--resource", graph);
        assertEquals("Bearer", token.get("tokenType").asString());
        admin.http().get("/v1.0/users", token.get("accessToken").asString()).expect(200);
        assertEquals(List.of("reports"), names(az.json("group", "list"), "name"));
        assertEquals(
                "westeurope",
                az.json("group", "show", "--name", "Reports").get("location").asString());
        assertEquals("true", az.succeeds("group", "exists", "--name", "reports").strip());
        assertEquals("false", az.succeeds("group", "exists", "--name", "other").strip());
        assertTrue(az.fails("group", "show", "--name", "other").contains("ResourceGroupNotFound"));
        JsonNode resource = az.json("resource", "list", "--resource-type", "Microsoft.Logic/workflows")
                .get(0);
        assertEquals("daily", resource.get("name").asString());
        assertEquals(
                "Enabled",
                az.json("resource", "show", "--ids", resource.get("id").asString())
                        .at("/properties/state")
                        .asString());
        assertEquals(
                List.of("Microsoft.Logic", "Microsoft.ManagedIdentity", "Microsoft.Resources"),
                names(az.json("provider", "list"), "namespace"));
        assertEquals(List.of("westeurope"), names(az.json("account", "list-locations"), "name"));
        assertEquals(
                admin.tenantId(),
                az.json("rest", "--url", "/tenants?api-version=2022-12-01")
                        .at("/value/0/tenantId")
                        .asString());
        assertTrue(az.json("rest", "--url", graph + "v1.0/servicePrincipals", "--resource", graph)
                        .get("value")
                        .size()
                >= 5);
        az.succeeds("logout");
        assertTrue(az.fails("account", "show").contains("az login"));
    }

    /** What {@code /metadata/endpoints} says replaces a registration, or completes it. */
    @Test
    void identitiesAndGroupsAreCreatedShownAndDeleted() {
        AzureCli az = administrator("identities");
        assertEquals(
                "Succeeded",
                az.json("group", "create", "--name", "senders", "--location", "westeurope")
                        .at("/properties/provisioningState")
                        .asString());
        JsonNode made = az.json("identity", "create", "--name", "sender", "--resource-group", "senders");
        assertEquals("westeurope", made.get("location").asString());
        assertEquals(admin.tenantId(), made.get("tenantId").asString());
        String[] one = {"--name", "sender", "--resource-group", "senders"};
        assertEquals(
                made.get("principalId"),
                az.json("identity", "show", "--ids", made.get("id").asString()).get("principalId"));
        assertEquals(List.of("sender"), names(az.json("identity", "list"), "name"));
        assertEquals(List.of("sender"), names(az.json("identity", "list", "--resource-group", "senders"), "name"));
        assertEquals(
                "ManagedIdentity",
                admin.http()
                        .get(
                                "/v1.0/servicePrincipals/"
                                        + made.get("principalId").asString(),
                                admin.token(Administration.GRAPH))
                        .expect(200)
                        .json()
                        .get("servicePrincipalType")
                        .asString());
        assertTrue(az.fails("group", "delete", "--yes", "--name", "senders").contains("ResourceGroupNotEmpty"));
        az.succeeds("identity", "delete", one[0], one[1], one[2], one[3]);
        assertTrue(az.fails("identity", "show", one[0], one[1], one[2], one[3]).contains("ResourceNotFound"));
        az.succeeds("group", "delete", "--yes", "--name", "senders");
        assertEquals(
                "false", az.succeeds("group", "exists", "--name", "senders").strip());
    }

    @Test
    void theCloudIsFoundByItsMetadata() {
        AzureCli found = configured.copy(
                folder.resolve("metadata"),
                Map.of(
                        "ARM_CLOUD_METADATA_URL",
                        postern.tlsAddress() + "/metadata/endpoints?api-version=2019-05-01",
                        "SSL_CERT_FILE",
                        postern.caFile().toString()));
        found.signIn(admin.clientId(), admin.clientSecret(), admin.tenantId());
        assertTrue(found.json("ad", "sp", "list", "--all").size() >= 5);
        AzureCli az = az("discovered");
        az.succeeds("cloud", "register", "--name", "Found", "--endpoint-resource-manager", postern.tlsAddress());
        JsonNode endpoints = az.json("cloud", "show", "--name", "Found").get("endpoints");
        assertEquals(
                postern.tlsAddress() + "/", endpoints.get("activeDirectory").asString());
        assertEquals(
                "https://management.core.windows.net/",
                endpoints.get("activeDirectoryResourceId").asString());
    }

    @Test
    void aWrongSecretIsRefused() {
        String refused = az("wrong")
                .fails(
                        "login",
                        "--service-principal",
                        "-u",
                        admin.clientId(),
                        "-p=wrong",
                        "--tenant",
                        admin.tenantId());
        assertTrue(refused.contains("AADSTS7000215"), refused);
    }

    /** Case fi-05. */
    @Test
    void aCertificateSignsIn() throws IOException {
        Administration.App app = admin.signer("certified", SIGNER, "User.Read.All");
        String pem =
                Files.writeString(folder.resolve("client.pem"), SIGNER.pem()).toString();
        AzureCli az = az("certificate");
        String refused =
                az.fails("login", "--service-principal", "-u", app.appId(), "-p", pem, "--tenant", admin.tenantId());
        assertTrue(refused.contains("No subscriptions found"), refused);
        az.signIn(app.appId(), pem, admin.tenantId(), NO_SUBSCRIPTION);
        az.json("ad", "user", "list");
        assertTrue(az.fails("ad", "app", "create", "--display-name", "x").contains("Insufficient privileges"));
        assertTrue(az.fails("group", "list").contains("AuthorizationFailed"));
    }

    /** Case fi-24. */
    @Test
    void aManagedIdentitySignsIn() {
        JsonNode identity = admin.http()
                .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"machine\"}")
                .expect(201)
                .json();
        admin.grant(identity.get("principalId").asString(), "Group.Read.All");
        Map<String, String> platform = new HashMap<>(Map.of(
                "APPSETTING_WEBSITE_SITE_NAME",
                "x",
                "MSI_ENDPOINT",
                postern.address() + "/msi/token",
                "MSI_SECRET",
                identity.get("identityHeader").asString()));
        AzureCli az = configured.copy(folder.resolve("identity"), platform);
        az.succeeds("login", "--identity", NO_SUBSCRIPTION);
        az.json("ad", "group", "list");
        assertTrue(az.fails("ad", "app", "list").contains("Insufficient privileges"));
        platform.put("MSI_SECRET", "wrong");
        configured.copy(folder.resolve("stranger"), platform).fails("login", "--identity", NO_SUBSCRIPTION);
    }

    @Test
    void applicationsAndServicePrincipals() {
        AzureCli az = administrator("applications");
        JsonNode application = az.json("ad", "app", "create", "--display-name", "portal");
        String appId = application.get("appId").asString();
        az.succeeds("ad", "app", "update", "--id", appId, "--web-home-page-url", "https://portal.contoso.example");
        JsonNode shown = az.json("ad", "app", "show", "--id", appId);
        assertEquals("portal", shown.get("displayName").asString());
        assertEquals(
                "https://portal.contoso.example", shown.at("/web/homePageUrl").asString());
        String principal =
                az.json("ad", "sp", "create", "--id", appId).get("id").asString();
        assertEquals(
                principal, az.json("ad", "sp", "show", "--id", appId).get("id").asString());
        az.succeeds("ad", "app", "owner", "add", "--id", appId, "--owner-object-id", principal);
        assertEquals(List.of("portal"), names(az.json("ad", "app", "owner", "list", "--id", appId), "displayName"));
        az.json("ad", "sp", "owner", "list", "--id", appId);
        assertTrue(az.json("ad", "app", "permission", "list", "--id", appId).isEmpty());
        JsonNode reset = az.json("ad", "sp", "credential", "reset", "--id", appId);
        az("portal").signIn(appId, reset.get("password").asString(), admin.tenantId(), NO_SUBSCRIPTION);
        String key = az.json("ad", "app", "credential", "reset", "--id", appId, "--append", "--display-name", "second")
                .get("password")
                .asString();
        assertFalse(key.isEmpty());
        JsonNode keys = az.json("ad", "app", "credential", "list", "--id", appId);
        String second = keys.valueStream()
                .filter(one -> one.get("displayName").asString("").equals("second"))
                .map(one -> one.get("keyId").asString())
                .findFirst()
                .orElseThrow();
        az.succeeds("ad", "app", "credential", "delete", "--id", appId, "--key-id", second);
        az.fails("login", "--service-principal", "-u", appId, "-p=" + key, "--tenant", admin.tenantId());
        assertTrue(names(az.json("ad", "sp", "list", "--all"), "displayName").contains("Microsoft Graph"));
        assertEquals(
                "Microsoft Graph",
                az.json("ad", "sp", "show", "--id", GRAPH_APP)
                        .get("displayName")
                        .asString());
        JsonNode made = az.json("ad", "sp", "create-for-rbac", "--name", "robot");
        assertEquals(admin.tenantId(), made.get("tenant").asString());
        az.succeeds("ad", "sp", "delete", "--id", principal);
        az.succeeds("ad", "app", "delete", "--id", appId);
        assertTrue(az.fails("ad", "app", "show", "--id", appId).contains("does not exist"));
        assertTrue(az.json("ad", "app", "list", "--display-name", "portal").isEmpty());
    }

    @Test
    void usersAndGroups() {
        AzureCli az = administrator("people");
        String user = az.json(
                        "ad",
                        "user",
                        "create",
                        "--display-name",
                        "Ann",
                        "--password",
                        "Pa55word!x",
                        "--user-principal-name",
                        "ann@contoso.example")
                .get("id")
                .asString();
        az.succeeds("ad", "user", "update", "--id", user, "--display-name", "Anne");
        assertEquals(
                "Anne",
                az.json("ad", "user", "show", "--id", "ann@contoso.example")
                        .get("displayName")
                        .asString());
        String group = az.json("ad", "group", "create", "--display-name", "devs", "--mail-nickname", "devs")
                .get("id")
                .asString();
        assertEquals(List.of("devs"), names(az.json("ad", "group", "list"), "displayName"));
        az.succeeds("ad", "group", "member", "add", "--group", "devs", "--member-id", user);
        assertEquals(List.of("Anne"), names(az.json("ad", "group", "member", "list", "--group", group), "displayName"));
        assertTrue(az.json("ad", "group", "member", "check", "--group", "devs", "--member-id", user)
                .get("value")
                .asBoolean());
        az.succeeds("ad", "group", "member", "remove", "--group", "devs", "--member-id", user);
        assertFalse(az.json("ad", "group", "member", "check", "--group", "devs", "--member-id", user)
                .get("value")
                .asBoolean());
        az.succeeds("ad", "group", "owner", "add", "--group", "devs", "--owner-object-id", user);
        assertEquals(List.of("Anne"), names(az.json("ad", "group", "owner", "list", "--group", group), "displayName"));
        assertTrue(az.json("ad", "group", "member", "list", "--group", group).isEmpty());
        az.succeeds("ad", "group", "delete", "--group", "devs");
        az.fails("ad", "group", "show", "--group", "devs");
        az.succeeds("ad", "user", "delete", "--id", user);
        assertTrue(az.json("ad", "user", "list").isEmpty());
    }
}
