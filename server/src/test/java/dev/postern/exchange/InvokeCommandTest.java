package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** InvokeCommand: authorization, valid requests, and the form of responses. */
class InvokeCommandTest {
    private ExchangeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ExchangeFixture.Reply post(String tenant, String token) {
        return fixture.post(
                "/adminapi/v1.0/" + tenant + "/InvokeCommand",
                "",
                ExchangeFixture.envelope("Get-Mailbox", "{}"),
                Map.of("Authorization", token));
    }

    @Test
    void theTenantIsAGuidOrADomain() {
        String token = "Bearer " + fixture.adminToken();
        assertEquals(200, post(fixture.tenant.id().toString(), token).status());
        assertEquals(200, post("CONTOSO.example", token).status());
        assertEquals(200, post("second.contoso.example", token).status());
    }

    @Test
    void withoutAValidTokenTheRequestIsRefused() {
        for (String token : List.of("", "Basic YTpi", "Bearer ", "Bearer x", "Bearer " + fixture.adminToken() + "x")) {
            ExchangeFixture.Reply reply = post("contoso.example", token);
            assertEquals(401, reply.status(), token);
            assertTrue(reply.json().isMissingNode());
            assertTrue(reply.response().headers().containsKey("WWW-Authenticate"));
        }
        String graph = fixture.token(fixture.tenant, fixture.admin, "https://graph.microsoft.com");
        assertEquals(401, post("contoso.example", "Bearer " + graph).status());
    }

    @Test
    void withoutTheRoleNothingIsDoneAndNothingIsDisclosed() {
        ServicePrincipal stranger = fixture.principal(fixture.tenant, "stranger");
        String token = "Bearer " + fixture.token(fixture.tenant, stranger, "https://outlook.office365.com");
        assertEquals(403, post("contoso.example", token).status());
        ExchangeFixture.Reply bad =
                fixture.post("/adminapi/beta/contoso.example/InvokeCommand", "", "{", Map.of("Authorization", token));
        assertEquals(403, bad.status());
        assertTrue(bad.response().headers().containsKey("x-ms-diagnostics"));
    }

    @Test
    void aRevokedRoleIsRefused() {
        String token = "Bearer " + fixture.adminToken();
        assertEquals(200, post("contoso.example", token).status());
        fixture.revokeAll(fixture.tenant, fixture.admin);
        assertEquals(403, post("contoso.example", token).status());
    }

    @Test
    void aTokenOfAnotherTenantIsRefused() {
        String token = "Bearer " + fixture.adminToken();
        fixture.tenant("fabrikam.example");
        ExchangeFixture.Reply there = post("fabrikam.example", token);
        ExchangeFixture.Reply nowhere = post("nowhere.example", token);
        assertEquals(403, there.status());
        assertEquals(nowhere.json(), there.json());
    }

