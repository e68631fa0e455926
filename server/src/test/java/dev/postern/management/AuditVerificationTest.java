package dev.postern.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditKeeper;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An administrator starts a verification of the audit, and each tenant sees the problems of its own chains. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditVerificationTest {
    private static final String PATH = "/postern/audit/verification";

    @TempDir
    static Path folder;

    private ExchangeFixture fixture;
    private AuditKeeper keeper;
    private Tenant other;
    private ServicePrincipal otherAuditor;

    @BeforeAll
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        keeper = fixture.keeper(folder);
        new AuditVerification(fixture.gate, keeper.verifications()).addTo(fixture.routes()::add);
        Tenant first = fixture.tenant;
        ServicePrincipal admin = fixture.admin;
        fixture.moveIn();
        other = fixture.tenant;
        otherAuditor = fixture.principal(other, "auditor");
        fixture.grant(other, otherAuditor, Resource.MANAGEMENT, "Audit.Read.All");
        fixture.tenant = first;
        fixture.admin = admin;
    }

    @AfterAll
    void close() {
        keeper.close();
        fixture.close();
    }

    private Map<String, String> as(Tenant tenant, ServicePrincipal app) {
        return Map.of("authorization", "Bearer " + fixture.token(tenant, app, "https://management.azure.com"));
    }

    private JsonNode shown(Tenant tenant, ServicePrincipal app) {
        var answer = fixture.send("GET", PATH, "", "", as(tenant, app));
        assertEquals(200, answer.status());
        return answer.json();
    }

    private JsonNode verified() throws InterruptedException {
        var started = fixture.send("POST", PATH, "", "", as(fixture.tenant, fixture.admin));
        assertEquals(202, started.status());
        assertTrue(started.json().path("running").isObject());
        while (keeper.verifications().state().running() != null) {
            Thread.onSpinWait();
        }
        return shown(fixture.tenant, fixture.admin);
    }

    @Test
    @Order(1)
    void nothingIsKnownBeforeTheFirst() {
        JsonNode state = shown(fixture.tenant, fixture.admin);
        assertTrue(state.path("running").isNull());
        assertTrue(state.path("last").isNull());
        assertTrue(state.path("failedAt").isNull());
    }

    @Test
    @Order(2)
    void anAuditorSeesAndAnAdministratorStarts() throws InterruptedException {
        assertEquals(
                403, fixture.send("POST", PATH, "", "", as(other, otherAuditor)).status());
        ServicePrincipal stranger = fixture.principal(fixture.tenant, "stranger" + UUID.randomUUID());
        assertEquals(
                403,
                fixture.send("GET", PATH, "", "", as(fixture.tenant, stranger)).status());
        JsonNode last = verified().path("last");
        assertTrue(last.path("ok").asBoolean(false), last::toString);
        assertTrue(last.path("rows").asLong(0) > 0);
        assertTrue(last.path("chains").asLong(0) >= 2);
        assertEquals(0, last.path("problems").size());
        assertTrue(shown(other, otherAuditor).path("last").path("ok").asBoolean(false));
    }

    @Test
    @Order(3)
    void aProblemIsNamedToItsTenantAndCountedForOthers() throws InterruptedException {
        fixture.database()
                .write(sql -> sql.update(
                        "delete from tenant_audit where tenant_id = ? and sequence = 2",
                        fixture.tenant.id().value()));
        JsonNode own = verified().path("last");
        assertEquals(
                List.of("chain", "name", "sequence", "kind"),
                List.copyOf(own.path("problems").path(0).propertyNames()));
        assertEquals("the tenant", own.path("problems").path(0).path("name").asString(""));
        assertEquals("missing", own.path("problems").path(0).path("kind").asString(""));
        assertEquals(2, own.path("problems").path(0).path("sequence").asLong(0));
        assertEquals(0, own.path("otherProblems").asLong(-1));
        JsonNode foreign = shown(other, otherAuditor).path("last");
        assertEquals(0, foreign.path("problems").size());
        assertEquals(1, foreign.path("otherProblems").asLong(-1));
        assertEquals(false, foreign.path("ok").asBoolean(true));
    }

    @Test
    @Order(4)
    void noneStartsAfterTheServerBeganToStop() {
        keeper.close();
        var refused = fixture.send("POST", PATH, "", "", as(fixture.tenant, fixture.admin));
        assertEquals(409, refused.status());
        assertEquals(
                400,
                fixture.send("GET", PATH, "colour=red", "", as(fixture.tenant, fixture.admin))
                        .status());
    }
}
