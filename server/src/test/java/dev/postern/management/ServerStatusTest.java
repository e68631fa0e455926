package dev.postern.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The status for auditors, on both engines. What the parts say of a running server is tested with one. */
class ServerStatusTest {
    private static Map<String, String> as(ExchangeFixture fixture, dev.postern.directory.ServicePrincipal who) {
        return Map.of("authorization", "Bearer " + fixture.token(fixture.tenant, who, "https://management.azure.com"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAuditorSeesItAndOthersDoNot(Engine engine) {
        try (ExchangeFixture fixture = new ExchangeFixture(engine)) {
            var auditor = fixture.principal(fixture.tenant, "auditor");
            fixture.grant(fixture.tenant, auditor, Resource.MANAGEMENT, "Audit.Read.All");
            var stranger = fixture.principal(fixture.tenant, "stranger");
            assertEquals(
                    403,
                    fixture.send("GET", "/postern/status", "", "", as(fixture, stranger))
                            .status());
            assertEquals(
                    401,
                    fixture.send("GET", "/postern/status", "", "", Map.of()).status());
            var answer = fixture.send("GET", "/postern/status", "", "", as(fixture, auditor));
            assertEquals(200, answer.status());
            JsonNode status = answer.json();
            assertEquals("test", status.path("version").asString());
            assertEquals("ok", status.at("/health/checks/database").asString());
            assertEquals(15, status.at("/traffic/secondsPerSample").asInt());
            assertEquals("{\"states\":{},\"oldest\":null}", status.path("mail").toString());
            assertEquals(0, status.at("/directory/mailboxes").asInt());
            assertEquals("here", status.at("/nodes/0/name").asString());
            assertEquals("test", status.at("/nodes/0/version").asString());
            assertEquals("2026-11-23T07:59:00Z", status.at("/nodes/1/seen").asString());
            assertEquals(true, status.at("/nodes/1/version").isNull());
        }
    }
}
