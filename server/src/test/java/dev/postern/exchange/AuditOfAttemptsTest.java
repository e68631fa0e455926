package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.audit.AuditEntry;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A cmdlet or management call that fails or changes nothing is audited too; a change is audited with its own row only. */
class AuditOfAttemptsTest {
    private ExchangeFixture fixture = new ExchangeFixture(Engine.SQLITE);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The entries since the last call. */
    private List<AuditEntry> since(int before) {
        List<AuditEntry> all = fixture.audit().ofTenant(fixture.tenant.id());
        return all.subList(before, all.size());
    }

    private int soFar() {
        return fixture.audit().ofTenant(fixture.tenant.id()).size();
    }

    private void prepare() {
        fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"box\"}");
        fixture.run("New-DistributionGroup", "{\"Name\":\"group\",\"Type\":\"Security\"}");
        fixture.run("Add-DistributionGroupMember", "{\"Identity\":\"group\",\"Member\":\"box\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // invalid parameters, a refused value, a conflict, a missing object
                "New-Mailbox|{'Nothing':'x'}||400",
                "New-Mailbox|{'Shared':true,'Name':'new','PrimarySmtpAddress':'new@elsewhere.example'}|new|400",
                "New-Mailbox|{'Shared':true,'Name':'box'}|box|400",
                "Add-DistributionGroupMember|{'Identity':'group','Member':'box'}|group|400",
                "Add-MailboxFolderPermission|{'Identity':'box:\\\\Calendar','User':'nobody@x','AccessRights':'None','X':1}|box:\\Calendar|400",
                "Set-CalendarProcessing|{'Identity':'nobody','AllowConflicts':true}|nobody|404",
                "Remove-Mailbox|{'Identity':'nobody'}|nobody|404",
                "Set-Mailbox|{'Identity':'nobody','DisplayName':'x'}|nobody|404",
            })
    void aCmdletThatFailsLeavesItsRow(String cmdlet, String parameters, String target, int status) {
        prepare();
        int before = soFar();
        ExchangeFixture.Reply reply = fixture.run(cmdlet, parameters.replace('\'', '"'));
        assertEquals(status, reply.status(), reply.text());
        List<AuditEntry> entries = since(before);
        assertEquals(1, entries.size(), entries.toString());
        AuditEntry entry = entries.getFirst();
        assertEquals(cmdlet, entry.operation());
        assertEquals(target == null ? "" : target, entry.target());
        assertEquals("granted", entry.verdict());
        assertEquals(fixture.admin.appId(), entry.actor().app());
    }

    @Test
    void aCmdletThatChangesNothingLeavesItsRow() {
        prepare();
        int before = soFar();
        assertEquals(
                200,
                fixture.run("Remove-Mailbox", "{\"Identity\":\"box\",\"WhatIf\":true}")
                        .status());
        assertEquals(
                List.of("Remove-Mailbox -WhatIf"),
                since(before).stream().map(AuditEntry::operation).toList());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCmdletThatChangesLeavesOnlyTheRowOfItsChange(Engine engine) {
        fixture.close();
        fixture = new ExchangeFixture(engine);
        prepare();
        int before = soFar();
        assertEquals(
                200, fixture.run("Remove-Mailbox", "{\"Identity\":\"box\"}").status());
        List<AuditEntry> entries = since(before);
        assertEquals(1, entries.size(), entries.toString());
        assertEquals("changed", entries.getFirst().verdict());
        assertTrue(entries.getFirst().target().startsWith("Remove-Mailbox; remove object"));
        assertTrue(fixture.audit().isWhole(fixture.tenant.id()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aChangeOfAMailboxNamesTheMailbox(Engine engine) {
        fixture.close();
        fixture = new ExchangeFixture(engine);
        prepare();
        MailboxId mailbox = new MailboxId(UUID.fromString(
                fixture.run("Get-Mailbox", "{}").row().get("ExchangeGuid").asString()));
        int before = soFar();
        for (String cmdlet : List.of(
                "Add-MailboxFolderPermission|'Identity':'box:\\\\Calendar','User':'x@fabrikam.example','AccessRights':'Reviewer'",
                "Set-MailboxCalendarConfiguration|'Identity':'box','WorkDays':'AllDays'",
                "Set-CalendarProcessing|'Identity':'box','AllowConflicts':true",
                "Set-CalendarProcessing|'Identity':'box','AllowConflicts':false,'WhatIf':true",
                "Get-CalendarProcessing|'Identity':'box'")) {
            List<String> parts = List.of(cmdlet.split("\\|"));
            assertEquals(
                    200,
                    fixture.run(parts.getFirst(), "{" + parts.getLast().replace('\'', '"') + "}")
                            .status(),
                    cmdlet);
        }
        assertEquals(
                400,
                fixture.run("Set-CalendarProcessing", "{\"Identity\":\"box\",\"BookingWindowInDays\":2000}")
                        .status());
        List<String> entries = fixture.audit().ofMailbox(mailbox).stream()
                .map(entry -> entry.operation() + " " + entry.verdict() + " " + entry.target())
                .toList();
        assertEquals(
                List.of(
                        "Add-MailboxFolderPermission granted box:\\Calendar",
                        "Set-MailboxCalendarConfiguration granted box",
                        "Set-CalendarProcessing granted box",
                        "Set-CalendarProcessing -WhatIf granted box",
                        "Get-CalendarProcessing granted box",
                        "Set-CalendarProcessing granted box"),
                entries);
        assertEquals(List.of(), since(before));
        assertTrue(fixture.audit().isWhole(mailbox));
    }

    @Test
    void aCallOfTheManagementApiThatFailsLeavesItsRow() {
        fixture.grant(fixture.tenant, fixture.admin, Resource.MANAGEMENT, "Workflow.ReadWrite.All");
        assertEquals(201, identity("{\"name\":\"first\"}"));
        int before = soFar();
        assertEquals(409, identity("{\"name\":\"first\"}"));
        assertEquals(400, identity("{\"name\":\"\"}"));
        assertEquals(400, identity("{"));
        assertEquals(404, management("GET", "/postern/identities/nobody", ""));
        List<String> entries = since(before).stream()
                .map(entry -> entry.operation() + " " + entry.verdict())
                .toList();
        assertEquals(
                List.of(
                        "POST /postern/identities granted",
                        "POST /postern/identities granted",
                        "POST /postern/identities granted",
                        "GET /postern/identities/{name} granted"),
                entries);
    }

    private int identity(String body) {
        return management("POST", "/postern/identities", body);
    }

    private int management(String method, String path, String body) {
        String token = fixture.token(fixture.tenant, fixture.admin, "https://management.azure.com");
        return fixture.send(method, path, "", body, Map.of("authorization", "Bearer " + token))
                .status();
    }
}
