package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code access} and {@code why}. */
class EffectiveAccessCliTest {
    @TempDir
    Path folder;

    private ExchangeFixture fixture;
    private CliServer server;
    private ServicePrincipal app;

    @BeforeEach
    void open() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
        app = fixture.principal(fixture.tenant, "=robot");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private void mailbox(String name) {
        assertEquals(0, server.run("New-Mailbox", "-Shared", "-Name", name).status());
    }

    @Test
    void anEmptyMatrixIsAnEmptyArray() {
        assertEquals("[]\n", server.run("access", "--json").out());
        assertEquals(
                "app,appId,mailbox,mailboxId,permission,by\n",
                server.run("access", "--csv").out());
    }

    @Test
    void theMatrixIsPrintedInThreeForms() {
        mailbox("Anna");
        mailbox("Bert");
        assertEquals(2, server.run("access", "--json").json().size());
        List<String> csv = server.run("access", "--csv").out().lines().toList();
        assertEquals(3, csv.size());
        assertTrue(csv.get(1).startsWith("'=robot," + app.appId() + ","), csv.get(1));
        assertEquals(
                "=robot (" + app.appId() + ")\n  Mail.Send: every mailbox [2]\n",
                server.run("access").out());
        Ran one = server.run("access", "--mailbox", "Anna@contoso.example");
        assertEquals("=robot (" + app.appId() + ")  Mail.Send  by entra\n", one.out());
        assertEquals(
                0,
                server.run("access", "--permission", "Mail.Read", "--json")
                        .json()
                        .size());
    }

    private void ok(String... words) {
        Ran ran = server.run(words);
        assertEquals(0, ran.status(), ran.err());
    }

    private void policy(String right, String group) {
        ok(
                "New-ApplicationAccessPolicy",
                "-AppId",
                app.appId().toString(),
                "-AccessRight",
                right,
                "-PolicyScopeGroupId",
                group);
    }

    @Test
    void theShortFormIsUnambiguousAndNeverEmpty() {
        ServicePrincipal bare = fixture.principal(fixture.tenant, "bare");
        assertEquals(
                "No application can access a mailbox in the way that --app selects.\n",
                server.run("access", "--app", "bare").out());
        assertEquals(
                "[]\n",
                server.run("access", "--app", bare.appId().toString(), "--json").out());
        for (String name : List.of("Anna", "Bert", "Carl")) {
            mailbox(name);
        }
        ok("New-DistributionGroup", "-Name", "board", "-Type", "Security", "-Members", "Carl");
        ok("New-DistributionGroup", "-Name", "gone", "-Type", "Security", "-Members", "Bert");
        policy("DenyAccess", "board");
        String first = "=robot (" + app.appId() + ")\n  Mail.Send: ";
        assertEquals(
                first
                        + "every mailbox except members of board@contoso.example, which excludes Carl@contoso.example"
                        + " [2]\n",
                server.run("access").out());
        policy("RestrictAccess", "gone");
        assertEquals(
                first + "members of gone@contoso.example except members of board@contoso.example, that is"
                        + " Bert@contoso.example [1]\n",
                server.run("access").out());
        ok("Remove-DistributionGroup", "-Identity", "gone", "-Confirm:$false");
        assertEquals(
                first + "members of gone (removed) except members of board@contoso.example [0]\n",
                server.run("access").out());
    }

    @Test
    void aPolicyOnOneMailboxNamesOnlyIt() {
        for (String name : List.of("Anna", "Bert")) {
            ok("New-Mailbox", "-Name", name);
        }
        policy("DenyAccess", "Bert");
        String first = "=robot (" + app.appId() + ")\n  Mail.Send: ";
        assertEquals(
                first + "every mailbox except Bert@contoso.example [1]\n",
                server.run("access").out());
        policy("RestrictAccess", "Anna");
        assertEquals(
                first + "only Anna@contoso.example except Bert@contoso.example, that is Anna@contoso.example [1]\n",
                server.run("access").out());
        ok("New-DistributionGroup", "-Name", "team", "-Type", "Security", "-Members", "Bert");
        policy("RestrictAccess", "team");
        assertEquals(
                first + "members of team@contoso.example and Anna@contoso.example except Bert@contoso.example, that is"
                        + " Anna@contoso.example [1]\n",
                server.run("access").out());
    }

    /** An alias may become another mailbox's; an address is never given to another one by a new name. */
    @ParameterizedTest
    @ValueSource(strings = {"why =robot Anna --permission Mail.Send", "access --mailbox Anna"})
    void anAliasIsNoAddress(String line) {
        mailbox("Anna");
        Ran ran = server.run(line.split(" "));
        assertEquals(1, ran.status());
        assertEquals("There is no mailbox 'Anna'. Use its address or its object id. (ErrorInvalidUser)\n", ran.err());
    }

    /** Two names of one permission: the matrix does not change when a role replaces the grant. */
    @Test
    void theMatrixIsTheSameBeforeAndAfterAMigration() throws IOException {
        mailbox("Anna");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.ReadBasic.All");
        ok("New-DistributionGroup", "-Name", "team", "-Type", "Security", "-Members", "Anna");
        policy("RestrictAccess", "team");
        List<String> before = permissions();
        assertEquals(List.of("Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.Send"), before);
        ok(
                "New-ServicePrincipal",
                "-AppId",
                app.appId().toString(),
                "-ObjectId",
                app.id().toString());
        ok("New-ManagementRoleAssignment", "-App", "=robot", "-Role", "Application Mail.ReadBasic");
        assertEquals(before, permissions());
        fixture.directory.change(fixture.tenant.id(), TestCore.ACTOR, draft -> {
            List.copyOf(draft.before().assignmentsOf(app.id())).forEach(draft::remove);
            return true;
        });
        assertEquals(List.of("Mail.ReadBasic", "Mail.ReadBasic.All"), permissions());
    }

