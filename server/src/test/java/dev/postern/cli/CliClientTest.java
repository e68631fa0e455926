package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.login.RawHttp;
import dev.postern.store.Engine;
import dev.postern.token.EndpointHeader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line against a server over HTTP. */
class CliClientTest {
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";

    @TempDir
    Path folder;

    private ExchangeFixture fixture;
    private CliServer server;

    @BeforeEach
    void open() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    @Test
    void optionsOfTheClockMayBeInAnyPlace() {
        server.answers("GET /postern/dev/clock", "200 {\"now\":\"2026-12-01T08:00:00Z\"}")
                .answers("POST /postern/dev/clock", "200 {\"now\":\"2026-12-01T10:00:00Z\"}");
        for (String line : List.of("clock", "clock --profile admin.json", "clock --profile=admin.json")) {
            assertEquals("2026-12-01T08:00:00Z\n", server.run(line.split(" ")).out(), line);
        }
        for (String line : List.of("clock --json", "clock -o json", "clock --profile admin.json --output=JSON")) {
            assertEquals(
                    "2026-12-01T08:00:00Z",
                    server.run(line.split(" ")).json().path("now").asString(),
                    line);
        }
        for (String line : List.of("clock advance 2h --profile admin.json", "clock --profile admin.json advance 2h")) {
            assertEquals("2026-12-01T10:00:00Z\n", server.run(line.split(" ")).out(), line);
        }
        for (String line : List.of("clock -o table", "clock --profile", "clock -o", "clock --bogus")) {
            assertEquals(64, server.run(line.split(" ")).status(), line);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --times -1   | The value of --times must be a whole number that is not negative, not '-1'.
        --times 1.5  | The value of --times must be a whole number that is not negative, not '1.5'.
        --share -1   | The value of --share must be a share from 0 to 1, or from 0% to 100%, not '-1'.
        """)
    void numbersOfAFaultAreChecked(String options, String message) {
        Ran ran = server.run(("fault add --path /x " + options).split(" +"));
        assertEquals(64, ran.status());
        assertEquals(message + "\n", ran.err());
    }

    @Test
    void aMistakeInAPlanHasAPlace() throws IOException {
        Files.writeString(folder.resolve("plan.json"), "[\n  {\"cmdlet\" 1}\n]");
        Ran ran = server.run("plan", "plan.json");
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("is not valid JSON: line 2, column "), ran::err);
        assertFalse(ran.err().contains("Source"), ran::err);
        Files.writeString(folder.resolve("plan.json"), "[".repeat(2_000));
        assertFalse(server.run("plan", "plan.json").err().contains("StreamReadConstraints"));
    }

    @Test
    void whyAFileCannotBeWrittenIsSaidInWords() {
        server.answers("GET /postern/access/migration", "200 {\"script\":[]}");
        assertEquals(
                "The script cannot be written to /nonexistent/x: its directory does not exist.\n",
                server.run("migrate", "--script", "/nonexistent/x").err());
    }

    @Test
    void aCmdletPrintsBlocksOrJson() {
        assertEquals(0, server.run("New-Mailbox", "-Shared", "-Name", "Box One").status());
        assertEquals(0, server.run("New-Mailbox", "-Shared", "-Name", "Box Two").status());
        Ran block = server.run("get-recipient", "-Properties", "Name,Guid,IsValid,EmailAddresses,CustomAttribute1");
        JsonNode rows = server.run("Get-Recipient", "--json").json();
        assertEquals(
                """
                Name             : Box One
                EmailAddresses   : {SMTP:BoxOne@contoso.example}
                Guid             : %s
                IsValid          : True
                CustomAttribute1 :%s

                Name             : Box Two
                EmailAddresses   : {SMTP:BoxTwo@contoso.example}
                Guid             : %s
                IsValid          : True
                CustomAttribute1 :%s
                """.formatted(
                                rows.path(0).path("Guid").asString(),
                                " ",
                                rows.path(1).path("Guid").asString(),
                                " "),
                block.out());
        assertFalse(rows.path(0).has("Guid@data.type"));
    }

    @Test
    void aCmdletWithoutOutputPrintsNothing() {
        server.run("New-Mailbox", "-Shared", "-Name", "box");
        assertEquals(new Ran(0, "", ""), server.run("Set-Mailbox", "box", "-DisplayName", "x"));
        assertEquals(
                "[]", server.run("Get-ApplicationAccessPolicy", "--json").json().toString());
        assertEquals(new Ran(0, "", ""), server.run("Get-ApplicationAccessPolicy"));
        assertEquals(new Ran(0, "", ""), server.run("Remove-Mailbox", "-Identity", "box", "-Confirm:$false"));
    }

    @Test
    void errorsAndWarningsArePrinted() {
        assertEquals(
                new Ran(
                        1,
                        "",
                        "The operation couldn't be performed because object 'x' couldn't be found on 'postern'.\n"),
                server.run("Get-Mailbox", "x"));
        server.run("New-Mailbox", "-Shared", "-Name", "box");
        Ran scope = server.run(
                "New-ApplicationAccessPolicy",
                "-AppId",
                "*",
                "-AccessRight",
                "RestrictAccess",
                "-PolicyScopeGroupId",
                "box");
        assertEquals(1, scope.status());
        assertTrue(scope.err().startsWith("WARNING: \"box\" is a SharedMailbox."), scope.err());
        assertTrue(
                scope.err().endsWith("The identity of the policy scope is not a security principal.\n"), scope.err());
        Ran enumeration = server.run("New-DistributionGroup", "g", "-Type", "x");
        assertTrue(enumeration.err().startsWith("Cannot process argument transformation on parameter 'Type'."));
    }

    @Test
    void allPagesAreFetched() {
        StringBuilder apps = new StringBuilder("*");
        for (int i = 0; i < 120; i++) {
            apps.append(',').append(java.util.UUID.randomUUID());
        }
        server.run("New-DistributionGroup", "g", "-Type", "Security");
        server.run(
                "New-ApplicationAccessPolicy",
                "-AppId",
                apps.toString(),
                "-AccessRight",
                "DenyAccess",
                "-PolicyScopeGroupId",
                "g",
                "-Description",
                " ");
        assertEquals(
                121, server.run("Get-ApplicationAccessPolicy", "--json").json().size());
    }

    @Test
    void aMissingServerOrProfileIsReported() throws IOException {
        server.close();
        Ran gone = server.run("Get-Mailbox");
        assertEquals(1, gone.status());
        assertTrue(gone.err().startsWith("There is no server at http://127.0.0.1:"), gone.err());
        Ran none = Ran.of(Map.of(), folder, List.of("Get-Mailbox"));
        assertEquals(1, none.status());
        assertTrue(none.err().contains(" does not exist. A running server writes it"), none.err());
        Files.writeString(folder.resolve("bad.json"), "{\"server\":\"x\"}");
        Ran bad = Ran.of(Map.of(), folder, List.of("Get-Mailbox", "--profile", "bad.json"));
        assertTrue(bad.err().contains("has no tlsServer"), bad.err());
    }

    @Test
    void aWrongSecretIsReportedWithTheTextOfTheServer() throws IOException {
        Path profile = folder.resolve("wrong.json");
        Files.writeString(
                profile, Files.readString(folder.resolve("admin.json")).replace("right", "wrong"));
        Ran refused = server.run("Get-Mailbox", "--profile", "wrong.json");
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("AADSTS7000215"), refused.err());
    }

    @Test
    void aManagedIdentityIsCreatedOnce() {
        Ran made = server.run("identity", "create", "notifier");
        assertEquals(0, made.status(), made.err());
        assertEquals(
                List.of("appId", "principalId", "identityEndpoint", "identityHeader"),
                List.copyOf(made.json().propertyNames()));
        assertEquals(
                server.address() + "/msi/token",
                made.json().path("identityEndpoint").asString());
        ServicePrincipal principal = fixture.snapshot()
                .servicePrincipal(AppId.of(made.json().path("appId").asString()));
        assertNotNull(principal);
        assertEquals(ServicePrincipalType.MANAGED_IDENTITY, principal.type());
        EndpointHeader header =
                EndpointHeader.parse(made.json().path("identityHeader").asString());
        assertNotNull(header);
        assertTrue(
                principal.endpointSecret() != null && principal.endpointSecret().matches(header.secret()));
        Ran again = server.run("identity", "create", "NOTIFIER");
        assertEquals(1, again.status());
        assertTrue(again.err().contains("A managed identity named 'NOTIFIER' already exists."), again.err());
        assertEquals(1, server.run("identity", "create", "../x").status());
        // object ids are requested where names were given
        assertEquals(
                1, server.run("identity", "create", principal.id().toString()).status());
        assertEquals(64, server.run("identity", "make", "x").status());
        assertEquals(64, server.run("identity", "serve", "x").status());
        assertEquals(1, server.run("identity", "serve", "x", "--port", "0").status());
    }

    @Test
    void aManagedIdentityIsServedAsOnAMachine() throws Exception {
        String appId =
                server.run("identity", "create", "vm").json().path("appId").asString();
        try (Server connection =
                        new Server(Profile.load(java.util.Optional.of("admin.json"), null, folder), warning -> {});
                ImdsServer listener = IdentityCommand.run(connection, List.of("serve", "vm", "--port", "0"))
                        .opened()) {
            assertNotNull(listener);
            String address = listener.address() + "/metadata/identity/oauth2/token";
            String good = "?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com";
            JsonNode token = imds(200, address + good, true);
            assertEquals(appId, token.path("client_id").asString());
            assertEquals("3600", token.path("expires_in").asString());
            assertTrue(token.path("expires_on").isString());
            imds(200, address + "/" + good + "&client_id=" + appId, true);
            URI base = URI.create(listener.address());
            String path = "/metadata/identity/oauth2/token" + good;
            for (String host : List.of("rebind.attacker.example:" + base.getPort(), "localhost", "127.0.0.1:1")) {
                String foreign = RawHttp.send(base, "GET", path, "", "Host: " + host, "Metadata: true");
                assertEquals(400, RawHttp.status(foreign), foreign);
            }
            for (String host : List.of("169.254.169.254", "localhost:" + base.getPort())) {
                String meant = RawHttp.send(base, "GET", path, "", "Host: " + host, "Metadata: true");
                assertEquals(200, RawHttp.status(meant), meant);
            }
            imds(200, listener.address() + "//metadata/identity/oauth2/token" + good, true);
            assertEquals(
                    "Required metadata header not specified",
                    imds(400, address + good, false).path("error_description").asString());
            assertEquals(
                    "Identity not found",
                    imds(400, address + good + "&client_id=" + GRAPH, true)
                            .path("error_description")
                            .asString());
            assertEquals(
                    "invalid_resource",
                    imds(400, address + "?resource=https%3A%2F%2Fnowhere.example", true)
                            .path("error")
                            .asString());
            imds(400, address, true);
            imds(404, listener.address() + "/metadata/instance", true);
        }
    }

    private static JsonNode imds(int status, String address, boolean metadata) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address));
            if (metadata) {
                request.header("Metadata", "true");
            }
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(status, response.statusCode(), response.body());
            return JsonMapper.shared().readTree(response.body());
        }
    }

    private void graph() {
        server.answers(
                "GET /v1.0/servicePrincipals?$filter=appId%20eq%20%27" + GRAPH + "%27",
                "200 {\"@odata.context\":\"x\",\"value\":[{\"id\":\"g\",\"appId\":\"" + GRAPH
                        + "\",\"appRoles\":[{\"id\":\"r1\",\"value\":\"Mail.Send\"},{\"id\":\"r2\",\"value\":\"Mail.Read\"}]}]}");
        server.answers(
                "GET /v1.0/servicePrincipals?$filter=appId%20eq%20%27797f4846-ba00-4fd7-ba43-dac1f8f63013%27",
                "200 {\"value\":[{\"id\":\"m\",\"appRoles\":[{\"id\":\"r3\",\"value\":\"Audit.Read.All\"}]}]}");
    }

    @Test
    void anApplicationIsCreatedWithItsRoles() {
        graph();
        server.answers("POST /v1.0/applications", "201 {\"id\":\"o\",\"appId\":\"a\"}")
                .answers("POST /v1.0/applications/o/addPassword", "200 {\"secretText\":\"s\"}")
                .answers("POST /v1.0/servicePrincipals", "201 {\"id\":\"p\"}")
                .answers("POST /v1.0/servicePrincipals/p/appRoleAssignments", "201 {\"id\":\"x\"}");
        Ran made = server.run("app", "create", "My app", "--permission", "mail.send", "--permission=Mail.Read");
        assertEquals(
                "{\"appId\":\"a\",\"servicePrincipalId\":\"p\",\"clientSecret\":\"s\"}",
                made.json().toString());
        assertEquals(6, server.seen().size());
        assertTrue(server.seen().get(1).endsWith("{\"displayName\":\"My app\"}"));
        assertTrue(server.seen().get(4).endsWith("{\"principalId\":\"p\",\"resourceId\":\"g\",\"appRoleId\":\"r1\"}"));
    }

    @Test
    void aRoleOfTheManagementIsGrantedOnItsOwnResource() {
        graph();
        server.answers("POST /v1.0/applications", "201 {\"id\":\"o\",\"appId\":\"a\"}")
                .answers("POST /v1.0/applications/o/addPassword", "200 {\"secretText\":\"s\"}")
                .answers("POST /v1.0/servicePrincipals", "201 {\"id\":\"p\"}")
                .answers("POST /v1.0/servicePrincipals/p/appRoleAssignments", "201 {\"id\":\"x\"}");
        assertEquals(
                0,
                server.run("app", "create", "auditor", "--permission", "audit.read.all")
                        .status());
        assertTrue(
                server.seen().getLast().endsWith("{\"principalId\":\"p\",\"resourceId\":\"m\",\"appRoleId\":\"r3\"}"));
    }

    @Test
    void anUnknownRoleIsRefusedBeforeAnythingIsCreated() {
        graph();
        Ran refused = server.run("app", "create", "x", "--permission", "Mail.Sent");
        assertEquals(1, refused.status());
        assertEquals(
                "There is no application role 'Mail.Sent'. Did you mean Mail.Send? Nothing was created.\n",
                refused.err());
        assertEquals(2, server.seen().size(), "only the roles are read");
        assertEquals(
                1,
                server.run("app", "create", "x", "--certificate", "nowhere.pem").status());
        assertEquals(64, server.run("app", "create").status());
    }

    @Test
    void anIncompleteApplicationIsDeleted() {
        graph();
        server.answers("POST /v1.0/applications", "201 {\"id\":\"o\",\"appId\":\"a\"}")
                .answers("DELETE /v1.0/applications/o", "204");
        assertEquals(1, server.run("app", "create", "x").status());
        assertEquals("DELETE /v1.0/applications/o", server.seen().getLast());
    }

    @Test
    void theCmdletsOfOtherModules() throws IOException {
        graph();
        JsonNode principal = server.run("Get-AzADServicePrincipal", "-ApplicationId", GRAPH, "--json")
                .json()
                .path(0);
        assertEquals(GRAPH, principal.path("AppId").asString());
        assertEquals(
                "Mail.Send", principal.path("AppRoles").path(0).path("Value").asString());
        Files.writeString(
                folder.resolve("body.json"), "{\"PrincipalId\":\"p\",\"resourceId\":\"g\",\"appRoleId\":\"r\"}");
        server.answers(
                "POST /v1.0/servicePrincipals/p/appRoleAssignments", "201 {\"@odata.context\":\"c\",\"id\":\"x\"}");
        assertEquals(
                "Id : x\n",
                server.run(
                                "New-MgServicePrincipalAppRoleAssignment",
                                "-ServicePrincipalId",
                                "p",
                                "-BodyParameter",
                                "@body.json")
                        .out());
        assertTrue(
                server.seen().getLast().endsWith("{\"principalId\":\"p\",\"resourceId\":\"g\",\"appRoleId\":\"r\"}"));
        server.answers("DELETE /v1.0/servicePrincipals/p/appRoleAssignments/x", "204");
        assertEquals(
                new Ran(0, "", ""),
                server.run(
                        "Remove-MgServicePrincipalAppRoleAssignment",
                        "-ServicePrincipalId",
                        "p",
                        "-AppRoleAssignmentId",
                        "x"));
        server.answers(
                "GET /v1.0/servicePrincipals?$search=%22displayName%3Arep%22", "200 {\"value\":[{\"id\":\"s\"}]}");
        assertEquals(
                "s",
                server.run("Get-MgServicePrincipal", "-Search", "displayName:rep", "-Cons", "eventual", "--json")
                        .json()
                        .path(0)
                        .path("Id")
                        .asString());
        server.answers(
                "GET /v1.0/servicePrincipals?$filter=startswith%28displayName%2C%27O%27%27B%27%29",
                "200 {\"value\":[{\"id\":\"b\",\"appId\":\"a\",\"displayName\":\"O'B\"}]}");
        assertEquals(
                "O'B\tb\ta\n",
                server.run("Get-AzADServicePrincipal", "-SearchString", "O'B", "-o", "tsv")
                        .out());
        String old = "/" + fixture.tenant.id() + "/servicePrincipals";
        server.answers(
                "GET " + old + "?api-version=1.6&$filter=AppId%20eq%20%27a%27",
                "200 {\"odata.metadata\":\"m\",\"value\":[{\"odata.type\":\"t\",\"objectId\":\"o\"}]}");
        assertEquals(
                "ObjectId : o\n",
                server.run("Get-AzureADServicePrincipal", "-Filter", "AppId eq 'a'", "-o", "list")
                        .out());
        server.answers(
                "GET " + old + "?api-version=1.6&$filter=startswith%28displayName%2C%27r%27%29",
                "200 {\"value\":[{\"objectId\":\"o\",\"appId\":\"a\",\"displayName\":\"r1\"}]}");
        assertEquals(
                "ObjectId AppId DisplayName\n-------- ----- -----------\no        a     r1\n",
                server.run("Get-AzureADServicePrincipal", "-SearchString", "r").out());
        server.answers(
                "POST " + old + "/p/appRoleAssignments?api-version=1.6",
                "400 {\"odata.error\":{\"code\":\"Request_BadRequest\",\"message\":{\"lang\":\"en\",\"value\":\"Exists\"}}}");
        assertEquals(
                new Ran(1, "", "Exists\n"),
                server.run(
                        "New-AzureADServiceAppRoleAssignment",
                        "-ObjectId",
                        "p",
                        "-Id",
                        "r",
                        "-PrincipalId",
                        "p",
                        "-ResourceId",
                        "g"));
        assertEquals(
                1,
                server.run("New-AzureADServiceAppRoleAssignment", "-ObjectId", "p")
                        .status());
    }

    @Test
    void aWorkflowIsDeployedAndRun() throws IOException {
        String path = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/postern"
                + "/providers/Microsoft.Logic/workflows/w";
        String version = "?api-version=2019-05-01";
        Files.writeString(folder.resolve("w.json"), "{\"triggers\":{\"Recurrence\":{}},\"actions\":{}}");
        server.answers(
                        "PUT " + path + version,
                        "201 {\"id\":\"" + path + "\",\"name\":\"w\",\"identity\":{\"principalId\":\"p\"}}")
                .answers("GET /v1.0/servicePrincipals/p", "200 {\"appId\":\"a\"}")
                .answers(
                        "GET " + path + version,
                        "200 {\"properties\":{\"definition\":{\"triggers\":{\"Recurrence\":{}}}}}")
                .answers("POST " + path + "/triggers/Recurrence/run" + version, "202[x-ms-workflow-run-id=r1]")
                .answers("GET " + path + "/runs/r1" + version, "200 {\"properties\":{\"status\":\"Failed\"}}")
                .answers(
                        "GET " + path + "/runs/r1/actions" + version,
                        "200 {\"value\":[{\"name\":\"Send\",\"properties\":{\"status\":\"Failed\",\"code\":\"Forbidden\"}}]}")
                .answers(
                        "GET " + path + "/runs" + version,
                        "200 {\"value\":[{\"name\":\"r1\",\"properties\":{\"status\":\"Failed\"}}]}");
        JsonNode deployed = server.run("workflow", "deploy", "w", "w.json").json();
        assertEquals(List.of("id", "name", "principalId", "appId"), List.copyOf(deployed.propertyNames()));
        assertTrue(server.seen().get(1).contains("\"definition\":{\"triggers\""));
        Ran run = server.run("workflow", "run", "w");
        assertEquals(2, run.status());
        assertEquals(
                "{\"runId\":\"r1\",\"status\":\"Failed\",\"actions\":[{\"name\":\"Send\",\"status\":\"Failed\",\"code\":\"Forbidden\"}]}",
                run.json().toString());
        server.answers("GET " + path + "/runs/r1" + version, "200 {\"properties\":{\"status\":\"Succeeded\"}}");
        assertEquals(0, server.run("workflow", "run", "w", "Recurrence").status());
        assertEquals(1, server.run("workflow", "runs", "w").json().size());
        for (List<String> json : List.of(
                List.of("workflow", "runs", "w", "--json"),
                List.of("workflow", "--json", "runs", "w"),
                List.of("--json", "workflow", "runs", "w"))) {
            var command = assertInstanceOf(Command.Remote.class, Command.read(json));
            assertEquals(
                    1,
                    server.run(command.arguments().toArray(String[]::new))
                            .json()
                            .size());
        }
        assertEquals(64, server.run("workflow", "runs", "w", "--jsn").status());
        assertEquals(
                64,
                server.run("identity", "serve", "w", "--port", "0", "--json").status());
        assertEquals(1, server.run("workflow", "run", "nowhere").status());
        assertEquals(64, server.run("workflow", "stop", "w").status());
    }

    @Test
    void aFailedRunShowsCodeMessageAndRequestIdOfWhatFailed() throws IOException {
        String path = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/postern"
                + "/providers/Microsoft.Logic/workflows/w";
        String version = "?api-version=2019-05-01";
        String denied = "{\"code\":\"ErrorAccessDenied\",\"message\":\"Access to OData is disabled.\"}";
        String failed = "{\"name\":\"Send\",\"properties\":{\"status\":\"Failed\",\"code\":\"Forbidden\",\"outputs\":"
                + "{\"statusCode\":403,\"headers\":{\"Request-Id\":\"q1\"},\"body\":{\"error\":" + denied + "}}}}";
        String lost =
                "{\"name\":\"Call\",\"properties\":{\"status\":\"TimedOut\",\"code\":\"ActionTimedOut\",\"error\":{\"code\":\"ActionTimedOut\",\"message\":\"Too"
                    + " slow.\"},\"retryHistory\":[{\"serviceRequestId\":\"q2\"}]}}";
        String skipped = "{\"name\":\"Then\",\"properties\":{\"status\":\"Skipped\",\"code\":\"ActionConditionFailed\","
                + "\"error\":{\"code\":\"ActionConditionFailed\",\"message\":\"m\"}}}";
        String good = "{\"name\":\"Read\",\"properties\":{\"status\":\"Succeeded\",\"code\":\"OK\",\"outputs\":"
                + "{\"headers\":{\"request-id\":\"q3\"},\"body\":{\"error\":{\"code\":\"x\"}}}}}";
        String run =
                "{\"name\":\"r1\",\"properties\":{\"status\":\"Failed\",\"error\":{\"code\":\"ActionFailed\",\"message\":\"f\"}}}";
        server.answers("POST " + path + "/triggers/t/run" + version, "202[x-ms-workflow-run-id=r1]")
                .answers("GET " + path + "/runs/r1" + version, "200 " + run)
                .answers(
                        "GET " + path + "/runs/r1/actions" + version,
                        "200 {\"value\":[" + String.join(",", failed, lost, skipped, good) + "]}")
                .answers(
                        "GET " + path + "/runs" + version,
                        "200 {\"value\":[" + run + ",{\"name\":\"r0\",\"properties\":{\"status\":\"Succeeded\"}}]}");
        Ran ran = server.run("workflow", "run", "w", "t");
        assertEquals(2, ran.status());
        JsonNode actions = ran.json().path("actions");
        String why =
                "{\"code\":\"ErrorAccessDenied\",\"message\":\"Access to OData is disabled.\",\"requestId\":\"q1\"}";
        assertEquals(why, actions.path(0).path("error").toString());
        assertEquals("Forbidden", actions.path(0).path("code").asString());
        assertEquals(
                "{\"code\":\"ActionTimedOut\",\"message\":\"Too slow.\",\"requestId\":\"q2\"}",
                actions.path(1).path("error").toString());
        assertFalse(actions.path(2).has("error"));
        assertFalse(actions.path(3).has("error"));
        assertEquals(
                "{\"code\":\"ActionFailed\",\"message\":\"f\"}",
                ran.json().path("error").toString());
        JsonNode runs = server.run("workflow", "runs", "w").json();
        assertEquals(
                why, runs.path(0).path("failedActions").path(0).path("error").toString());
        assertEquals(2, runs.path(0).path("failedActions").size());
        assertFalse(runs.path(1).has("error"));
        assertFalse(runs.path(1).has("failedActions"));
    }

    @Test
    void theProfileMayBeInAnyPlace() throws IOException {
        Files.move(folder.resolve("admin.json"), folder.resolve("other.json"));
        for (List<String> line : List.of(
                List.of("--profile", "other.json", "--json", "Get-Mailbox"),
                List.of("--profile=other.json", "Get-Mailbox", "--json"),
                List.of("--json", "Get-Mailbox", "--profile", "other.json"),
                List.of("queue", "--profile=other.json", "list"))) {
            var command = assertInstanceOf(Command.Remote.class, Command.read(line));
            Ran ran = Ran.of(Map.of(), folder, command.arguments());
            assertEquals(0, ran.status(), () -> line + ": " + ran.err());
            assertFalse(ran.err().contains("does not exist. A running server writes it"), ran.err());
        }
        Ran twice = Ran.of(Map.of(), folder, List.of("Get-Mailbox", "--profile", "other.json", "--profile=other.json"));
        assertEquals(64, twice.status());
        assertEquals(
                64,
                Ran.of(Map.of(), folder, List.of("Get-Mailbox", "--profile")).status());
        assertEquals(1, Ran.of(Map.of(), folder, List.of("Get-Mailbox")).status());
    }
}
