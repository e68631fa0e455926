package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The command {@code audit-access}. Each finding has a tenant that has it, and one that nearly has it. */
class AccessFindingsCliTest {
    private static ExchangeFixture fixture;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    /** A team with one member, and robot with a permission, in its scope. */
    private static final String CONFINED = """
        user Anna
        group team
        member team Anna
        app robot Mail.Send
        restrict robot team
        """;

    private static final String ROLE = """
        user Anna
        user Bert
        group team
        member team Anna
        app robot
        exchange robot
        """;

    private static final String TWICE = """
        user Anna
        mailbox Bert
        app robot Mail.Send
        used robot Mail.Send Anna 2
        used robot Mail.Send Bert 2
        """;

    private static final String ASSIGNED = ROLE + """
        New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Send' -RecipientGroupScope team
        """;

    /** A finding, a tenant that has it, one that nearly has it, and a part of the evidence. */
    enum Case {
        GRANT("unscoped-grant", "user Anna\napp robot Mail.Send Mail.Read", CONFINED, "it reaches every mailbox"),
        GRANT_WITH_DENY(
                "unscoped-grant",
                "user Anna\ngroup team\nmember team Anna\napp robot Mail.Send\ndeny robot team",
                "user Anna\napp robot User.Read.All",
                "that no DenyAccess policy excludes"),
        GRANT_USED_ONCE(
                "unscoped-grant",
                "user Anna\napp robot Mail.Send\nused robot Mail.Send Anna 2",
                "user Anna\napp robot Mail.Send\ndisable robot",
                "it has used Anna@"),
        GRANT_USED_TWICE("unscoped-grant", TWICE, CONFINED + "used robot Mail.Send Anna 2", "it has used Anna@"),
        ROLE_WITHOUT_SCOPE(
                "unscoped-grant",
                ROLE + "New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send'",
                ASSIGNED,
                "without a scope"),
        OBJECT_ID("policy-names-object-id", """
            user Anna
            group team
            member team Anna
            app robot Mail.Send
            restrict {robot.id} team
            """, CONFINED, "the object id of the service principal \"robot\""),
        OBJECT_ID_OF_REGISTRATION(
                "policy-names-object-id",
                """
                user Anna
                group team
                registration robot
                deny {robot} team
                """,
                CONFINED + "restrict {robot.id} team",
                "the object id of the application \"robot\""),
        OBJECT_ID_BESIDE_ANOTHER_SCOPE(
                "policy-names-object-id",
                CONFINED + "group other\nrestrict {robot.id} other",
                CONFINED,
                "The policy has no effect"),
        UNKNOWN("policy-for-unknown-application", """
            group team
            restrict 11111111-2222-4333-8444-555555555555 team
            """, CONFINED, "the app id of no application"),
        UNKNOWN_BESIDE_THE_SAME(
                "policy-for-unknown-application",
                CONFINED + "restrict {robot.id} team",
                "group team\nregistration robot\nrestrict {robot} team",
                "the same policy exists"),
        EMPTY_RESTRICT("empty-scope", """
            user Anna
            group team
            list people
            member people Anna
            member team people
            app robot Mail.Send Mail.Read
            restrict robot team
            """, CONFINED, "contains no mailbox that counts"),
        EMPTY_RESTRICT_OF_TWO(
                "empty-scope",
                CONFINED + "group none\nrestrict robot none",
                CONFINED + """
                    group outer
                    member outer team
                    restrict robot outer
                    """,
                "the policy allows nothing"),
        EMPTY_DENY(
                "empty-scope", CONFINED + "group none\ndeny robot none", CONFINED + """
                    user Bert
                    group others
                    list people
                    member people Bert
                    member others people
                    deny robot others
                    """, "the policy denies nothing"),
        EMPTY_ROLE_GROUP("empty-scope", ROLE + """
            group outer
            member outer team
            New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Send' -RecipientGroupScope outer
            """, ASSIGNED, "of the role assignment \"one\""),
        EMPTY_FILTER("empty-scope", ROLE + """
            New-ManagementScope -Name none -RecipientRestrictionFilter 'Department -eq "x"'
            New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope none
            """, ROLE + """
                New-ManagementScope -Name some -RecipientRestrictionFilter 'Name -eq "Bert"'
                New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
                """, "Department -eq"),
        EMPTY_UNIT("empty-scope", ROLE + """
            unit north team
            New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -RecipientAdministrativeUnitScope {north}
            """, ROLE + """
                unit north Anna
                New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -RecipientAdministrativeUnitScope {north}
                """, "The scope north"),
        ORPHANED_RESTRICT(
                "orphaned-scope",
                CONFINED + "Remove-DistributionGroup team",
                CONFINED + "Remove-DistributionGroupMember team -Member Anna",
                "does not exist any more"),
        ORPHANED_DENY("orphaned-scope", CONFINED + """
            user Bert
            group others
            member others Bert
            deny robot others
            Remove-DistributionGroup others
            """, CONFINED, "grants in Entra reach none"),
        ORPHANED_DENY_FOR_ALL("orphaned-scope", CONFINED + """
            user Bert
            group others
            member others Bert
            deny * others
            Remove-DistributionGroup others
            """, CONFINED, "every application"),
        ORPHANED_ROLE(
                "orphaned-scope", ASSIGNED + "Remove-DistributionGroup team", ASSIGNED, "the assignment gives nothing"),
        LIST_IN_GROUP("nested-list-does-not-count", CONFINED + """
            user Bert
            mailbox Carl
            list people
            member people Bert
            member people Carl
            member people Anna
            group inner
            member inner people
            member team inner
            """, CONFINED + """
                user Bert
                group inner
                member inner Bert
                list people
                member people Anna
                member people Bert
                member inner people
                member team inner
                """, "Bert@"),
        GROUP_IN_ROLE_GROUP(
                "nested-list-does-not-count", ASSIGNED + """
                    group inner
                    member inner Bert
                    member inner Anna
                    member team inner
                    """, ASSIGNED + """
                        member team Bert
                        group inner
                        member inner Bert
                        member team inner
                        """, "only direct members of team@"),
        GROUP_IN_FILTER(
                "nested-list-does-not-count", ROLE + """
                    group inner
                    member inner Bert
                    member team inner
                    New-ManagementScope -Name some -RecipientRestrictionFilter 'MemberOfGroup -eq "{dn:team}"'
                    New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
                    """, ROLE + """
                        group inner
                        member inner Bert
                        member team inner
                        New-ManagementScope -Name some -RecipientRestrictionFilter 'MemberOfGroup -eq "{dn:team}" -and Name -ne "Bert"'
                        New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
                        """, "MemberOfGroup in the management scope \"some\""),
        GROUP_EXCLUDED_BY_FILTER("nested-list-does-not-count", ROLE + """
            group inner
            member inner Bert
            member team inner
            New-ManagementScope -Name some -RecipientRestrictionFilter '-not (MemberOfGroup -eq "{dn:team}")'
            New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
            """, ROLE + """
                New-ManagementScope -Name some -RecipientRestrictionFilter '-not (MemberOfGroup -eq "{dn:team}")'
                New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
                """, "reached nevertheless: Bert@"),
        WIDENED("grant-widens-role-assignment", """
            user Anna
            user Bert
            group team
            member team Anna
            app robot Mail.ReadWrite
            exchange robot
            New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Read' -RecipientGroupScope team
            """, """
                user Anna
                group team
                member team Anna
                app robot Mail.Send
                exchange robot
                New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Read' -RecipientGroupScope team
                """, "Both add up"),
        WIDENED_BY_WIDER_POLICY("grant-widens-role-assignment", CONFINED + """
            user Bert
            group inner
            member inner Bert
            exchange robot
            New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Send' -RecipientGroupScope inner
            """, CONFINED + """
                exchange robot
                New-ManagementRoleAssignment -Name one -App {robot} -Role 'Application Mail.Send' -RecipientGroupScope team
                """, "for example Anna@"),
        UNUSED(
                "unused-permission",
                CONFINED + "app other Mail.Read\nused other Mail.Read Anna 3",
                CONFINED + "used robot Mail.Send Anna 3",
                "has not used Mail.Send"),
        LONG_SECRET(
                "secret-never-expires",
                "registration robot\nsecret robot 40000",
                "registration robot\nsecret robot 730",
                "never expires"),
        LONG_SECRET_OF_PRINCIPAL(
                "secret-never-expires", "app robot\nsecret robot 1000", "app robot\nsecret robot -1", "is valid until"),
        OLD_SECRET(
                "expired-secret",
                "registration robot\nsecret robot -1",
                "registration robot\nsecret robot 1",
                "expired at"),
        DENY_OUTSIDE("deny-without-effect", CONFINED + """
            user Bert
            group others
            member others Bert
            deny robot others
            """, CONFINED + """
                group others
                member others Anna
                deny robot others
                """, "changes nothing"),
        SHADOWED("restrict-shadowed-by-deny", CONFINED + """
            group others
            member others Anna
            deny robot others
            """, CONFINED + """
                user Bert
                member team Bert
                group others
                member others Anna
                deny robot others
                """, "allows nothing"),
        UNUSED_SCOPE(
                "unused-management-scope",
                "New-ManagementScope -Name some -RecipientRestrictionFilter 'Name -eq \"Bert\"'",
                ROLE + """
                    New-ManagementScope -Name some -RecipientRestrictionFilter 'Name -eq "Bert"'
                    New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -CustomResourceScope some
                    """,
                "No role assignment uses"),
        ORPHAN("orphaned-group", """
            group team
            app robot
            restrict robot team
            Remove-ApplicationAccessPolicy {policy:robot}
            """, """
                group team
                group outer
                member outer team
                app robot
                restrict robot team
                Remove-ApplicationAccessPolicy {policy:robot}
                restrict robot outer
                """, "was the scope of an application access policy");