    private List<String> permissions() {
        return server.run("access", "--json")
                .json()
                .valueStream()
                .map(row -> row.path("permission").asString())
                .toList();
    }

    @Test
    void severalApplicationsOfANameAreListed() {
        ServicePrincipal other = fixture.principal(fixture.tenant, "=robot");
        mailbox("Anna");
        String expected = "2 applications have the name '=robot'. Use the app id of the one that you mean: "
                + Stream.of(app, other)
                        .map(one -> one.appId().toString())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ". (Request_ResourceNotFound)\n";
        for (String line : List.of(
                "access --app =robot",
                "migrate --app =robot",
                "why =robot Anna@contoso.example --permission Mail.Send")) {
            Ran ran = server.run(line.split(" "));
            assertEquals(1, ran.status());
            assertEquals(expected, ran.err(), line);
        }
        assertTrue(server.run("access", "--app", "none").err().startsWith("There is no application 'none'."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /users/{id}/sendMail",
                "post /v1.0/users/anna@contoso.example/sendmail?x=y",
                "POST https://graph.microsoft.com/v1.0/users/8a68c198-be28-4a30-83e9-bffb760c65ba/microsoft.graph.sendMail",
                "Post users('anna@contoso.example')/sendMail"
            })
    void anOperationIsNamedAsItIsSent(String operation) {
        mailbox("Anna");
        Ran ran = server.run("why", "=robot", "Anna@contoso.example", "--operation", operation, "--json");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.json().path("allowed").booleanValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /me/sendMail               | applications have none
        GET /beta/users/{id}/messages   | beta
        GET /users/{id}/nothing         | 'nothing'
        PUT /users/{id}/sendMail        | POST
        GET /groups                     | does not access a mailbox
        sendMail                        | a method and a path
        GET /users/%zz/messages         | is not a path
        """)
    void whatIsNoOperationIsRefused(String operation, String words) {
        mailbox("Anna");
        Ran ran = server.run("why", "=robot", "Anna@contoso.example", "--operation", operation);
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains(words), ran.err());
    }

    @Test
    void whyExplains() {
        mailbox("Anna");
        Ran why = server.run("why", app.appId().toString(), "Anna@contoso.example", "--permission", "Mail.Send");
        assertEquals(0, why.status());
        assertTrue(why.out().startsWith("Allowed: \"=robot\" can use Mail.Send"), why.out());
        Ran json = server.run(
                "why", "=robot", "Anna@contoso.example", "--operation", "POST /users/{id}/sendMail", "--json");
        assertTrue(json.json().path("allowed").booleanValue());
        Ran denied = server.run("why", "=robot", "Anna@contoso.example", "--permission", "Mail.Read", "--json");
        assertEquals(0, denied.status());
        assertEquals(403, denied.json().at("/refusal/status").asInt());
    }

    @Test
    void aMigrationIsPrintedAndWritten() throws IOException {
        mailbox("Anna");
        Ran nothing = server.run("migrate", "--json");
        assertEquals(0, nothing.status());
        assertEquals(0, nothing.json().path("script").size());
        assertEquals(
                0,
                server.run("New-DistributionGroup", "-Name", "team", "-Type", "Security", "-Members", "Anna")
                        .status());
        assertEquals(
                0,
                server.run(
                                "New-ApplicationAccessPolicy",
                                "-AppId",
                                app.appId().toString(),
                                "-AccessRight",
                                "RestrictAccess",
                                "-PolicyScopeGroupId",
                                "team")
                        .status());
        Ran plan = server.run(
                "migrate",
                "--app",
                "=robot",
                "--script",
                folder.resolve("move.ps1").toString());
        assertEquals(0, plan.status(), plan.err());
        assertTrue(plan.out().contains("Proof: no application gains or loses access"), plan.out());
        List<String> script = Files.readAllLines(folder.resolve("move.ps1"));
        assertEquals(5, script.size());
        assertTrue(script.getFirst().startsWith("New-ServicePrincipal -AppId " + app.appId()), script.getFirst());
        assertTrue(script.getLast().endsWith(" -Confirm:$false"), script.getLast());
        assertEquals(
                0,
                server.run(
                                "New-ApplicationAccessPolicy",
                                "-AppId",
                                "*",
                                "-AccessRight",
                                "RestrictAccess",
                                "-PolicyScopeGroupId",
                                "team")
                        .status());
        Ran kept = server.run("migrate");
        assertEquals(1, kept.status());
        assertTrue(kept.out().contains("every-application: "), kept.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate --app none",
                "migrate --script /none/x",
                "why none Anna@contoso.example --permission Mail.Send",
                "why =robot none@contoso.example --permission Mail.Send",
                "why 00000000-0000-4000-8000-000000000000",
                "why no-id",
                "access --app none",
                "access --mailbox none@contoso.example --csv"
            })
    void whatIsUnknownFails(String line) {
        mailbox("Anna");
        Ran ran = server.run(line.split(" "));
        assertEquals(1, ran.status(), ran.err());
        assertTrue(!ran.err().isBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "why =robot Anna@contoso.example",
                "why =robot Anna@contoso.example --permission A --operation B",
                "why 00000000-0000-4000-8000-000000000000 --permission Mail.Send",
                "why",
                "access --json --csv",
                "access word",
                "migrate word",
                "access --other"
            })
    void otherArgumentsAreRefused(String line) {
        assertEquals(64, server.run(line.split(" ")).status());
    }
}
