package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.audit.AuditCursor;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.AuditFilter;
import dev.postern.audit.AuditRows;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.SupposedChange;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.token.Resource;
import dev.postern.token.VerifiedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Decisions about everything but mailboxes: the token and the directory must both contain a permission, and each decision is audited. */
class GateDecisionTest {
    private static final Operation LIST =
            GateFixture.of(Area.DIRECTORY, Form.READ, "User.Read.All", "Directory.Read.All");
    private static final Operation CHANGE = GateFixture.of(Area.DIRECTORY, Form.WRITE, "User.ReadWrite.All");
    private static final Operation FREE = GateFixture.of(Area.NONE, Form.READ, Operation.NO_PERMISSION);

    private static GateFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new GateFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static boolean allows(Caller caller, Operation operation) {
        return fixture.gate.allows(caller, Resource.GRAPH, operation);
    }

    /** The last entry, which is the one of this request. */
    private static AuditEntry audited(Caller caller) {
        List<AuditEntry> entries = fixture.audit().stream()
                .filter(entry ->
                        caller.context().requestId().equals(entry.actor().requestId()))
                .toList();
        assertEquals(1, entries.size(), entries::toString);
        return entries.getFirst();
    }

    private static AuditEntry granted(Caller caller, Operation operation, String target, String permission) {
        return new AuditEntry(
                fixture.contoso.id(),
                null,
                fixture.now.get(),
                caller.actor(),
                operation.name(),
                target,
                "granted",
                "PERMISSION_HELD",
                null,
                "The caller has the permission " + permission);
    }

    private static AuditEntry denied(Caller caller, Operation operation, String target) {
        return new AuditEntry(
                fixture.contoso.id(),
                null,
                fixture.now.get(),
                caller.actor(),
                operation.name(),
                target,
                "denied",
                "PERMISSION_MISSING",
                null,
                "The caller has no sufficient permission");
    }

    @Test
    void thePermissionMustBeInTheTokenAndInTheDirectory() {
        ServicePrincipal app = fixture.app("both", "User.Read.All");
        Caller caller = fixture.caller(app);
        assertTrue(allows(caller, LIST));
        assertFalse(allows(caller, CHANGE));
        fixture.revoke(app);
        assertFalse(allows(fixture.again(caller), LIST), "the token still contains it");
        assertTrue(allows(caller, LIST), "a request is decided on one state of the directory");
        Caller without = fixture.caller(app);
        fixture.here.grant(fixture.contoso, app, WellKnown.MICROSOFT_GRAPH, "User.Read.All");
        assertFalse(allows(fixture.again(without), LIST), "the token was issued before it was granted");
        assertTrue(allows(fixture.caller(app), LIST));
    }

    @Test
    void ofSeveralPermissionsTheFirstByNameIsNamed() {
        ServicePrincipal app = fixture.app("several", "User.Read.All", "Directory.Read.All");
        Caller caller = fixture.caller(app);
        fixture.gate.admit(caller, Resource.GRAPH, LIST, "somebody");
        assertEquals(granted(caller, LIST, "somebody", "Directory.Read.All"), audited(caller));
    }

    @Test
    void aPermissionOfAnotherResourceDoesNotCount() {
        ServicePrincipal app =
                fixture.app(fixture.contoso, "elsewhere", WellKnown.EXCHANGE_ONLINE, "Exchange.ManageAsApp");
        var operation = GateFixture.of(Area.DIRECTORY, Form.READ, "Exchange.ManageAsApp");
        Caller caller = fixture.caller(fixture.contoso, app, Resource.EXCHANGE);
        assertTrue(fixture.gate.allows(caller, Resource.EXCHANGE, operation));
        assertFalse(fixture.gate.allows(caller, Resource.GRAPH, operation));
        assertFalse(fixture.gate.allows(caller, Resource.MANAGEMENT, operation));
    }

    /** As in a tenant of an earlier version, before the server completed it. */
    @Test
    void aResourceThatTheTenantDoesNotHaveGrantsNothing() {
        try (GateFixture own = new GateFixture(core -> core)) {
            Caller caller = own.caller(own.app("reader", "User.Read.All"));
            ServicePrincipal management =
                    Objects.requireNonNull(own.snapshot().servicePrincipal(WellKnown.AZURE_MANAGEMENT));
            own.here.directory().maintain(own.contoso.id(), draft -> {
                draft.remove(management.id());
                return true;
            });
            assertFalse(own.gate.allows(own.again(caller), Resource.MANAGEMENT, LIST));
            assertTrue(own.gate.allows(own.again(caller), Resource.GRAPH, LIST));
        }
    }

