package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessRight;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.Rule;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.http.MemoryLease;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions about mailboxes: who gets which capability, what a refusal discloses, and what the audit says. */
class MailboxGateTest {
    private static GateFixture fixture;
    private static User anna;
    private static User berta;
    private static Group team;

    @BeforeAll
    static void start() {
        fixture = new GateFixture();
        anna = fixture.user("anna");
        berta = fixture.user("berta");
        team = fixture.here.group(fixture.contoso, "team", anna.id());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static MailReader open(Caller caller, String user) {
        return fixture.gate.openMailbox(caller, GateFixture.READ, user, MailboxOpening.MAIL_READ);
    }

    private static List<AuditEntry> audited(Caller caller, List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry ->
                        caller.context().requestId().equals(entry.actor().requestId()))
                .toList();
    }

    private static AuditEntry audited(Caller caller, User user) {
        List<AuditEntry> entries = audited(caller, fixture.audit(user));
        assertEquals(1, entries.size(), entries::toString);
        return entries.getFirst();
    }

    private static AuditEntry audited(Caller caller) {
        List<AuditEntry> entries = audited(caller, fixture.audit());
        assertEquals(1, entries.size(), entries::toString);
        return entries.getFirst();
    }

    private static void assertEntry(
            Caller caller, @Nullable User user, String target, String verdict, Rule rule, AuditEntry entry) {
        assertEquals(fixture.contoso.id(), entry.tenant());
        assertEquals(user == null ? null : user.mailbox(), entry.mailbox());
        assertEquals(fixture.now.get(), entry.at());
        assertEquals(caller.actor(), entry.actor());
        assertEquals(GateFixture.READ.name(), entry.operation());
        assertEquals(target, entry.target());
        assertEquals(verdict, entry.verdict());
        assertEquals(rule.name(), entry.rule());
        assertNotNull(entry.explanation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "ANNA", "anna.alias", "id"})
    void everyNameOfAUserOpensItsMailbox(String name) {
        String user = name.equals("id") ? anna.id().toString() : fixture.at(name);
        Caller caller = fixture.caller(fixture.app("names", "Mail.Read"));
        try (MailReader reader = open(caller, user)) {
            assertEquals(anna.mailbox(), reader.id());
            assertEquals(anna.id(), reader.ownerId());
            assertEquals(anna.id(), reader.owner().id());
            assertTrue(reader.mayReadContent());
            assertEquals(caller.directory(), reader.directory());
            assertNotNull(reader.temporary());
            assertEquals(
                    WellKnownFolder.INBOX.id(),
                    reader.folder(WellKnownFolder.INBOX.id()).id());
            assertEquals(List.of(), audited(caller, fixture.audit(anna)), "a read is audited at its end");
            assertNotNull(reader.syncState());
        }
        AuditEntry entry = audited(caller, anna);
        assertEntry(caller, anna, user, "granted", Rule.UNSCOPED, entry);
        assertNull(entry.policy());
    }

    @Test
    void withoutThePermissionNothingIsDisclosed() {
        Caller caller = fixture.caller(fixture.app("sends only", "Mail.Send"));
        for (String user : List.of(fixture.at("anna"), fixture.at("nobody"))) {
            Refusal refusal = assertThrows(Refusal.PermissionMissing.class, () -> open(caller, user));
            assertEquals("No permission that suffices for " + GateFixture.READ.name(), refusal.getMessage());
        }
        assertEntry(caller, anna, fixture.at("anna"), "denied", Rule.PERMISSION_NOT_IN_TOKEN, audited(caller, anna));
        assertEntry(caller, null, fixture.at("nobody"), "denied", Rule.PERMISSION_NOT_IN_TOKEN, audited(caller));
    }

    @Test
    void aPolicyDeniesWhatIsOutsideOfItsScopeAndWhatDoesNotExist() {
        ServicePrincipal app = fixture.app("confined", "Mail.Read");
        ApplicationAccessPolicy policy = fixture.policy(app, AccessRight.RESTRICT_ACCESS, team);
        Caller caller = fixture.caller(app);
        open(caller, fixture.at("anna")).close();
        AuditEntry inside = audited(caller, anna);
        assertEntry(caller, anna, fixture.at("anna"), "granted", Rule.RESTRICT_POLICY, inside);
        assertEquals(policy.id().toString(), inside.policy());
        for (String user : List.of(fixture.at("berta"), fixture.at("nobody"))) {
            Refusal refusal = assertThrows(Refusal.PolicyDenied.class, () -> open(caller, user));
            assertEquals("A policy denies it", refusal.getMessage());
        }
        AuditEntry outside = audited(caller, berta);
        assertEntry(caller, berta, fixture.at("berta"), "denied", Rule.OUTSIDE_EVERY_SCOPE, outside);
        assertEquals(policy.id().toString(), outside.policy());
        assertEntry(caller, null, fixture.at("nobody"), "denied", Rule.OUTSIDE_EVERY_SCOPE, audited(caller));
    }