    @Test
    void aBodyWithoutTheEnvelopeIsRefused() {
        String large = ExchangeFixture.envelope("Get-Mailbox", "{\"Anr\":\"" + "x".repeat(1 << 20) + "\"}");
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{}",
                "{\"CmdletInput\":{}}",
                "{\"CmdletInput\":{\"CmdletName\":7}}",
                ExchangeFixture.envelope("Get-Mailbox", "[]"),
                ExchangeFixture.envelope("Get-Mailbox", "{\"Anr\":\"a\",\"Anr\":\"b\"}"),
                large)) {
            ExchangeFixture.Reply reply =
                    fixture.post("/adminapi/beta/contoso.example/InvokeCommand", "", body, Map.of());
            assertEquals(400, reply.status(), reply.json().toString());
            assertEquals(
                    "Invalid Operation",
                    reply.json().path("error").path("message").asString());
        }
    }

    @Test
    void aSuccessfulResponseHasTheFormOfExchange() {
        ExchangeFixture.Reply made = fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"box\"}");
        assertEquals(
                "https://localhost:8443/adminapi/beta/contoso.example/$metadata#Collection(Exchange.GenericHashTable)",
                made.json().path("@odata.context").asString());
        assertEquals(
                "#Collection(String)",
                made.json().path("adminapi.warnings@odata.type").asString());
        assertEquals("System.Guid", made.row().path("Guid@data.type").asString());
        assertEquals("#Guid", made.row().path("ExchangeGuid@odata.type").asString());
        assertEquals(
                "2026-11-23T08:00:00.0000000+00:00",
                made.row().path("WhenCreated").asString());
        assertEquals(
                "2026-11-23T08:00:00.0000000Z",
                made.row().path("WhenCreatedUTC").asString());
        assertEquals(
                "#Collection(String)",
                made.row().path("EmailAddresses@odata.type").asString());
        assertEquals(List.of("4.0"), made.response().headers().get("OData-Version"));
        assertEquals(
                List.of(fixture.admin.appId().toString()),
                made.response().headers().get("X-Ms-Appid"));
        assertTrue(made.response().body() instanceof Response.Bytes(var type, var _)
                && type.startsWith("application/json;odata.metadata=minimal"));
    }

    @Test
    void failuresHaveTheFormOfExchange() {
        JsonNode ran = fixture.run("Get-Mailbox", "{\"Identity\":\"x\"}").json().path("error");
        assertEquals("NotFound", ran.path("code").asString());
        assertEquals("Error executing cmdlet", ran.path("message").asString());
        assertEquals(
                "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation"
                        + " couldn't be performed because object 'x' couldn't be found on 'postern'.",
                ran.path("details").path(0).path("message").asString());
        JsonNode wrong = fixture.run("New-DistributionGroup", "{\"Name\":\"a\",\"Type\":\"x\"}")
                .json()
                .path("error");
        assertTrue(wrong.path("details").isMissingNode());
        assertTrue(wrong.path("innererror")
                .path("internalexception")
                .path("type")
                .asString()
                .endsWith("CommandInvocation.ParameterTransformationException"));
        ExchangeFixture.Reply unknown = fixture.run("Get-Mailbox", "{\"Nonsense\":1}");
        assertEquals(
                "|Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException|Parameter set cannot be"
                    + " resolved using the specified named parameters. Invalid cmdlet parameters specified. Nonsense",
                unknown.detail());
    }

    @Test
    void onlySelectedPropertiesAreSent() {
        fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"box\"}");
        JsonNode row = fixture.post(
                        "/adminapi/beta/contoso.example/InvokeCommand",
                        "$select=name,%20Guid,Nonsense",
                        ExchangeFixture.envelope("Get-Mailbox", "{}"),
                        Map.of())
                .row();
        assertEquals(List.of("Name", "Guid@data.type", "Guid@odata.type", "Guid"), List.copyOf(row.propertyNames()));
        ExchangeFixture.Reply refused = fixture.post(
                "/adminapi/beta/contoso.example/InvokeCommand",
                "$filter=x",
                ExchangeFixture.envelope("Get-Mailbox", "{}"),
                Map.of());
        assertEquals(400, refused.status());
        assertTrue(refused.text().contains("'$filter'"));
        ExchangeFixture.Reply clixml = fixture.post(
                "/adminapi/beta/contoso.example/InvokeCommand",
                "",
                ExchangeFixture.envelope("Get-Mailbox", "{}"),
                Map.of("X-ResponseFormat", "clixml"));
        assertEquals(400, clixml.status());
    }

    @Test
    void pagesAreRequestedByPost() {
        for (String name : List.of("e", "a", "d", "b", "c")) {
            fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"" + name + "\"}");
        }
        List<String> names = new ArrayList<>();
        String path = "/adminapi/beta/contoso.example/InvokeCommand";
        String query = "$select=Name";
        for (int page = 0; page < 3; page++) {
            ExchangeFixture.Reply reply = fixture.post(
                    path,
                    query,
                    ExchangeFixture.envelope("Get-Mailbox", "{}"),
                    Map.of("Prefer", "odata.maxpagesize=2"));
            reply.rows().forEach(row -> names.add(row.path("Name").asString()));
            if (page == 2) {
                assertNull(reply.json().get("@odata.nextLink"));
                break;
            }
            // a row that was removed in the meantime neither stops the listing nor hides another
            fixture.run("Remove-Mailbox", "{\"Identity\":\"" + names.getLast() + "\"}");
            URI next = URI.create(reply.json().path("@odata.nextLink").asString());
            assertEquals("localhost:8443", next.getAuthority());
            path = next.getPath();
            query = next.getRawQuery();
        }
        assertEquals(List.of("a", "b", "c", "d", "e"), names);
        ExchangeFixture.Reply wrong =
                fixture.post(path, "$skiptoken=%21", ExchangeFixture.envelope("Get-Mailbox", "{}"), Map.of());
        assertEquals(400, wrong.status());
    }

    @Test
    void changesAndRefusalsAreAudited() {
        fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"box\"}");
        fixture.run("Remove-Mailbox", "{\"Identity\":\"box\",\"WhatIf\":true}");
        ServicePrincipal stranger = fixture.principal(fixture.tenant, "stranger");
        post("contoso.example", "Bearer " + fixture.token(fixture.tenant, stranger, "https://outlook.office365.com"));
        String audited = fixture.audit().ofTenant(fixture.tenant.id()).toString();
        assertTrue(audited.contains("New-Mailbox; put User"), audited);
        assertTrue(audited.contains("PERMISSION_MISSING"), audited);
        assertFalse(audited.contains("remove object"), audited);
        assertTrue(fixture.audit().isWhole(fixture.tenant.id()));
    }

    @Test
    void aRoleOfAnotherResourceIsRefused() {
        ServicePrincipal other = fixture.principal(fixture.tenant, "other");
        fixture.grant(fixture.tenant, other, Resource.GRAPH, "Directory.ReadWrite.All");
        assertEquals(
                403,
                post(
                                "contoso.example",
                                "Bearer " + fixture.token(fixture.tenant, other, "https://outlook.office365.com"))
                        .status());
    }
}