        private final String finding;
        private final String tenant;
        private final String nearMiss;
        private final String evidence;

        Case(String finding, String tenant, String nearMiss, String evidence) {
            this.finding = finding;
            this.tenant = tenant;
            this.nearMiss = nearMiss;
            this.evidence = evidence;
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void theCommandsCureWhatIsFound(Case one) {
        cured(new AccessFindingsTenant(fixture), one);
    }

    private static void cured(AccessFindingsTenant tenant, Case one) {
        tenant.run(one.tenant);
        List<JsonNode> all = tenant.findings(one.finding);
        assertFalse(all.isEmpty(), one.finding);
        JsonNode first = all.getFirst();
        assertTrue(first.path("evidence").asString().contains(one.evidence), first::toString);
        Set<String> before = tenant.access();
        assertFalse(first.path("commands").isEmpty(), first::toString);
        assertEquals(first.path("commands").path(0), first.path("command"));
        first.path("commands").forEach(command -> tenant.run(command.asString()));
        assertEquals(all.size() - 1, tenant.findings(one.finding).size(), first::toString);
        Set<String> gained = tenant.access();
        gained.removeAll(before);
        assertEquals(first.path("widens").booleanValue(), !gained.isEmpty(), () -> first + " gives " + gained);
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void whatIsNearlySoIsNotFound(Case one) {
        assertEquals(
                List.of(), new AccessFindingsTenant(fixture).run(one.nearMiss).findings(one.finding));
    }

    @Test
    void theAuditIsReadOnPostgresToo() {
        try (var other = new ExchangeFixture(Engine.POSTGRES)) {
            for (Case one : List.of(Case.GRANT_USED_ONCE, Case.UNUSED, Case.ORPHAN, Case.LIST_IN_GROUP)) {
                cured(new AccessFindingsTenant(other), one);
                assertEquals(
                        List.of(),
                        new AccessFindingsTenant(other).run(one.nearMiss).findings(one.finding));
            }
        }
    }

    @Test
    void aGroupInAUnitIsNamedWithoutACommand() {
        List<JsonNode> found = new AccessFindingsTenant(fixture).run(ROLE + """
            unit north team Bert
            New-ManagementRoleAssignment -App {robot} -Role 'Application Mail.Send' -RecipientAdministrativeUnitScope {north}
            """).findings("nested-list-does-not-count");
        assertEquals(1, found.size());
        assertTrue(found.getFirst().path("evidence").asString().contains("Its members are not reached: Anna@"));
        assertTrue(found.getFirst().path("command").isNull());
    }

    @Test
    void manyLostMailboxesAreNotAddedOneByOne() {
        var script = new StringBuilder(CONFINED + "list people\nmember team people\n");
        for (int i = 0; i < 51; i++) {
            script.append("mailbox M")
                    .append(i)
                    .append("\nmember people M")
                    .append(i)
                    .append("\n");
        }
        var tenant = new AccessFindingsTenant(fixture).run(script.toString());
        JsonNode found = tenant.findings("nested-list-does-not-count").getFirst();
        assertEquals(51, found.path("mailboxCount").intValue());
        assertEquals(51, found.path("mailboxes").size());
        assertTrue(found.path("command").asString().startsWith("Remove-DistributionGroupMember -Identity team@"));
        tenant.run(found.path("command").asString());
        assertEquals(List.of(), tenant.findings("nested-list-does-not-count"));
    }

    @Test
    void aShortAuditConfinesNothing() {
        JsonNode found = new AccessFindingsTenant(fixture)
                .run("user Anna\napp robot Mail.Send\nused robot Mail.Send Anna 0")
                .findings("unscoped-grant")
                .getFirst();
        assertTrue(found.path("command").asString().startsWith("Remove-Mg"), found::toString);
    }

    @Test
    void pagesAndPermissions() {
        var tenant = new AccessFindingsTenant(fixture).run("app a Mail.Send\napp b Mail.Send\napp c Mail.Send");
        Reply first = tenant.get("$top=2");
        assertEquals(
                List.of("a", "b"),
                first.rows().stream().map(row -> row.path("app").asString()).toList());
        assertTrue(first.json().path("more").booleanValue());
        assertTrue(first.json().path("@odata.nextLink").asString().endsWith("/postern/access/findings?$top=2&$skip=2"));
        Reply second = tenant.get("$top=2&$skip=2");
        assertEquals(1, second.rows().size());
        assertFalse(second.json().path("more").booleanValue());
        assertTrue(second.json().path("@odata.nextLink").isMissingNode());
        assertEquals(400, tenant.get("$top=x").status());
        assertEquals(400, tenant.get("other=1").status());
        String token = fixture.token(fixture.tenant, fixture.admin, "https://graph.microsoft.com");
        assertEquals(
                401,
                fixture.send("GET", "/postern/access/findings", "", "", Map.of("authorization", "Bearer " + token))
                        .status());
        fixture.revokeAll(fixture.tenant, fixture.admin);
        assertEquals(403, tenant.get("").status());
    }

    @Test
    void theTextHasABlockForEachFinding() throws IOException {
        var tenant = new AccessFindingsTenant(fixture);
        try (var server = new CliServer(fixture, folder)) {
            assertEquals("There are no findings.\n", server.run("audit-access").out());
            assertEquals("[]", server.run("audit-access", "--json").out().replaceAll("\\s", ""));
            tenant.run("app robot Mail.Send\nregistration zebra\nsecret zebra -1\nregistration beta\nsecret beta 4000");
            Ran ran = server.run("audit-access");
            assertEquals(0, ran.status());
            assertEquals(
                    List.of(
                            "HIGH  unscoped-grant  robot",
                            "MEDIUM  secret-never-expires  beta",
                            "INFORMATION  expired-secret  zebra"),
                    ran.out()
                            .lines()
                            .filter(line -> !line.startsWith(" ") && !line.isEmpty())
                            .map(line -> line.replaceFirst(" \\(.*", ""))
                            .toList());
            assertTrue(ran.out().contains("\n  ./postern Remove-MgServicePrincipalAppRoleAssignment "), ran.out());
            assertEquals(3, server.run("audit-access", "--json").json().size());
            var named = fixture.principal(fixture.tenant, "a\n  ./postern b");
            fixture.grant(fixture.tenant, named, Resource.GRAPH, "Mail.Send");
            assertTrue(
                    server.run("audit-access").out().startsWith("HIGH  unscoped-grant  a?  ./postern b ("),
                    "a name is not a line of its own");
            assertEquals(64, server.run("audit-access", "word").status());
            assertEquals(64, server.run("audit-access", "--csv").status());
        }
    }

    @Test
    void secretsAreMadeOverGraph() throws IOException {
        try (var server = new CliServer(fixture, folder)) {
            server.answers("POST /v1.0/applications/a/addPassword", "200 {\"secretText\":\"s\"}");
            Ran ran = server.run(
                    "Add-MgApplicationPassword",
                    "-ApplicationId",
                    "a",
                    "-PasswordCredential",
                    "{\"displayName\":\"job\"}",
                    "--json");
            assertEquals(0, ran.status(), ran.err());
            assertTrue(ran.out().contains("\"s\""), ran.out());
            assertEquals(
                    List.of("POST /v1.0/applications/a/addPassword {\"passwordCredential\":{\"displayName\":\"job\"}}"),
                    server.seen());
        }
    }

    @Test
    void secretsAreRemovedOverGraph() throws IOException {
        try (var server = new CliServer(fixture, folder)) {
            server.answers("POST /v1.0/applications/a/removePassword", "204")
                    .answers("POST /v1.0/servicePrincipals/s/removePassword", "204");
            assertEquals(
                    new Ran(0, "", ""),
                    server.run("Remove-MgApplicationPassword", "-ApplicationId", "a", "-KeyId", "k"));
            assertEquals(
                    new Ran(0, "", ""),
                    server.run("Remove-MgServicePrincipalPassword", "-ServicePrincipalId", "s", "-KeyId", "k"));
            assertEquals(
                    List.of(
                            "POST /v1.0/applications/a/removePassword {\"keyId\":\"k\"}",
                            "POST /v1.0/servicePrincipals/s/removePassword {\"keyId\":\"k\"}"),
                    server.seen());
            assertEquals(
                    1,
                    server.run("Remove-MgApplicationPassword", "-ApplicationId", "a")
                            .status());
        }
    }
}
