package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.TestCore;
import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.ObjectId;
import dev.postern.access.Rule;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.StringNode;

/** Role assignments in the directory: every change of what they depend on is in force at once, also on another node. */
class RoleAssignmentsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    /** A tenant with an application and users, seen from two nodes. */
    private static final class Company implements AutoCloseable {
        final Database database;
        final TestCore core;
        final TestCore other;
        final Tenant tenant;
        final ServicePrincipal app;
        final ExchangeServicePrincipal pointer;
        final User anna;
        final User bert;

        Company(Engine engine) {
            database = Databases.open(engine);
            core = new TestCore(TestCore.on(database).open());
            tenant = core.tenant("contoso.example");
            app = core.principal(tenant, "reader");
            pointer = new ExchangeServicePrincipal(id(), NOW, app.appId(), app.id(), "reader");
            put(pointer);
            anna = core.user(tenant, RecipientType.USER_MAILBOX, "anna", "Anna", null);
            bert = core.user(tenant, RecipientType.SHARED_MAILBOX, "bert", "Bert", null);
            other = new TestCore(TestCore.on(database).open());
        }

        ObjectId id() {
            return new ObjectId(core.uuid());
        }

        void put(ExchangeObject object) {
            core.directory().change(tenant.id(), TestCore.ACTOR, draft -> {
                draft.put(object);
                return true;
            });
        }

        void remove(ExchangeObject object) {
            core.directory().change(tenant.id(), TestCore.ACTOR, draft -> {
                draft.remove(object);
                return true;
            });
        }

        void member(ObjectId group, ObjectId member) {
            core.directory().change(tenant.id(), TestCore.ACTOR, draft -> draft.addMember(group, member));
        }

        ManagementRoleAssignment assign(String role, ScopeType type, @Nullable ObjectId scope) {
            var assignment = new ManagementRoleAssignment(
                    id(), NOW, "assignment-" + core.uuid(), role, pointer.id(), type, scope);
            put(assignment);
            return assignment;
        }

        ManagementScope scope(String name, String filter) {
            var scope = new ManagementScope(id(), NOW, name, filter);
            put(scope);
            return scope;
        }

        /** Of both nodes, which must agree. The token contains nothing. */
        void expect(Rule rule, String permission, User mailbox) {
            for (TestCore node : new TestCore[] {
                core, other, new TestCore(TestCore.on(database).open())
            }) {
                node.directory().refresh();
                Decision decision = AccessEngine.decide(
                        node.snapshot(tenant).access(),
                        new AccessQuestion(app.appId(), app.id(), Set.of(), Set.of(permission), mailbox.id()));
                assertEquals(rule, decision.rbac().rule(), decision::explanation);
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aScopeContainsWhatItsFilterMatchesNow(Engine engine) {
        try (var company = new Company(engine)) {
            company.expect(Rule.NO_ROLE_ASSIGNMENT, "Mail.Read", company.anna);
            ManagementScope scope = company.scope("sales", "Department -eq 'Sales' -and CustomAttribute1 -ne 'closed'");
            company.assign("Application Mail.Read", ScopeType.MANAGEMENT_SCOPE, scope.id());
            company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, "Mail.Read", company.anna);
            User inSales = with(company.anna, "department", "sales", Map.of());
            company.core.put(company.tenant, inSales);
            company.expect(Rule.ROLE_ASSIGNMENT, "Mail.Read", company.anna);
            company.expect(Rule.ROLE_WITHOUT_PERMISSION, "Mail.Send", company.anna);
            company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, "Mail.Read", company.bert);
            company.core.put(
                    company.tenant, with(inSales, "department", "Sales", Map.of("CustomAttribute1", "Closed")));
            company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, "Mail.Read", company.anna);
            company.put(new ManagementScope(scope.id(), NOW, "sales", "RecipientTypeDetails -eq 'SharedMailbox'"));
            company.expect(Rule.ROLE_ASSIGNMENT, "Mail.Read", company.bert);
            company.remove(scope);
            company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, "Mail.Read", company.bert);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyDirectMembersAreInAGroupOrUnit(Engine engine) {
        try (var company = new Company(engine)) {
            Group team = company.core.group(company.tenant, "team", company.anna.id());
            Group all = company.core.group(company.tenant, "all", team.id(), company.bert.id());
            var unit = new AdministrativeUnit(company.id(), NOW, "north", Map.of());
            company.core.put(company.tenant, unit);
            company.assign("Application Mail.Send", ScopeType.GROUP, all.id());
            company.assign("Application Calendars.Read", ScopeType.ADMINISTRATIVE_UNIT, unit.id());
            String name = DistinguishedNames.of(company.tenant, "all");
            ManagementScope scope = company.scope("members", "memberofgroup -eq '" + name + "'");
            company.assign("Application Mail.ReadBasic", ScopeType.MANAGEMENT_SCOPE, scope.id());
            for (String permission : Set.of("Mail.Send", "Mail.ReadBasic.All", "Mail.ReadBasic")) {
                company.expect(Rule.ROLE_ASSIGNMENT, permission, company.bert);
                company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, permission, company.anna);
            }
            company.member(unit.id(), team.id());
            company.expect(Rule.OUTSIDE_EVERY_ROLE_SCOPE, "Calendars.Read", company.anna);
            company.member(unit.id(), company.anna.id());
            company.expect(Rule.ROLE_ASSIGNMENT, "Calendars.Read", company.anna);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void assignmentsNeedTheirServicePrincipal(Engine engine) {
        try (var company = new Company(engine)) {
            ManagementRoleAssignment everything =
                    company.assign("Application Exchange Full Access", ScopeType.ORGANIZATION, null);
            company.expect(Rule.ROLE_ASSIGNMENT, "Contacts.ReadWrite", company.anna);
            company.expect(Rule.ROLE_WITHOUT_PERMISSION, "Mail.Read", company.anna);
            company.remove(company.pointer);
            company.expect(Rule.NO_ROLE_ASSIGNMENT, "Contacts.ReadWrite", company.anna);
            company.put(company.pointer);
            company.expect(Rule.ROLE_ASSIGNMENT, "Contacts.ReadWrite", company.anna);
            company.remove(everything);
            company.expect(Rule.NO_ROLE_ASSIGNMENT, "Contacts.ReadWrite", company.anna);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void namesAreUniqueAmongObjectsOfAType(Engine engine) {
        try (var company = new Company(engine)) {
            company.scope("sales", "Alias -like 's*'");
            assertThrows(DirectoryFailure.AlreadyExists.class, () -> company.scope("Sales", "Alias -like 'x*'"));
        }
    }

    private static User with(User user, String property, String value, Map<String, String> attributes) {
        var profile = new HashMap<>(user.profile());
        profile.put(property, StringNode.valueOf(value));
        Recipient was = java.util.Objects.requireNonNull(user.recipient());
        var recipient = new Recipient(
                was.type(),
                was.name(),
                was.alias(),
                was.primaryAddress(),
                was.otherAddresses(),
                was.sid(),
                was.exchangeGuid(),
                was.hiddenFromAddressLists(),
                attributes);
        return new User(
                user.id(),
                user.createdAt(),
                user.displayName(),
                user.userPrincipalName(),
                user.accountEnabled(),
                recipient,
                user.mailbox(),
                profile);
    }
}
