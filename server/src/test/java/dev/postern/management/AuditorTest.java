package dev.postern.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.audit.AuditKeeper;
import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.gate.OperationRows;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An application whose only role is that of an auditor reads the audit and who can access what, and does nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditorTest {
    private static final String MANAGEMENT = "https://management.azure.com";
    private static final List<String> OTHER_RESOURCES =
            List.of("https://graph.microsoft.com", "https://outlook.office365.com", "https://graph.windows.net");

    private ExchangeFixture fixture;
    private ServicePrincipal auditor;
    private AuditKeeper keeper;

    @TempDir
    static Path folder;

    @BeforeAll
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        new AuditByRequest(fixture.gate).addTo(fixture.routes()::add);
        new AuditList(fixture.gate, fixture.clock()).addTo(fixture.routes()::add);
        keeper = fixture.keeper(folder);
        new AuditVerification(fixture.gate, keeper.verifications()).addTo(fixture.routes()::add);
        auditor = fixture.principal(fixture.tenant, "auditor");
        fixture.grant(fixture.tenant, auditor, Resource.MANAGEMENT, "Audit.Read.All");
    }

    @AfterAll
    void close() {
        keeper.close();
        fixture.close();
    }

    private Map<String, String> as(String audience) {
        return Map.of("authorization", "Bearer " + fixture.token(fixture.tenant, auditor, audience));
    }

    @Test
    void readsTheAuditWithNamesOfApplications() {
        ServicePrincipal stranger = fixture.principal(fixture.tenant, "stranger");
        String token = "Bearer " + fixture.token(fixture.tenant, stranger, MANAGEMENT);
        var refused = fixture.send("GET", "/postern/queue", "", "", Map.of("authorization", token));
        assertEquals(403, refused.status());
        UUID request =
                fixture.audit().ofTenant(fixture.tenant.id()).getLast().actor().requestId();
        var found = fixture.send("GET", "/postern/audit/" + request, "", "", as(MANAGEMENT));
        assertEquals(200, found.status());
        assertEquals(
                "stranger",
                found.json().path("value").path(0).path("appDisplayName").asString(""));
    }

    @Test
    void isAllowedExactlyTheReadingRowsOfTheAudit() {
        for (Map<String, String> row : OperationRows.read(Identities.class, "operations.csv")) {
            if (Set.of("administrator", "moving", "none").contains(OperationRows.cell(row, "area"))) {
                continue; // AdministratorSecretsTest, MailMovingTest, EffectiveAccessApiTest
            }
            if (OperationRows.cell(row, "path").equals("/postern/import")) {
                continue; // ImportTest
            }
            String method = OperationRows.cell(row, "method");
            String path = OperationRows.cell(row, "path").replaceAll("\\{\\w+}", "x");
            boolean forAuditors = OperationRows.cell(row, "area").equals("audit");
            int status = fixture.send(method, path, "", "{}", as(MANAGEMENT)).status();
            assertEquals(forAuditors, status != 403, method + " " + path + " " + status);
            if (forAuditors) {
                assertEquals("read", OperationRows.cell(row, "form"), path);
            }
        }
    }

    @Test
    void runsNoCmdlet() {
        String path = "/adminapi/beta/contoso.example/InvokeCommand";
        for (Cmdlet cmdlet : CmdletTable.exchange().all()) {
            String body = ExchangeFixture.envelope(cmdlet.name(), "{}");
            var refused = fixture.post(path, "", body, as("https://outlook.office365.com"));
            assertEquals(403, refused.status(), cmdlet.name());
        }
    }

    @Test
    void aTokenForAnotherResourceReadsNoAudit() {
        for (String audience : OTHER_RESOURCES) {
            var refused = fixture.send("GET", "/postern/audit/" + UUID.randomUUID(), "", "", as(audience));
            assertEquals(401, refused.status(), audience);
        }
    }
}
