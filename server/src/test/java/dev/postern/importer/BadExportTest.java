package dev.postern.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.importer.Exports.Imported;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Exports that are damaged, incomplete or contradictory: nothing of them widens access, and nothing fails without a reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadExportTest {
    private TestCore core;
    private int tenants;

    @BeforeAll
    void open() {
        core = new TestCore(TestCore.on(Databases.open(Engine.SQLITE))
                .clock(() -> Exports.NOW)
                .open());
    }

    @AfterAll
    void close() {
        core.close();
    }

    private Imported made(Exports exports) {
        return exports.into(core.core, "t" + ++tenants + ".example");
    }

    private static Exports base() {
        return Exports.of("ps7");
    }

    private static Exports truncated(ExportFile file) {
        return base().change(file, text -> text.substring(0, text.length() * 2 / 3));
    }

    @Test
    void aTruncatedFileIsNotUsedAtAll() {
        Imported policies = made(truncated(ExportFile.POLICIES));
        assertTrue(
                policies.unused(ExportFile.POLICIES).getFirst().startsWith("*: The file is not valid JSON at line "),
                policies.unused(ExportFile.POLICIES)::toString);
        assertEquals(Set.of(), policies.reach("crm", "Mail.Read"), "unknown policies deny");
        assertEquals(Set.of(), policies.reach("backup", "Mail.ReadWrite"));
        assertEquals(Set.of("cara"), policies.reach("payroll", "Mail.Read"), "policies do not limit RBAC");
        assertEquals(0, policies.report().imported().get("policies"));

        Imported groups = made(truncated(ExportFile.GROUPS));
        assertEquals(Set.of(), groups.reach("crm", "Mail.Read"), "what is denied is unknown");
        assertEquals(Set.of(), groups.reach("la-notify", "Mail.Send"));
        assertEquals(Set.of(), groups.reach("planner", "Mail.Send"), "whom the filter excludes is unknown");
        assertEquals(Set.of("cara"), groups.reach("payroll", "Mail.Read"));

        Imported scopes = made(truncated(ExportFile.SCOPES));
        assertEquals(Set.of(), scopes.reach("payroll", "Mail.Read"), "never the whole organization");
        assertEquals(8, scopes.reach("everywhere", "Mail.Send").size());

        assertEquals(
                0, made(truncated(ExportFile.RECIPIENTS)).report().imported().get("mailboxes"));
        assertEquals(
                0,
                made(truncated(ExportFile.SERVICE_PRINCIPALS))
                        .report()
                        .imported()
                        .get("assignments"));
    }

    /** The rest of the export is used, and no policy is forgotten. */
    @Test
    void aFileThatExceedsADepthOrALengthIsNotUsedAtAll() {
        String deep = "[{\"Description\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}]";
        String longText = "[{\"Description\":\"" + "n".repeat(5 << 20) + "\"}]";
        for (String content : List.of(deep, longText)) {
            Imported made = made(base().with(ExportFile.POLICIES, content));
            String reason = made.unused(ExportFile.POLICIES).getFirst();
            assertTrue(reason.startsWith("*: The file exceeds a limit"), reason);
            assertEquals(-1, reason.indexOf('`'), reason);
            assertEquals(Set.of(), made.reach("crm", "Mail.Read"), "unknown policies deny");
            assertEquals(Set.of("cara"), made.reach("payroll", "Mail.Read"), "policies do not limit RBAC");
        }
    }

    @Test
    void anExportOfWhichNothingCanBeUsedIsRefused() {
        ImportRefused refused = assertThrows(
                ImportRefused.class,
                () -> made(Exports.none()
                        .with(ExportFile.RECIPIENTS, "[{\"Name\":\"x\"},{\"RecipientTypeDetails\":\"PublicFolder\"}]")
                        .with(ExportFile.POLICIES, "[{\"AccessRight\":\"RestrictAccess\"}]")));
        assertTrue(
                refused.text().startsWith("Nothing of the export can be used, so no tenant was created."),
                refused::text);
        assertTrue(refused.text().contains("Get-Recipient.json, x: "), refused::text);
        assertTrue(refused.text().contains("Get-ApplicationAccessPolicy.json, "), refused::text);
        // one usable object is enough
        String one = "[{\"AppId\":\"" + UUID.randomUUID() + "\",\"Id\":\"" + UUID.randomUUID()
                + "\",\"DisplayName\":\"only\"}]";
        assertEquals(
                1,
                made(Exports.none().with(ExportFile.APPLICATIONS, one))
                        .report()
                        .imported()
                        .get("applications"));
    }

    @Test
    void aMissingOrEmptyFileIsAnEmptyList() {
        for (String empty : List.of("", " \r\n", "null", "[]", "{\"value\":[],\"Count\":0}", "\"\"", "\ufeff")) {
            Imported made = made(base().with(ExportFile.POLICIES, empty));
            assertEquals(List.of(), made.unused(ExportFile.POLICIES), empty);
            assertEquals(8, made.reach("crm", "Mail.Read").size(), empty);
        }
        assertEquals(
                8,
                made(base().without(ExportFile.POLICIES))
                        .reach("crm", "Mail.Read")
                        .size());
        ImportRefused nothing =
                assertThrows(ImportRefused.class, () -> Exports.none().read());
        assertTrue(nothing.text().startsWith("Nothing could be read."));
        assertThrows(
                ImportRefused.class,
                () -> Exports.none().with(ExportFile.GROUPS, "[]").read());
    }

    @Test
    void charactersAreReadInEveryEncoding() {
        String text = base().text(ExportFile.RECIPIENTS);
        for (Charset charset : List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("windows-1252"))) {
            Imported made = made(base().with(ExportFile.RECIPIENTS, text.getBytes(charset)));
            assertEquals("Zürich", made.profile("anna@contoso.com", "city"), charset.name());
        }
        Imported none =
                made(base().with(ExportFile.SCOPES, new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xd8, 1, 0}));
        assertEquals(1, none.unused(ExportFile.SCOPES).size(), none.unused(ExportFile.SCOPES)::toString);
    }

    @Test
    void aListCanHaveManyForms() {
        String one = "{\"NAME\":\"only\",\"recipientfilter\":\"Department -eq 'Sales'\"}";
        for (String form : List.of(
                one,
                "[" + one + "]",
                "[[" + one + "]]",
                "{\"value\":[" + one + "],\"Count\":1}",
                "{\"value\":" + one + "}",
                one + "\n",
                "\"@{Name=only; RecipientFilter=Department -eq 'Sales'; Exclusive=False}\"")) {
            Imported made = made(base().with(ExportFile.SCOPES, form));
            assertEquals(
                    1,
                    made.report().imported().get("scopes"),
                    () -> form + made.report().unused());
        }
        assertEquals(
                2,
                made(base().with(ExportFile.SCOPES, one + "\r\n" + one.replace("only", "other")))
                        .report()
                        .imported()
                        .get("scopes"));
        Imported cut = made(base().with(ExportFile.SCOPES, "[\"System.Collections.Hashtable\"]"));
        assertTrue(cut.unused(ExportFile.SCOPES).getFirst().contains("increase -Depth"));
    }

    @Test
    void membersThatWereCutOffDenyMore() {
        for (String members : List.of("\"System.Object[]\"", "[\"System.Collections.Hashtable\"]")) {
            Imported made = made(base().change(
                            ExportFile.GROUPS,
                            text -> text.replaceAll(
                                    "(?s)(\"Name\": \"Board\".*?\"Members\": )\\[.*?\\]",
                                    "$1" + java.util.regex.Matcher.quoteReplacement(members))));
            assertEquals(Set.of(), made.reach("crm", "Mail.Read"), members);
            assertEquals(Set.of(), made.reach("planner", "Mail.Send"), "all but an unknown board");
            assertEquals(3, made.reach("la-notify", "Mail.Send").size());
        }
        Imported nested = made(base().change(
                        ExportFile.GROUPS,
                        text -> text.replaceAll("(?s)(\"Name\": \"Board\".*?\"Members\": )\\[.*?\\]", "$1[\"Ring A\"]")
                                .replaceAll("(?s)(\"Name\": \"Ring B\".*?)\"Members\": \\[.*?\\]", "$1\"Other\": 1")));
        assertEquals(
                Set.of(), nested.reach("crm", "Mail.Read"), "the board contains a group that contains unknown members");
        Imported empty = made(base().change(
                        ExportFile.GROUPS,
                        text -> text.replaceAll("(?s)(\"Name\": \"Board\".*?\"Members\": )\\[.*?\\]", "$1null")));
        assertEquals(8, empty.reach("crm", "Mail.Read").size(), "an empty board");
    }

    @Test
    void policiesFailClosed() {
        Imported unreadable = made(base().replace(
                        ExportFile.POLICIES, "\"AccessRight\": \"DenyAccess\"", "\"AccessRight\": \"Verweigern\""));
        assertEquals(Set.of(), unreadable.reach("crm", "Mail.Read"));
        Imported number =
                made(base().replace(ExportFile.POLICIES, "\"AccessRight\": \"DenyAccess\"", "\"AccessRight\": 1"));
        assertEquals(7, number.reach("crm", "Mail.Read").size());
        Imported contradicted =
                made(base().replace(ExportFile.POLICIES, "\"AccessRight\": \"DenyAccess\"", "\"AccessRight\": 0"));
        assertEquals(Set.of(), contradicted.reach("crm", "Mail.Read"), "the description says DenyAccess");
        Imported noScope = made(base().change(
                        ExportFile.POLICIES,
                        text -> text.replace(
                                        "S-1-5-21-724521725-2336880675-2689004279-1821020;10000014-0000-4000-8000-000000000014",
                                        "?")
                                .replace("\"ScopeName\": \"Sales senders\"", "\"ScopeName\": null")
                                .replace("Sales senders20250209121934", "")));
        assertEquals(Set.of(), noScope.reach("la-notify", "Mail.Send"));
        assertEquals(4, noScope.report().imported().get("policies"));
        Imported byName = made(base().change(
                        ExportFile.POLICIES,
                        text -> text.replace(
                                "S-1-5-21-724521725-2336880675-2689004279-1821020;10000014-0000-4000-8000-000000000014",
                                "")));
        assertEquals(3, byName.reach("la-notify", "Mail.Send").size(), "by its name");
        Imported identity = made(base().change(
                        ExportFile.POLICIES,
                        text -> text.replaceAll("\"AppId\": \"[^\"]*\",", "")
                                .replaceAll("\"ScopeIdentityRaw\": \"[^\"]*\",", "")));
        assertEquals(3, identity.reach("la-notify", "Mail.Send").size(), "by the identity");
        Imported every = made(base().replace(ExportFile.POLICIES, "40000033-0000-4000-b000-000000000033", "*"));
        assertEquals(7, every.reach("backup", "Mail.ReadWrite").size());
        Imported nobody = made(base().replace(ExportFile.POLICIES, "40000033-0000-4000-b000-000000000033", "x"));
        assertEquals(1, nobody.unused(ExportFile.POLICIES).size());
    }

    @Test
    void assignmentsFailClosed() {
        for (String change : List.of(
                "\"Other\": \"x\"",
                "\"RecipientWriteScope\": null",
                "\"RecipientWriteScope\": \"Self\"",
                "\"RecipientWriteScope\": \"System.Object\"",
                "\"RecipientWriteScope\": 7",
                "\"RecipientWriteScope\":"
                        + " \"Organization\",\"CustomResourceScope2\":1,\"RecipientGroupScope\":\"nobody\"")) {
            Imported made =
                    made(base().replace(ExportFile.ASSIGNMENTS, "\"RecipientWriteScope\": \"Organization\"", change));
            assertEquals(Set.of(), made.reach("everywhere", "Mail.Send"), change);
        }
        Imported disabled = made(base().replace(ExportFile.ASSIGNMENTS, "\"Enabled\": true", "\"Enabled\": false"));
        assertEquals(0, disabled.report().imported().get("assignments"));
        Imported group = made(base().replace(
                        ExportFile.ASSIGNMENTS,
                        "\"RecipientWriteScope\": \"Organization\"",
                        "\"RecipientGroupScope\": \"sales-senders@contoso.com\""));
        assertEquals(Set.of("anna", "sales"), group.reach("everywhere", "Mail.Send"));
    }

    @Test
    void filtersOnMissingPropertiesAreNotUsedWhereTheyAdd() {
        String scope = "[{\"Name\":\"Finance\",\"RecipientFilter\":\"%s\"}]";
        Exports bare = base().change(ExportFile.RECIPIENTS, text -> text.replaceAll("\"Department\": \"[^\"]*\",", ""));
        for (String filter : List.of(
                "Department -ne 'Sales'",
                "-not (Department -eq 'Sales')",
                "Department -eq $null",
                "Title -eq 'x' -or -not (Department -like 'S*')")) {
            Imported made = made(bare.with(ExportFile.SCOPES, scope.formatted(filter)));
            assertEquals(Set.of(), made.reach("payroll", "Mail.Read"), filter);
            assertTrue(made.unused(ExportFile.SCOPES).getFirst().contains("depends on Department"), filter);
        }
        Imported positive =
                made(bare.with(ExportFile.SCOPES, scope.formatted("Department -eq 'Sales' -or City -eq 'zürich'")));
        assertEquals(Set.of("anna"), positive.reach("payroll", "Mail.Read"));
    }

    @Test
    void anAdministrativeUnitIsImportedIfItIsExported() {
        Imported made = made(
                base().with(
                                ExportFile.UNITS,
                                "[{\"Id\":\"10000190-0000-4000-8000-000000000190\",\"DisplayName\":\"Unit\",\"Members\":"
                                    + "[{\"Id\":\"10000002-0000-4000-8000-000000000002\"},{\"Id\":\"10000014-0000-4000-8000-000000000014\"},\"x\"]}]"));
        assertEquals(Set.of("anna"), made.reach("planner", "Contacts.Read"), "members of groups in it do not count");
        assertEquals(1, made.unused(ExportFile.UNITS).size());
        assertEquals(1, made.report().imported().get("administrativeUnits"));
    }

    @Test
    void duplicatesAndLongNamesAreListed() {
        String recipients = base().text(ExportFile.RECIPIENTS);
        String items = recipients.substring(1, recipients.lastIndexOf(']'));
        Imported twice = made(base().with(ExportFile.RECIPIENTS, "[" + items + "," + items + "]"));
        assertEquals(8, twice.report().imported().get("mailboxes"));
        assertTrue(
                twice.unused(ExportFile.RECIPIENTS).stream()
                        .anyMatch(text -> text.equals(
                                "anna@contoso.com: Another object has the id 10000002-0000-4000-8000-000000000002.")),
                twice.unused(ExportFile.RECIPIENTS)::toString);
        assertEquals(Set.of("anna", "bert", "sales"), twice.reach("la-notify", "Mail.Send"));

        String long1 = "n".repeat(10_000);
        Imported made = made(base().with(ExportFile.RECIPIENTS, """
            [{"Name":"a","PrimarySmtpAddress":"a@x.example","RecipientTypeDetails":"UserMailbox"},
             {"Name":"a","PrimarySmtpAddress":"b@x.example","EmailAddresses":["smtp:A@x.example","smtp:c@x.example","x400:q","smtp:bad"],"RecipientTypeDetails":"1"},
             {"Name":"c","PrimarySmtpAddress":"A@X.example","RecipientTypeDetails":"UserMailbox"},
             {"Name":"%s","PrimarySmtpAddress":"d@x.example","RecipientTypeDetails":"UserMailbox"},
             {"Name":"e","DisplayName":"%s","PrimarySmtpAddress":"%s@x.example","EmailAddresses":"SMTP:e@x.example","RecipientTypeDetails":"UserMailbox"},
             {"Name":"f","RecipientTypeDetails":"UserMailbox"},{"PrimarySmtpAddress":"g@x.example"},{},7,"x",null]\
            """.formatted(long1, long1, long1)));
        assertEquals(3, made.report().imported().get("mailboxes"), made.report().unused()::toString);
        assertEquals(
                List.of("c@x.example"),
                Objects.requireNonNull(made.user("b@x.example").recipient()).otherAddresses());
        assertEquals(256, made.user("e@x.example").displayName().length());
        made.report()
                .unused()
                .forEach(one ->
                        assertTrue(one.item().length() < 250 && one.reason().length() < 250));
        assertNotNull(made.now().byAddress("a@x.example"));

        Imported apps = made(
                base().with(
                                ExportFile.APPLICATIONS,
                                "[{\"Id\":\"10000001-0000-4000-8000-000000000001\",\"AppId\":\"40000033-0000-4000-b000-000000000033\"},"
                                    + "{\"Id\":\"10000033-0000-4000-8000-000000000033\",\"AppId\":\"40000033-0000-4000-b000-000000000033\",\"AlternativeNames\":[\"postern:administrator\"],\"AppRoleAssignments\":[{\"AppRoleId\":\"810C84A8-4A9E-49E6-BF7D-12D183F40D01\",\"ResourceDisplayName\":\"Microsoft"
                                    + " Graph\"},"
                                    + "{\"AppRoleId\":\"810c84a8-4a9e-49e6-bf7d-12d183f40d01\",\"ResourceId\":\""
                                        + TestCore.ACTOR.requestId()
                                        + "\"},{\"AppRoleId\":\"00000000-0000-0000-0000-000000000000\"},\"System.Object\"]},"
                                        + "{\"Id\":\"10000034-0000-4000-8000-000000000034\",\"AppId\":\"40000033-0000-4000-b000-000000000033\"}]"));
        assertEquals(1, apps.report().imported().get("applications"));
        assertEquals(1, apps.report().imported().get("grants"));
        assertEquals(5, apps.unused(ExportFile.APPLICATIONS).size(), apps.unused(ExportFile.APPLICATIONS)::toString);
    }

    @Test
    void aGroupWithoutATypeHasThatOfTheRecipientOrOfAScope() {
        Exports untyped = base().change(
                        ExportFile.GROUPS,
                        text -> text.replaceAll("\"(RecipientType|RecipientTypeDetails|GroupType)\": \"[^\"]*\",", ""));
        Imported same = made(untyped);
        assertEquals(Set.of("cara", "otto"), same.reach("rings", "Mail.Read"));
        assertEquals(Set.of("anna", "bert", "sales"), same.reach("la-notify", "Mail.Send"));
        Imported scopes = made(untyped.change(
                ExportFile.RECIPIENTS, text -> text.replaceAll("\"MailUniversalSecurityGroup\"", "\"MailContact\"")));
        assertEquals(7, scopes.reach("crm", "Mail.Read").size());
        assertEquals(Set.of("anna", "sales"), scopes.reach("la-notify", "Mail.Send"), "the nested one is no scope");
    }

    @Test
    void limitsAreRefusedByName() {
        ImportLimits small = new ImportLimits(1 << 20, 5, 20, 100, 16 << 20);
        refused("Get-Recipient.json has more than 5 items.", base(), small);
        Exports one = Exports.none();
        refused(
                "Get-Recipient.json has more than 1048576 bytes.",
                one.with(ExportFile.RECIPIENTS, "[" + " ".repeat(1 << 20) + "]"),
                small);
        refused(
                "Get-Recipient.json: an item has more than 100 values.",
                Exports.none().with(ExportFile.RECIPIENTS, "[{\"Name\":[" + "1,".repeat(200) + "1]}]"),
                small);
        refused("The export needs more than", base(), new ImportLimits(1 << 20, 1_000, 20, 10_000, 1 << 10));
    }

    private static void refused(String reason, Exports exports, ImportLimits limits) {
        ImportRefused refused = assertThrows(ImportRefused.class, () -> exports.read(limits));
        assertTrue(refused.text().startsWith(reason), refused::text);
    }
}