    @Test
    void anUnconfinedCallerMayKnowThatThereIsNoMailbox() {
        ServicePrincipal app = fixture.app("unconfined", "Mail.Read");
        Caller caller = fixture.caller(app);
        Refusal.UnknownMailbox unknown =
                assertThrows(Refusal.UnknownMailbox.class, () -> open(caller, fixture.at("nobody")));
        assertEquals(fixture.at("nobody"), unknown.asked());
        assertEquals("There is no mailbox '" + fixture.at("nobody") + "'", unknown.getMessage());
        assertEntry(caller, null, fixture.at("nobody"), "not found", Rule.UNSCOPED, audited(caller));
        fixture.here.user(fixture.contoso, RecipientType.MAIL_USER, "elsewhere", "elsewhere", null);
        Caller again = fixture.caller(app);
        Refusal none = assertThrows(Refusal.NoMailbox.class, () -> open(again, fixture.at("elsewhere")));
        assertEquals("The user has no mailbox", none.getMessage());
        assertEntry(again, null, fixture.at("elsewhere"), "not found", Rule.UNSCOPED, audited(again));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team@",
                "00000000-0000-4000-8000-000000000000",
                "not-a-guid-but-as-long-as-one-is-36c",
                "anna@fabrikam.example",
                "",
                "anna"
            })
    void otherNamesAreNotThoseOfAMailbox(String name) {
        Caller caller = fixture.caller(fixture.app("other names", "Mail.Read"));
        assertThrows(
                Refusal.UnknownMailbox.class, () -> open(caller, name.equals("team@") ? fixture.at("team") : name));
    }

    @Test
    void aUserThatIsNoRecipientIsDecidedLikeAnUnknownOne() {
        ServicePrincipal app = fixture.app("no recipient", "Mail.Read");
        var user = new User(
                new ObjectId(fixture.here.uuid()),
                fixture.now.get(),
                "plain",
                fixture.at("plain"),
                true,
                null,
                new MailboxId(fixture.here.uuid()),
                Map.of());
        fixture.here.put(fixture.contoso, user);
        Group scope = fixture.here.group(fixture.contoso, "plain users", user.id());
        open(fixture.caller(app), fixture.at("plain")).close();
        fixture.policy(app, AccessRight.RESTRICT_ACCESS, scope);
        assertThrows(Refusal.PolicyDenied.class, () -> open(fixture.caller(app), fixture.at("plain")));
    }

    /** A name as long as an object id. */
    @Test
    void anAddressOfThirtySixCharactersIsAnAddress() {
        String alias = "x".repeat(36 - fixture.at("").length());
        User user = fixture.user(alias);
        assertEquals(36, fixture.at(alias).length());
        try (MailReader reader = open(fixture.caller(fixture.app("long", "Mail.Read")), fixture.at(alias))) {
            assertEquals(user.id(), reader.ownerId());
        }
    }

    @Test
    void theMemoryOfAnOperationIsThatOfItsRequest() {
        ServicePrincipal app = fixture.app("memory", "Mail.Read");
        long[] held = new long[1];
        MemoryLease lease = new MemoryLease() {
            @Override
            public void take(long bytes) {
                assertTrue(bytes >= 0);
                held[0] += bytes;
            }

            @Override
            public void release(long bytes) {
                assertTrue(bytes > 0);
                held[0] -= bytes;
            }

            @Override
            public long held() {
                return held[0];
            }
        };
        UUID id = UUID.randomUUID();
        String token = "Bearer " + fixture.token(fixture.contoso, app, Resource.GRAPH);
        Caller caller =
                fixture.gate.caller(new RequestContext(token, id, "memory", false, "test", lease), Resource.GRAPH);
        try (MailReader reader = open(caller, fixture.at("anna"))) {
            reader.opened.account(7);
            assertEquals(7, held[0]);
            reader.opened.account(0);
            reader.opened.account(-3);
            assertEquals(4, held[0]);
        }
    }

    @Test
    void theDatabaseOfAnOpenedMailboxIsThatOfTheServer() {
        Caller caller = fixture.caller(fixture.app("database", "Mail.Read"));
        try (MailReader reader = open(caller, fixture.at("anna"))) {
            AuditedDatabase database = reader.opened.database();
            assertEquals(Engine.SQLITE, database.engine());
            assertTrue(database.hasOneWriter());
            assertTrue(database.isReachable());
            assertEquals(7L, database.<Long>readApart(sql -> sql.number("select 7")));
            assertEquals(8L, database.<Long>read(sql -> sql.number("select 8")));
            assertThrows(UnsupportedOperationException.class, database::scrub);
            assertThrows(UnsupportedOperationException.class, database::jobs);
            database.close();
            assertTrue(fixture.here.database().isReachable());
            assertFalse(database.isWritten());
        }
    }

    @Test
    void aBasicPermissionOpensWithoutContent() {
        var list = new Operation(
                GateFixture.READ.name(),
                Area.MAIL,
                Form.READ,
                Set.of("Mail.Read", "Mail.ReadBasic.All"),
                Set.of("Mail.ReadBasic.All"));
        assertEquals(false, content(list, "Mail.ReadBasic.All"));
        assertEquals(true, content(list, "Mail.Read"));
        assertEquals(true, content(list, "Mail.Read", "Mail.ReadBasic.All"));
        assertNull(content(list, "Mail.Send"));
        assertNull(content(GateFixture.READ, "Mail.ReadBasic.All"));
    }

    /** Null if the mailbox is not opened. */
    private static @Nullable Boolean content(Operation operation, String... permissions) {
        Caller caller = fixture.caller(fixture.app("content", permissions));
        try (MailReader reader =
                fixture.gate.openMailbox(caller, operation, fixture.at("anna"), MailboxOpening.MAIL_READ)) {
            return reader.mayReadContent();
        } catch (Refusal.PermissionMissing e) {
            return null;
        }
    }

    @Test
    void aRoleAssignmentOpensWithoutAPermissionInTheToken() {
        ServicePrincipal app = fixture.app("by role");
        Caller before = fixture.caller(app);
        assertThrows(Refusal.PermissionMissing.class, () -> open(before, fixture.at("anna")));
        fixture.role(app, "Application Mail.Read");
        Caller caller = fixture.caller(app);
        open(caller, fixture.at("anna")).close();
        assertEntry(caller, anna, fixture.at("anna"), "granted", Rule.ROLE_ASSIGNMENT, audited(caller, anna));
        assertThrows(
                Refusal.class,
                () -> fixture.gate.openMailbox(
                        caller, GateFixture.WRITE, fixture.at("anna"), MailboxOpening.MAIL_WRITE));
    }

    @Test
    void anOpeningIsForItsAreaAndForm() {
        Caller caller = fixture.caller(fixture.app("openings", "Mail.Read", "Mail.ReadWrite"));
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class,
                () -> fixture.gate.openMailbox(
                        caller, GateFixture.READ, fixture.at("anna"), MailboxOpening.MAIL_WRITE));
        assertEquals("MAIL READ is an operation of MAIL READ, not of MAIL WRITE", wrong.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> fixture.gate.openMailbox(
                        caller, GateFixture.READ, fixture.at("anna"), MailboxOpening.CALENDAR_READ));
    }

    @Test
    void aChangeIsAuditedInItsTransactionAndOnce() {
        Caller caller = fixture.caller(fixture.app("renames", "Mail.ReadWrite"));
        try (MailWriter writer =
                fixture.gate.openMailbox(caller, GateFixture.WRITE, fixture.at("anna"), MailboxOpening.MAIL_WRITE)) {
            writer.createFolder(WellKnownFolder.INBOX.id(), NewFolder.plain("Projects", false));
            assertEquals(1, audited(caller, fixture.audit(anna)).size());
            writer.createFolder(WellKnownFolder.INBOX.id(), NewFolder.plain("Invoices", false));
        }
        assertEquals("granted", audited(caller, anna).verdict());
        Caller idle = fixture.caller(fixture.app("renames nothing", "Mail.ReadWrite"));
        fixture.gate
                .openMailbox(idle, GateFixture.WRITE, fixture.at("anna"), MailboxOpening.MAIL_WRITE)
                .close();
        assertEquals("granted", audited(idle, anna).verdict());
    }

    @Test
    void anOperationWithoutAHandlerIsDecidedAndAudited() {
        Caller caller = fixture.caller(fixture.app("no handler", "Mail.Read"));
        fixture.gate.admitToMailbox(caller, GateFixture.READ, fixture.at("anna"));
        assertEntry(caller, anna, fixture.at("anna"), "granted", Rule.UNSCOPED, audited(caller, anna));
        Caller refused = fixture.caller(fixture.app("no permission"));
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.admitToMailbox(refused, GateFixture.READ, fixture.at("anna")));
        assertEquals("denied", audited(refused, anna).verdict());
    }

    @Test
    void theSameMailboxIsOpenedForAnotherOperation() {
        Caller caller = fixture.caller(fixture.app("related", "Mail.Read", "Mail.ReadWrite"));
        try (MailReader reader = open(caller, fixture.at("anna"));
                MailWriter writer = fixture.gate.openRelated(reader, GateFixture.WRITE, MailboxOpening.MAIL_WRITE)) {
            assertEquals(reader.id(), writer.id());
        }
        assertEquals(2, audited(caller, fixture.audit(anna)).size());
        Caller reads = fixture.caller(fixture.app("reads only", "Mail.Read"));
        try (MailReader reader = open(reads, fixture.at("anna"))) {
            assertThrows(
                    Refusal.PermissionMissing.class,
                    () -> fixture.gate.openRelated(reader, GateFixture.WRITE, MailboxOpening.MAIL_WRITE));
        }
    }

    @Test
    void aMailboxIsOfTheTokensTenantOnly() {
        ServicePrincipal stranger = fixture.app(fixture.fabrikam, "stranger", WellKnown.MICROSOFT_GRAPH, "Mail.Read");
        Caller caller = fixture.caller(fixture.fabrikam, stranger, Resource.GRAPH);
        assertThrows(Refusal.UnknownMailbox.class, () -> open(caller, fixture.at("anna")));
        assertThrows(Refusal.UnknownMailbox.class, () -> open(caller, anna.id().toString()));
        assertEquals(List.of(), audited(caller, fixture.audit(anna)));
    }
}
