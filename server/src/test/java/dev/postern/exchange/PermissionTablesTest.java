package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import dev.postern.management.AuditByRequest;
import dev.postern.management.AuditList;
import dev.postern.management.Identities;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import dev.postern.workflow.api.ArmFailure;
import dev.postern.workflow.api.GateAccess;
import dev.postern.workflow.api.ManagementCaller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every cmdlet and management endpoint has a row with permissions, and is refused to a caller that has none of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionTablesTest {
    private static final String MANAGEMENT = "https://management.azure.com";
    private ExchangeFixture fixture;
    private ServicePrincipal stranger;

    @BeforeAll
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        new AuditByRequest(fixture.gate).addTo(fixture.routes()::add);
        new AuditList(fixture.gate, fixture.clock()).addTo(fixture.routes()::add);
        stranger = fixture.principal(fixture.tenant, "stranger");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private String strangerOf(String audience) {
        return "Bearer " + fixture.token(fixture.tenant, stranger, audience);
    }

    @Test
    void everyCmdletIsRefusedWithoutItsPermission() {
        Set<String> rows = OperationRows.read(InvokeCommand.class, "operations.csv").stream()
                .map(row -> OperationRows.cell(row, "cmdlet"))
                .collect(Collectors.toSet());
        for (Cmdlet cmdlet : CmdletTable.exchange().all()) {
            assertTrue(rows.contains(cmdlet.name()), cmdlet.name());
            String path = "/adminapi/beta/contoso.example/InvokeCommand";
            String body = ExchangeFixture.envelope(cmdlet.name(), "{}");
            Map<String, String> refused = Map.of("authorization", strangerOf("https://outlook.office365.com"));
            assertEquals(403, fixture.post(path, "", body, refused).status(), cmdlet.name());
            assertNotEquals(403, fixture.post(path, "", body, Map.of()).status(), cmdlet.name());
        }
        assertEquals(CmdletTable.exchange().all().size() + 1, rows.size(), "rows without a cmdlet");
    }

    @Test
    void everyManagementEndpointIsRefusedWithoutItsPermission() {
        fixture.grant(fixture.tenant, fixture.admin, Resource.MANAGEMENT, "Audit.Read.All");
        String admin = "Bearer " + fixture.token(fixture.tenant, fixture.admin, MANAGEMENT);
        for (Map<String, String> row : OperationRows.read(Identities.class, "operations.csv")) {
            if (Set.of("administrator", "moving", "none").contains(OperationRows.cell(row, "area"))) {
                continue; // AdministratorSecretsTest, MailMovingTest, EffectiveAccessApiTest
            }
            String method = OperationRows.cell(row, "method");
            String path = OperationRows.cell(row, "path").replaceAll("\\{\\w+}", "x");
            if (Set.of("/postern/import", "/postern/audit/verification").contains(path)) {
                // concern the whole server: ImportTest, AuditVerificationTest
                continue;
            }
            var refused = fixture.send(method, path, "", "{}", Map.of("authorization", strangerOf(MANAGEMENT)));
            assertEquals(403, refused.status(), method + " " + path);
            var served = fixture.send(method, path, "", "{}", Map.of("authorization", admin));
            assertTrue(Set.of(200, 400, 404).contains(served.status()), method + " " + path + " " + served.json());
        }
    }

    @Test
    void everyEndpointOfWorkflowsIsRefusedWithoutItsPermission() {
        fixture.grant(fixture.tenant, fixture.admin, Resource.MANAGEMENT, "Workflow.ReadWrite.All");
        GateAccess access = new GateAccess(fixture.gate);
        List<Map<String, String>> rows = OperationRows.read(GateAccess.class, "/dev/postern/workflow/operations.csv");
        assertEquals(67, rows.size());
        for (Map<String, String> row : rows) {
            String path = OperationRows.cell(row, "path").replaceAll("\\{\\w+}", "x");
            TestRequest refused = request(OperationRows.cell(row, "method"), path, strangerOf(MANAGEMENT));
            if (OperationRows.cell(row, "permissions").equals(Operation.NO_PERMISSION)) {
                assertFalse(access.check(refused).workflows(), path);
                TestRequest other = request("GET", path, strangerOf("https://graph.microsoft.com"));
                assertThrows(ArmFailure.class, () -> access.check(other), path);
            } else {
                assertThrows(ArmFailure.class, () -> access.check(refused), path);
            }
            ManagementCaller admitted = access.check(request(
                    OperationRows.cell(row, "method"),
                    path,
                    "Bearer " + fixture.token(fixture.tenant, fixture.admin, MANAGEMENT)));
            assertEquals(fixture.tenant.id(), admitted.tenant().id());
            assertTrue(admitted.workflows());
        }
        // Unknown endpoints are refused too.
        TestRequest unknown = request("GET", "/subscriptions/x/nothing", strangerOf(MANAGEMENT));
        assertThrows(ArmFailure.class, () -> access.check(unknown));
    }

    private static TestRequest request(String method, String path, String authorization) {
        return new TestRequest(
                method,
                path,
                "",
                Map.of("authorization", authorization),
                "".getBytes(StandardCharsets.UTF_8),
                ExchangeFixture.BASE,
                UUID.randomUUID());
    }
}
