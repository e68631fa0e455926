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

/** Every cmdlet and every endpoint of the management API has a row of permissions, and is refused to a caller without one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionTablesTest {
    private static final String MANAGEMENT = "https://management.azure.com";
    private House house;
    private ServicePrincipal stranger;

    @BeforeAll
    void open() {
        house = new House(Engine.SQLITE);
        new AuditByRequest(house.gate).addTo(house.routes()::add);
        stranger = house.principal(house.tenant, "stranger");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String strangerOf(String audience) {
        return "Bearer " + house.token(house.tenant, stranger, audience);
    }

    @Test
    void everyCmdletIsRefusedWithoutItsPermission() {
        Set<String> rows = OperationRows.read(InvokeCommand.class, "operations.csv").stream()
                .map(row -> OperationRows.cell(row, "cmdlet"))
                .collect(Collectors.toSet());
        for (Cmdlet cmdlet : CmdletTable.exchange().all()) {
            assertTrue(rows.contains(cmdlet.name()), cmdlet.name());
            String path = "/adminapi/beta/contoso.example/InvokeCommand";
            String body = House.envelope(cmdlet.name(), "{}");
            Map<String, String> refused = Map.of("authorization", strangerOf("https://outlook.office365.com"));
            assertEquals(403, house.post(path, "", body, refused).status(), cmdlet.name());
            assertNotEquals(403, house.post(path, "", body, Map.of()).status(), cmdlet.name());
        }
        assertEquals(CmdletTable.exchange().all().size() + 1, rows.size(), "rows without a cmdlet");
    }

    @Test
    void everyManagementEndpointIsRefusedWithoutItsPermission() {
        house.grant(house.tenant, house.admin, Resource.MANAGEMENT, "Audit.Read.All");
        String admin = "Bearer " + house.token(house.tenant, house.admin, MANAGEMENT);
        for (Map<String, String> row : OperationRows.read(Identities.class, "operations.csv")) {
            String method = OperationRows.cell(row, "method");
            String path = OperationRows.cell(row, "path").replaceAll("\\{\\w+}", "x");
            var refused = house.send(method, path, "", "{}", Map.of("authorization", strangerOf(MANAGEMENT)));
            assertEquals(403, refused.status(), method + " " + path);
            var served = house.send(method, path, "", "{}", Map.of("authorization", admin));
            assertTrue(Set.of(400, 404).contains(served.status()), method + " " + path + " " + served.json());
        }
    }

    @Test
    void everyEndpointOfWorkflowsIsRefusedWithoutItsPermission() {
        house.grant(house.tenant, house.admin, Resource.MANAGEMENT, "Workflow.ReadWrite.All");
        GateAccess access = new GateAccess(house.gate);
        List<Map<String, String>> rows = OperationRows.read(GateAccess.class, "/dev/postern/workflow/operations.csv");
        assertEquals(38, rows.size());
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
                    "Bearer " + house.token(house.tenant, house.admin, MANAGEMENT)));
            assertEquals(house.tenant.id(), admitted.tenant().id());
            assertTrue(admitted.workflows());
        }
        // an endpoint that there is not is no way in either
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
                House.BASE,
                UUID.randomUUID());
    }
}