    /** The ids of roles are unique in one resource only. */
    @Test
    void aRoleWithTheSameIdOfAnotherResourceDoesNotCount() {
        ServicePrincipal app = fixture.app("same id", "User.Read.All");
        Caller caller = fixture.caller(app);
        UUID id = List.copyOf(fixture.snapshot().assignmentsOf(app.id()))
                .getFirst()
                .appRoleId();
        fixture.revoke(app);
        ServicePrincipal exchange =
                Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.EXCHANGE_ONLINE));
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(new AppRoleAssignment(
                    AppRoleAssignment.newId(app.id(), new Random(3)), app.id(), exchange.id(), id, fixture.now.get()));
            return true;
        });
        assertFalse(allows(fixture.again(caller), LIST));
    }

    @Test
    void anAdministrationIsAuditedWithTheMailboxThatItIsAbout() {
        User room = fixture.here.user(
                fixture.contoso, RecipientType.ROOM_MAILBOX, "room", "room", new MailboxId(fixture.here.uuid()));
        var read = GateFixture.of(Area.ADMINISTRATION, Form.READ, "User.Read.All");
        Caller caller = fixture.caller(fixture.app("administers", "User.Read.All"));
        try (AdministrationReader reader = fixture.gate.openAdministration(caller, Resource.GRAPH, read, "room")) {
            assertEquals(caller.directory(), reader.snapshot());
            assertEquals(List.of(), reader.rules(room));
        }
        List<AuditEntry> entries = fixture.audit(room).stream()
                .filter(entry ->
                        caller.context().requestId().equals(entry.actor().requestId()))
                .toList();
        assertEquals(1, entries.size());
        assertEquals(read.name(), entries.getFirst().operation());
        var write = GateFixture.of(Area.ADMINISTRATION, Form.WRITE, "User.ReadWrite.All");
        Caller idle = fixture.caller(fixture.app("administers nothing", "User.ReadWrite.All"));
        try (AdministrationWriter writer = fixture.gate.changeAdministration(idle, Resource.GRAPH, write, "room")) {
            writer.qualify("-WhatIf");
        }
        assertEquals(write.name() + " -WhatIf", audited(idle).operation());
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.openAdministration(idle, Resource.GRAPH, read, "room"));
    }

    @Test
    void aDisabledRoleDoesNotCount() {
        ServicePrincipal app = fixture.app("of a disabled role", "User.Read.All");
        Caller caller = fixture.caller(app);
        ServicePrincipal graph = Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        roles(graph, false);
        assertFalse(allows(fixture.again(caller), LIST));
        roles(graph, true);
        assertTrue(allows(fixture.again(caller), LIST));
    }

    private static void roles(ServicePrincipal graph, boolean enabled) {
        List<AppRole> roles = new ArrayList<>(graph.appRoles());
        roles.replaceAll(role -> new AppRole(
                role.id(), role.value(), role.displayName(), role.description(), role.allowedMemberTypes(), enabled));
        fixture.here.directory().maintain(fixture.contoso.id(), draft -> {
            draft.put(new ServicePrincipal(
                    graph.id(),
                    graph.appId(),
                    graph.createdAt(),
                    graph.displayName(),
                    graph.type(),
                    graph.accountEnabled(),
                    graph.appRoleAssignmentRequired(),
                    graph.servicePrincipalNames(),
                    graph.alternativeNames(),
                    roles,
                    graph.credentials(),
                    graph.endpointSecret(),
                    graph.owners(),
                    graph.profile()));
            return true;
        });
    }

    @Test
    void aFreeOperationNeedsAPrincipalThatIsEnabled() {
        ServicePrincipal app = fixture.app("free");
        Caller caller = fixture.caller(app);
        assertTrue(allows(caller, FREE));
        assertFalse(allows(caller, LIST));
        fixture.enable(app, false);
        assertFalse(allows(fixture.again(caller), FREE));
        fixture.enable(app, true);
        assertTrue(allows(fixture.again(caller), FREE));
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.remove(app.id());
            return true;
        });
        assertFalse(allows(fixture.again(caller), FREE));
    }

    @Test
    void theTokenOfAnotherApplicationDoesNotCount() {
        ServicePrincipal app = fixture.app("mine", "User.Read.All");
        ServicePrincipal other = fixture.app("other", "User.Read.All");
        VerifiedToken token = fixture.caller(app).token();
        var mixed = new Caller(
                new VerifiedToken(token.tenant(), other.appId(), app.id(), token.roles(), Instant.MAX, "mixed"),
                fixture.snapshot(),
                GateFixture.context(""));
        assertFalse(allows(mixed, LIST));
        assertFalse(allows(mixed, FREE));
    }

    @Test
    void aDeniedOperationIsAuditedBeforeItIsRefused() {
        Caller caller = fixture.caller(fixture.app("nobody"));
        Refusal refusal = assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.openDirectory(
                        caller, Resource.GRAPH, LIST, "somebody", DirectoryOpening.DIRECTORY_READ));
        assertEquals("No permission that suffices for " + LIST.name(), refusal.getMessage());
        assertEquals(denied(caller, LIST, "somebody"), audited(caller));
    }

    @Test
    void anAllowedOperationIsAuditedOnceWhenItEnds() {
        Caller caller = fixture.caller(fixture.app("lists users", "User.Read.All"));
        try (DirectoryReader reader =
                fixture.gate.openDirectory(caller, Resource.GRAPH, LIST, "users", DirectoryOpening.DIRECTORY_READ)) {
            assertEquals(fixture.contoso.id(), reader.snapshot().tenant().id());
            assertEquals(caller.actor(), reader.actor());
        }
        assertEquals(granted(caller, LIST, "users", "User.Read.All"), audited(caller));
    }

    @Test
    void aReaderShowsALaterRevisionOnlyIfItMust() {
        Caller caller = fixture.caller(fixture.app("follows", "User.Read.All"));
        try (DirectoryReader reader =
                fixture.gate.openDirectory(caller, Resource.GRAPH, LIST, "users", DirectoryOpening.DIRECTORY_READ)) {
            long seen = reader.snapshot().revision();
            assertNull(reader.snapshotAt(seen + 1));
            // made by another node
            var node = new TestCore(
                    TestCore.on(fixture.here.database())
                            .clock(fixture.now::get)
                            .ids(new Random(5))
                            .open(),
                    new Random(5));
            node.group(fixture.contoso, "after the token");
            assertSame(reader.snapshot(), reader.snapshotAt(seen));
            assertSame(reader.snapshot(), reader.snapshotAt(seen - 1));
            assertEquals(
                    seen + 1,
                    Objects.requireNonNull(reader.snapshotAt(seen + 1)).revision());
            assertSame(reader.snapshot(), reader.snapshotAt(seen));
            assertNotNull(reader.delta());
        }
    }

    @Test
    void aSupposedChangeIsShownAndNotMade() {
        Group group = fixture.here.group(fixture.contoso, "kept");
        Caller caller = fixture.caller(fixture.app("supposes", "User.ReadWrite.All"));
        try (DirectoryWriter writer =
                fixture.gate.openDirectory(caller, Resource.GRAPH, CHANGE, "users", DirectoryOpening.DIRECTORY_WRITE)) {
            writer.suppose();
            ChangeSupposed supposed = assertThrows(
                    ChangeSupposed.class,
                    () -> writer.change(draft -> {
                        draft.remove(group.id());
                        return "removed";
                    }));
            SupposedChange change = Objects.requireNonNull(supposed.change());
            assertNotNull(change.before().find(group.id()));
            assertNull(change.after().find(group.id()));
            assertNull(assertThrows(ChangeSupposed.class, () -> writer.change(draft -> "nothing"))
                    .change());
        }
        assertNotNull(fixture.snapshot().find(group.id()));
        assertEquals(CHANGE.name() + " (what if)", audited(caller).operation());
    }

    @Test
    void aChangeIsAuditedWithTheChangeAndNoSecondTime() {
        ServicePrincipal app = fixture.app("writes users", "User.ReadWrite.All");
        Caller caller = fixture.caller(app);
        try (DirectoryWriter writer =
                fixture.gate.openDirectory(caller, Resource.GRAPH, CHANGE, "users", DirectoryOpening.DIRECTORY_WRITE)) {
            Group group = fixture.here.group(fixture.contoso, "removed");
            assertEquals("removed", writer.change(draft -> {
                draft.remove(group.id());
                return "removed";
            }));
            assertEquals(List.of(), writer.widenings());
        }
        assertTrue(fixture.audit().stream()
                .noneMatch(entry ->
                        caller.context().requestId().equals(entry.actor().requestId())));
        List<String> changes = new AuditRows(fixture.here.database())
                .ofTenant(fixture.contoso.id()).stream()
                        .filter(entry -> caller.context()
                                .requestId()
                                .equals(entry.actor().requestId()))
                        .map(AuditEntry::target)
                        .toList();
        assertEquals(1, changes.size(), changes::toString);
        assertTrue(changes.getFirst().startsWith(CHANGE.name() + "; remove object "), changes::toString);
        Caller idle = fixture.caller(app);
        try (DirectoryWriter writer =
                fixture.gate.openDirectory(idle, Resource.GRAPH, CHANGE, "users", DirectoryOpening.DIRECTORY_WRITE)) {
            writer.qualify("-WhatIf");
            assertEquals("x", writer.change(draft -> "x"));
        }
        AuditEntry entry = audited(idle);
        assertEquals(CHANGE.name() + " -WhatIf", entry.operation());
        assertEquals("granted", entry.verdict());
    }

    @Test
    void aChangeThatWidensAccessSaysSo() {
        ServicePrincipal reader = fixture.app("widened");
        Caller caller = fixture.caller(fixture.app("widens", "User.ReadWrite.All"));
        fixture.user("widened");
        try (DirectoryWriter writer = fixture.gate.openDirectory(
                caller, Resource.GRAPH, CHANGE, "grants", DirectoryOpening.DIRECTORY_WRITE)) {
            ServicePrincipal graph =
                    Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
            UUID role = graph.appRoles().stream()
                    .filter(one -> one.value().equals("Mail.Read"))
                    .map(AppRole::id)
                    .findFirst()
                    .orElseThrow();
            writer.change(draft -> {
                draft.put(new AppRoleAssignment("widening", reader.id(), graph.id(), role, fixture.now.get()));
                return true;
            });
            assertEquals(1, writer.widenings().size());
        }
    }

    @Test
    void anOpeningIsForItsAreaAndForm() {
        Caller caller = fixture.caller(fixture.app("all", "User.Read.All", "User.ReadWrite.All"));
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class,
                () -> fixture.gate.openDirectory(
                        caller, Resource.GRAPH, LIST, "users", DirectoryOpening.DIRECTORY_WRITE));
        assertEquals("DIRECTORY READ is an operation of DIRECTORY READ, not of DIRECTORY WRITE", wrong.getMessage());
        for (Area area : Area.values()) {
            for (Form form : Form.values()) {
                Operation operation = GateFixture.of(area, form, "User.Read.All");
                boolean directory = area == Area.DIRECTORY;
                assertEquals(directory && form == Form.READ, DirectoryOpening.DIRECTORY_READ.opens(operation));
                assertEquals(directory && form == Form.WRITE, DirectoryOpening.DIRECTORY_WRITE.opens(operation));
                boolean subscriptions = area == Area.SUBSCRIPTIONS;
                assertEquals(
                        subscriptions && form == Form.READ, SubscriptionOpening.SUBSCRIPTIONS_READ.opens(operation));
                assertEquals(
                        subscriptions && form == Form.WRITE, SubscriptionOpening.SUBSCRIPTIONS_WRITE.opens(operation));
                if (area != Area.ADMINISTRATION || form != Form.READ) {
                    wrong(() -> fixture.gate.openAdministration(caller, Resource.GRAPH, operation, "x"));
                }
                if (area != Area.ADMINISTRATION || form != Form.WRITE) {
                    wrong(() -> fixture.gate.changeAdministration(caller, Resource.GRAPH, operation, "x"));
                }
                if (area != Area.AUDIT || form != Form.READ) {
                    wrong(() -> fixture.gate.openAudit(caller, operation, "x"));
                }
                if (area != Area.MOVING || form != Form.READ) {
                    wrong(() -> fixture.gate.openMoved(caller, operation, "x"));
                }
                if (area != Area.MOVING || form != Form.WRITE) {
                    wrong(() -> fixture.gate.changeMoved(caller, operation, "x"));
                }
                if (area != Area.ADMINISTRATOR) {
                    wrong(() -> fixture.gate.openAdministrator(caller, operation, "x"));
                }
                if (!subscriptions || form != Form.READ) {
                    wrong(() -> fixture.gate.openSubscriptions(
                            caller, operation, "x", SubscriptionOpening.SUBSCRIPTIONS_READ));
                }
            }
        }
        assertEquals("SUBSCRIPTIONS READ", SubscriptionOpening.SUBSCRIPTIONS_READ.toString());
        assertEquals(SubscriptionWriter.class, SubscriptionOpening.SUBSCRIPTIONS_WRITE.capability());
        assertEquals(DirectoryWriter.class, DirectoryOpening.DIRECTORY_WRITE.capability());
    }

    private static void wrong(Runnable opening) {
        assertThrows(IllegalArgumentException.class, opening::run);
    }

    @Test
    void aChangeWithoutACapabilityIsCommittedWithItsEntry() {
        Caller caller = fixture.caller(fixture.app("starts", "User.ReadWrite.All"));
        try (var entry = fixture.gate.admitChange(caller, Resource.GRAPH, CHANGE, "workflow")) {
            assertEquals(7, entry.<Integer>write(fixture.here.database(), sql -> 7));
        }
        assertEquals(granted(caller, CHANGE, "workflow", "User.ReadWrite.All"), audited(caller));
        Caller refused = fixture.caller(fixture.app("starts nothing"));
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.admitChange(refused, Resource.GRAPH, CHANGE, "workflow"));
        assertEquals(denied(refused, CHANGE, "workflow"), audited(refused));
    }

    @Test
    void anAuditorReadsTheAuditOfItsTenant() {
        var operation = GateFixture.of(Area.AUDIT, Form.READ, "Audit.Read");
        Caller refused = fixture.caller(
                fixture.contoso,
                fixture.app(fixture.contoso, "no auditor", WellKnown.MICROSOFT_GRAPH),
                Resource.MANAGEMENT);
        assertThrows(Refusal.PermissionMissing.class, () -> fixture.gate.openAudit(refused, operation, "audit"));
        assertEquals(denied(refused, operation, "audit"), audited(refused));
        var free = GateFixture.of(Area.AUDIT, Form.READ, Operation.NO_PERMISSION);
        Caller caller = fixture.caller(fixture.contoso, fixture.app("auditor"), Resource.MANAGEMENT);
        OpenAudit opened = fixture.gate.openAudit(caller, free, "audit");
        assertEquals(granted(caller, free, "audit", "none"), audited(caller));
        assertEquals(fixture.contoso.id(), opened.tenant());
        assertEquals(caller.directory(), opened.snapshot());
        assertEquals(1, opened.byRequest(caller.context().requestId()).size());
        assertEquals(List.of(), opened.byRequest(UUID.randomUUID()));
        assertEquals(
                1,
                opened.search(
                                new AuditFilter(
                                        fixture.contoso.id(), caller.token().app(), null, false, null),
                                AuditCursor.NEWEST,
                                100)
                        .entries()
                        .size());
        assertThrows(
                IllegalArgumentException.class,
                () -> opened.search(
                        new AuditFilter(fixture.fabrikam.id(), null, null, false, null), AuditCursor.NEWEST, 100));
        assertEquals(Set.of(), opened.use().mailboxes(caller.token().app()));
    }

    @Test
    void onlyTheAdministratorItselfManagesItsSecrets() {
        var operation = GateFixture.of(Area.ADMINISTRATOR, Form.WRITE, Operation.NO_PERMISSION);
        ServicePrincipal app = fixture.app("administrator");
        Caller before = fixture.caller(fixture.contoso, app, Resource.MANAGEMENT);
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.openAdministrator(before, operation, "secrets"),
                "there is none yet");
        assertEquals(denied(before, operation, "secrets"), audited(before));
        fixture.here.directory().maintain(fixture.contoso.id(), draft -> {
            draft.appoint(app.id());
            return true;
        });
        Caller administrator = fixture.caller(fixture.contoso, app, Resource.MANAGEMENT);
        AdministratorCaller opened = fixture.gate.openAdministrator(administrator, operation, "secrets");
        assertEquals(fixture.contoso.id(), opened.tenant());
        assertEquals(administrator.actor(), opened.actor());
        assertEquals(granted(administrator, operation, "secrets", "none"), audited(administrator));
        Caller other = fixture.caller(fixture.contoso, fixture.app("no administrator"), Resource.MANAGEMENT);
        assertThrows(
                Refusal.PermissionMissing.class, () -> fixture.gate.openAdministrator(other, operation, "secrets"));
        assertEquals(denied(other, operation, "secrets"), audited(other));
    }

    @Test
    void anApplicationLearnsAboutItsOwnAccess() {
        ServicePrincipal app = fixture.app("asks", "Mail.Read");
        Caller caller = fixture.caller(app);
        OpenOwnAccess own = fixture.gate.openOwnAccess(caller, FREE);
        assertEquals(granted(caller, FREE, "me", "none"), audited(caller));
        assertEquals(Set.of("Mail.Read"), own.roles());
        assertEquals(caller.directory(), own.snapshot());
        assertEquals(app.id(), own.principal().orElseThrow().id());
        VerifiedToken token = caller.token();
        ServicePrincipal other = fixture.app("other app");
        assertTrue(new OpenOwnAccess(new Caller(
                        new VerifiedToken(token.tenant(), other.appId(), app.id(), Set.of(), Instant.MAX, "mixed"),
                        fixture.snapshot(),
                        caller.context()))
                .principal()
                .isEmpty());
        Caller refused = fixture.again(caller);
        fixture.enable(app, false);
        assertThrows(Refusal.PermissionMissing.class, () -> fixture.gate.openOwnAccess(fixture.again(refused), FREE));
    }
}
