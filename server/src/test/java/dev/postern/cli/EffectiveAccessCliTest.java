package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
