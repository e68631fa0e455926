package dev.postern.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.importer.Exports.Imported;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export of a company, in the spellings of PowerShell 7 and of Windows PowerShell 5.1, becomes a tenant with the same access. */
class TenantImportTest {
    private static final Set<String> EVERYBODY =
            Set.of("anna", "beamer", "bert", "cara", "ceo", "otto", "room1", "sales");

    private static TestCore core(Engine engine) {
        return new TestCore(
                TestCore.on(Databases.open(engine)).clock(() -> Exports.NOW).open());
    }

    private static Set<String> everybodyBut(String... names) {
        Set<String> rest = new TreeSet<>(EVERYBODY);
        rest.removeAll(List.of(names));
        return rest;
    }

    private static void expectAccess(Imported made) {
        assertEquals(Set.of("anna", "bert", "sales"), made.reach("la-notify", "Mail.Send"));
        assertEquals(Set.of("anna", "bert", "sales"), made.reach("la-notify", "Mail.Read"));
        assertEquals(everybodyBut("ceo"), made.reach("crm", "Mail.Read"));
        assertEquals(EVERYBODY, made.reach("backup", "Mail.ReadWrite"));
        assertEquals(Set.of(), made.reach("backup", "Mail.Send"));
        assertEquals(Set.of("cara"), made.reach("payroll", "Mail.Read"));
        assertEquals(Set.of(), made.reach("payroll", "Mail.ReadWrite"), "its scope could not be compiled");
        assertEquals(Set.of("anna", "sales"), made.reach("planner", "Calendars.Read"), "direct members only");
        assertEquals(everybodyBut("ceo"), made.reach("planner", "Mail.Send"));
        assertEquals(Set.of(), made.reach("planner", "Mail.Read"), "an unknown group excludes nobody");
        assertEquals(Set.of(), made.reach("planner", "Contacts.Read"), "the unit is not in the export");
        assertEquals(Set.of(), made.reach("ghostly", "Mail.Read"), "its scope was deleted");
        assertEquals(Set.of("cara", "otto"), made.reach("rings", "Mail.Read"), "groups that contain each other");
        assertEquals(EVERYBODY, made.reach("everywhere", "Mail.Send"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void bothSpellingsBecomeTheSameTenant(Engine engine) {
        try (TestCore core = core(engine)) {
            Imported seven = Exports.of("ps7").into(core.core, "seven.example");
            Imported five = Exports.of("ps51").into(core.core, "five.example");
            for (Imported made : List.of(seven, five)) {
                expectAccess(made);
                assertEquals(
                        Map.of(
                                "mailboxes", 8,
                                "mailUsers", 1,
                                "groups", 7,
                                "applications", 8,
                                "grants", 7,
                                "policies", 4,
                                "servicePrincipals", 3,
                                "scopes", 3,
                                "assignments", 5),
                        made.report().imported(),
                        () -> made.report().unused().toString());
                assertEquals(
                        List.of(
                                "partner@partner.example: Postern has no recipients of the type MailContact.",
                                "everyone@contoso.com: Postern has no recipients of the type DynamicDistributionGroup.",
                                "discovery@contoso.com: Postern has no recipients of the type DiscoveryMailbox."),
                        made.unused(ExportFile.RECIPIENTS).stream()
                                .map(text -> text.replace("item 10", "partner@partner.example"))
                                .toList());
                assertEquals(2, made.unused(ExportFile.GROUPS).size(), made.unused(ExportFile.GROUPS)::toString);
                assertEquals(
                        List.of("crm: Microsoft Graph has no app role 332a536c-c7ef-4017-ab91-336970924f0d here."),
                        made.unused(ExportFile.APPLICATIONS));
                assertEquals(
                        List.of(
                                "All but the unknown: Its filter excludes"
                                        + " CN=Gone,OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted"
                                        + " Organizations,DC=EURPR07A013,DC=PROD,DC=OUTLOOK,DC=COM, whose members are"
                                        + " unknown.",
                                "Broken: Its filter is refused: 'OrganizationalUnit' is not a property that can be"
                                        + " filtered on here.",
                                "In a unit: Its RecipientRoot is an organizational unit, which recipients do not have"
                                        + " here."),
                        made.unused(ExportFile.SCOPES));
                assertEquals(
                        3, made.unused(ExportFile.ASSIGNMENTS).size(), made.unused(ExportFile.ASSIGNMENTS)::toString);
                assertEquals(1, made.unused(ExportFile.SERVICE_PRINCIPALS).size());
            }
            // What was read from the database is the same.
            TestCore other = new TestCore(
                    TestCore.on(core.database()).clock(() -> Exports.NOW).open());
            expectAccess(new Imported(other.core, seven.tenant(), seven.report()));
        }
    }

    @Test
    void idsNamesAndAttributesAreKept() {
        try (TestCore core = core(Engine.SQLITE)) {
            for (String spelling : List.of("ps7", "ps51")) {
                Imported made = Exports.of(spelling).into(core.core, spelling + ".example");
                User anna = made.user("anna@contoso.com");
                assertEquals(ObjectId.of("10000002-0000-4000-8000-000000000002"), anna.id());
                assertEquals("Sales", made.profile("anna@contoso.com", "department"));
                assertEquals("Zürich", made.profile("anna@contoso.com", "city"));
                assertEquals(Instant.parse("2022-06-29T17:57:03Z"), anna.createdAt());
                Recipient recipient = Objects.requireNonNull(anna.recipient());
                assertEquals("Anna Arlt", recipient.name());
                assertEquals("DE", recipient.attributes().get("CustomAttribute1"));
                assertEquals("S-1-5-21-724521725-2336880675-2689004279-1821002", recipient.sid());
                assertEquals(
                        "20000002-0000-4000-9000-000000000002",
                        recipient.exchangeGuid().toString());
                assertEquals(List.of("anna@contoso.onmicrosoft.com"), recipient.otherAddresses());
                assertNotEquals("30000002-0000-4000-a000-000000000002", String.valueOf(anna.mailbox()));
                assertEquals(RecipientType.ROOM_MAILBOX, type(made.user("room1@contoso.com")));
                assertEquals(RecipientType.EQUIPMENT_MAILBOX, type(made.user("beamer@contoso.com")));
                assertEquals(RecipientType.SHARED_MAILBOX, type(made.user("sales@contoso.com")));
                assertFalse(made.user("sales@contoso.com").accountEnabled());
                assertNull(made.user("outside@partner.example").mailbox());
                Group senders = (Group) Objects.requireNonNull(made.now().byAddress("sales-senders@contoso.com"));
                assertTrue(senders.securityEnabled());
                assertEquals(List.of(made.user("ceo@contoso.com").id()), senders.owners());
                assertEquals(
                        "40000032-0000-4000-b000-000000000032",
                        made.app("la-notify").appId().toString());
                assertEquals(
                        "10000032-0000-4000-8000-000000000032",
                        made.app("la-notify").id().toString());
                assertEquals(
                        "10000064-0000-4000-8000-000000000064",
                        Objects.requireNonNull(made.now().servicePrincipal(WellKnown.MICROSOFT_GRAPH))
                                .id()
                                .toString());
                assertTrue(made.tenant().domains().contains("fabrikam.com") || spelling.equals("ps51"));
            }
        }
    }

    private static RecipientType type(User user) {
        return Objects.requireNonNull(user.recipient()).type();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTenantIsCreatedAsAWholeOrNotAtAll(Engine engine) {
        try (TestCore core = core(engine)) {
            Exports exports = Exports.of("ps7");
            exports.into(core.core, "contoso.example");
            int tenants = core.directory().tenants().size();
            DirectoryFailure.AlreadyExists refused = assertThrows(
                    DirectoryFailure.AlreadyExists.class, () -> exports.into(core.core, "contoso.example"));
            assertEquals("contoso.example", refused.value());
            assertThrows(
                    IllegalStateException.class,
                    () -> core.directory()
                            .createTenant(
                                    new dev.postern.directory.Tenant(
                                            new dev.postern.access.TenantId(core.uuid()),
                                            Exports.NOW,
                                            List.of("late.example")),
                                    Map.of(),
                                    TestCore.ACTOR,
                                    draft -> exports.read().into(draft, Exports.NOW, new java.util.Random(1)),
                                    draft -> {
                                        throw new IllegalStateException("the administrator could not be made");
                                    }));
            core.directory().refresh();
            assertEquals(tenants, core.directory().tenants().size());
            assertNull(core.directory().tenant("late.example"));
            assertNotNull(core.directory().tenant("contoso.com"), "an accepted domain of the first import");
            Imported second = exports.into(core.core, "second.example");
            assertEquals(List.of("second.example"), second.tenant().domains(), "the others are taken");
            assertEquals(
                    3,
                    second.report().warnings().stream()
                            .filter(text -> text.contains("belongs to another tenant"))
                            .count());
            expectAccess(second);
        }
    }
}
