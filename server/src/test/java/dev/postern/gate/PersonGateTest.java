package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditEntry;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.token.ActingPerson;
import dev.postern.token.ClientProof;
import dev.postern.token.Resource;
import dev.postern.token.TokenIssuer;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console acts for a person: the audit names the person, and a token that only reads changes nothing. */
class PersonGateTest {
    private static final Operation READ_USERS = new Operation(
            "GET /users", Area.DIRECTORY, Form.READ, java.util.Set.of("User.ReadWrite.All"), java.util.Set.of());
    private static final Operation WRITE_USERS = new Operation(
            "POST /users", Area.DIRECTORY, Form.WRITE, java.util.Set.of("User.ReadWrite.All"), java.util.Set.of());

    private GateFixture fixture;
    private ServicePrincipal console;

    @BeforeEach
    void start() {
        fixture = new GateFixture();
        console = fixture.app("console", "Mail.ReadWrite", "User.ReadWrite.All");
        fixture.user("alice");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Caller caller(boolean readOnly) {
        TokenIssuer issuer = fixture.here.core.issuer();
        String token = issuer.issue(
                        fixture.snapshot(),
                        console,
                        ClientProof.MANAGED_IDENTITY,
                        issuer.target(fixture.snapshot(), WellKnown.MICROSOFT_GRAPH.toString()),
                        URI.create("https://localhost"),
                        new ActingPerson("Tester", readOnly))
                .text();
        return fixture.gate.caller(GateFixture.context("Bearer " + token), Resource.GRAPH);
    }

    private AuditEntry entry(Caller caller) {
        fixture.here.core.audit().flush();
        return Objects.requireNonNull(fixture.here
                .core
                .audit()
                .byRequest(fixture.contoso.id(), caller.context().requestId())
                .getLast()
                .entry());
    }

    @Test
    void theAuditNamesThePerson() {
        Caller caller = caller(true);
        fixture.gate
                .openMailbox(caller, GateFixture.READ, fixture.at("alice"), MailboxOpening.MAIL_READ)
                .close();
        assertEquals("Tester", entry(caller).actor().person());
        assertEquals("granted", entry(caller).verdict());
        Caller other = caller(true);
        fixture.gate
                .openDirectory(other, Resource.GRAPH, READ_USERS, "users", DirectoryOpening.DIRECTORY_READ)
                .close();
        assertEquals("Tester", entry(other).actor().person());
    }

    @Test
    void aTokenThatOnlyReadsChangesNothing() {
        Caller mail = caller(true);
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.openMailbox(
                        mail, GateFixture.WRITE, fixture.at("alice"), MailboxOpening.MAIL_WRITE));
        Caller users = caller(true);
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.openDirectory(
                        users, Resource.GRAPH, WRITE_USERS, "users", DirectoryOpening.DIRECTORY_WRITE));
        Caller other = caller(true);
        assertThrows(
                Refusal.PermissionMissing.class,
                () -> fixture.gate.admitChange(other, Resource.GRAPH, WRITE_USERS, "users"));
        for (Caller one : List.of(mail, users, other)) {
            assertEquals("denied", entry(one).verdict());
            assertEquals("READ_ONLY_SESSION", entry(one).rule());
            assertEquals("Tester", entry(one).actor().person());
        }
    }

    @Test
    void whetherAnOperationIsAllowedDependsOnTheTokenToo() {
        assertTrue(fixture.gate.allows(caller(true), Resource.GRAPH, READ_USERS));
        assertFalse(fixture.gate.allows(caller(true), Resource.GRAPH, WRITE_USERS));
        assertTrue(fixture.gate.allows(caller(false), Resource.GRAPH, WRITE_USERS));
    }

    @Test
    void aTokenThatMayChangeDoesWithTheSameApplication() {
        fixture.gate
                .openMailbox(caller(false), GateFixture.WRITE, fixture.at("alice"), MailboxOpening.MAIL_WRITE)
                .close();
        fixture.gate
                .openDirectory(caller(false), Resource.GRAPH, WRITE_USERS, "users", DirectoryOpening.DIRECTORY_WRITE)
                .close();
    }
}
