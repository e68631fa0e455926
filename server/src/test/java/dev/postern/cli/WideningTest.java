package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.postern.Postern;
import dev.postern.directory.Directory;
import dev.postern.settings.SettingsReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A change that widens an application's access is reported in its output and in the log. */
class WideningTest {
    private static final String BEGINNING = "This widens access: ";

    @TempDir
    Path folder;

    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Directory.class.getPackageName());
    private final Kept kept = new Kept();

    @BeforeEach
    void listen() {
        kept.start();
        LOG.setLevel(Level.WARN);
        LOG.addAppender(kept);
    }

    @AfterEach
    void leave() {
        LOG.detachAppender(kept);
        LOG.setLevel(null);
    }

    private Postern start(String... more) {
        var options = new java.util.HashMap<>(
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], List.of(more[i + 1]));
        }
        return Postern.start(SettingsReader.read(Optional.empty(), Map.of(), options), InstantSource.system());
    }

    private Ran run(String... arguments) {
        return Ran.of(Map.of("POSTERN_PROFILE", "admin.json"), folder, new ArrayList<>(List.of(arguments)));
    }

    /** Runs a command that does not widen access. */
    private Ran runWithoutWarning(String... arguments) {
        int before = kept.lines.size();
        Ran ran = run(arguments);
        assertEquals(0, ran.status(), ran.err());
        assertFalse(ran.err().contains(BEGINNING), ran.err());
        assertEquals(before, kept.lines.size(), () -> kept.lines.toString());
        return ran;
    }

    /** Runs a command that widens access and must report it with this text. */
    private Ran runWithWarning(List<String> words, String... arguments) {
        return runWithWarning(BEGINNING, words, arguments);
    }

    private Ran runWithWarning(String beginning, List<String> words, String... arguments) {
        int before = kept.lines.size();
        Ran ran = run(arguments);
        assertEquals(0, ran.status(), ran.err());
        String line = ran.err()
                .lines()
                .filter(one -> one.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join(" ", arguments) + ": " + ran.err()));
        words.forEach(word -> assertTrue(line.contains(word), () -> word + " is not in: " + line));
        assertTrue(
                kept.lines.subList(before, kept.lines.size()).contains("WARN " + line.replaceFirst("^WARNING: ", "")),
                kept.lines::toString);
        return ran;
    }

    private void groups(String... names) {
        for (String name : names) {
            runWithoutWarning(
                    "New-DistributionGroup",
                    "-Name",
                    name,
                    "-Type",
                    "Security",
                    "-PrimarySmtpAddress",
                    name + "@contoso.example");
        }
    }

    private void mailboxes(String... names) {
        for (String name : names) {
            runWithoutWarning(
                    "New-Mailbox", "-Shared", "-Name", name, "-PrimarySmtpAddress", name + "@contoso.example");
        }
    }

    private void member(String group, String member) {
        runWithoutWarning("Add-DistributionGroupMember", "-Identity", group, "-Member", member);
    }

    private String policy(String app, String scope, String right) {
        return runWithoutWarning(
                        "New-ApplicationAccessPolicy",
                        "-AppId",
                        app,
                        "-PolicyScopeGroupId",
                        scope,
                        "-AccessRight",
                        right,
                        "--json")
                .json()
                .at("/0/Guid")
                .asString();
    }

    private static String role(JsonNode graph, String name) {
        return graph.path("AppRoles")
                .valueStream()
                .filter(role -> role.path("Value").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("Id")
                .asString();
    }

    @Test
    void everyKindOfWideningIsReported() {
        try (Postern postern = start()) {
            groups("senders", "readers");
            mailboxes("both", "reader", "other");
            member("readers", "both");
            member("readers", "reader");
            JsonNode made = runWithWarning(
                            List.of("\"Büro reporter\"", "Mail.Send", "every mailbox of contoso.example"),
                            "app",
                            "create",
                            "Büro reporter",
                            "--permission",
                            "Mail.Send")
                    .json();
            String app = made.path("appId").asString();
            String principal = made.path("servicePrincipalId").asString();
            JsonNode graph = runWithoutWarning(
                            "Get-MgServicePrincipal", "-Filter", "displayName eq 'Microsoft Graph'", "--json")
                    .json()
                    .path(0);
            String first = policy(app, "senders", "RestrictAccess");
            // restricted to a group without mailboxes, so another permission is not reported
            runWithoutWarning(
                    "New-MgServicePrincipalAppRoleAssignment",
                    "-ServicePrincipalId",
                    principal,
                    "-PrincipalId",
                    principal,
                    "-ResourceId",
                    graph.path("Id").asString(),
                    "-AppRoleId",
                    role(graph, "Mail.Read"));
            String denied = policy(app, "readers", "DenyAccess");
            // still denied
            member("senders", "both");
            runWithWarning(
                    List.of("\"Büro reporter\"", app, "Mail.Read, Mail.Send", "\"readers\"", "DenyAccess"),
                    "Remove-ApplicationAccessPolicy",
                    "-Identity",
                    denied,
                    "-Confirm:$false");
            Ran second = runWithWarning(
                    List.of("\"Büro reporter\"", "\"readers\" as well"),
                    "New-ApplicationAccessPolicy",
                    "-AppId",
                    app,
                    "-PolicyScopeGroupId",
                    "readers",
                    "-AccessRight",
                    "RestrictAccess",
                    "--json");
            runWithoutWarning("Set-ApplicationAccessPolicy", "-Identity", first, "-Description", "other");
            runWithoutWarning("Remove-ApplicationAccessPolicy", "-Identity", first, "-Confirm:$false");
            runWithoutWarning("New-Mailbox", "-Shared", "-Name", "m1", "-PrimarySmtpAddress", "m1@contoso.example");
            runWithWarning(
                    List.of("\"m1\"", "\"readers\"", app, "RestrictAccess"),
                    "Add-DistributionGroupMember",
                    "-Identity",
                    "readers",
                    "-Member",
                    "m1");
            // an orphaned scope allows no access
            runWithoutWarning("Remove-DistributionGroup", "-Identity", "senders", "-Confirm:$false");
            String last = second.json().at("/0/Guid").asString();
            runWithWarning(
                    List.of("\"Büro reporter\"", app, "Mail.Read, Mail.Send", "every mailbox", "RestrictAccess"),
                    "Remove-ApplicationAccessPolicy",
                    "-Identity",
                    last,
                    "-Confirm:$false");
            runWithWarning(
                    List.of("Calendars.Read", app),
                    "New-MgServicePrincipalAppRoleAssignment",
                    "-ServicePrincipalId",
                    principal,
                    "-PrincipalId",
                    principal,
                    "-ResourceId",
                    graph.path("Id").asString(),
                    "-AppRoleId",
                    role(graph, "Calendars.Read"));
            runWithWarning(
                    List.of("MailboxSettings.Read", app),
                    "New-AzureADServiceAppRoleAssignment",
                    "-ObjectId",
                    principal,
                    "-PrincipalId",
                    principal,
                    "-ResourceId",
                    graph.path("Id").asString(),
                    "-Id",
                    role(graph, "MailboxSettings.Read"));
            // no permission for mailboxes
            runWithoutWarning("app", "create", "directory reader", "--permission", "User.Read.All");
            assertTrue(postern.address().getPort() > 0);
        }
    }

    @Test
    void aPolicyForEveryApplicationListsThem() {
        try (Postern postern = start()) {
            groups("all");
            runWithoutWarning("New-Mailbox", "-Shared", "-Name", "m1", "-PrimarySmtpAddress", "m1@contoso.example");
            String everybody = policy("*", "all", "RestrictAccess");
            runWithoutWarning("app", "create", "one", "--permission", "Mail.Read");
            runWithoutWarning("app", "create", "two", "--permission", "Contacts.Read");
            Ran removed = runWithWarning(
                    List.of("RestrictAccess"),
                    "Remove-ApplicationAccessPolicy",
                    "-Identity",
                    everybody,
                    "-Confirm:$false");
            assertEquals(
                    2,
                    removed.err()
                            .lines()
                            .filter(line -> line.startsWith(BEGINNING))
                            .count(),
                    removed.err());
            assertTrue(removed.err().contains("\"one\"") && removed.err().contains("Mail.Read"), removed.err());
            assertTrue(removed.err().contains("\"two\"") && removed.err().contains("Contacts.Read"), removed.err());
            assertTrue(postern.address().getPort() > 0);
        }
    }

    /** Nothing is gained, and -WhatIf shows nothing; but the mailboxes to come are not reported. */
    @Test
    void withoutMailboxesAnOpenGrantIsAnotherWarning() {
        String without = "WARNING: No mailbox exists yet: ";
        try (Postern postern = start()) {
            Ran granted = runWithWarning(without, List.of(), "app", "create", "first", "--permission", "Mail.Send");
            assertTrue(granted.err().contains("\"first\""), granted.err());
            assertTrue(granted.err().contains("Mail.Send"), granted.err());
            groups("all");
            String app = granted.json().path("appId").asString();
            String only = policy(app, "all", "RestrictAccess");
            Ran confined = run("app", "grant", app, "--permission", "Mail.Read");
            assertFalse(confined.err().contains(without), confined.err());
            Ran removed = runWithWarning(
                    without,
                    List.of("Mail.Send"),
                    "Remove-ApplicationAccessPolicy",
                    "-Identity",
                    only,
                    "-Confirm:$false");
            assertFalse(removed.err().contains(BEGINNING), removed.err());
            runWithoutWarning("New-Mailbox", "-Shared", "-Name", "m1", "-PrimarySmtpAddress", "m1@contoso.example");
            runWithWarning(List.of("Calendars.Read"), "app", "grant", app, "--permission", "Calendars.Read");
            assertTrue(postern.address().getPort() > 0);
        }
    }

    @Test
    void anApplicationWithoutPermissionsGainsNothing() {
        try (Postern postern = start()) {
            groups("all");
            String app = runWithoutWarning("app", "create", "bare")
                    .json()
                    .path("appId")
                    .asString();
            String only = policy(app, "all", "RestrictAccess");
            runWithoutWarning("New-Mailbox", "-Shared", "-Name", "m1", "-PrimarySmtpAddress", "m1@contoso.example");
            runWithoutWarning("Remove-ApplicationAccessPolicy", "-Identity", only, "-Confirm:$false");
            assertTrue(postern.address().getPort() > 0);
        }
    }

    @Test
    void ifScopesAreRequiredNothingIsAllowedWithoutOne() {
        try (Postern postern = start("access.require-scope", "true")) {
            groups("all");
            mailboxes("both");
            member("all", "both");
            String app = runWithoutWarning("app", "create", "one", "--permission", "Mail.Read")
                    .json()
                    .path("appId")
                    .asString();
            String only = runWithWarning(
                            List.of(app, "\"all\"", "without a RestrictAccess policy"),
                            "New-ApplicationAccessPolicy",
                            "-AppId",
                            app,
                            "-PolicyScopeGroupId",
                            "all",
                            "-AccessRight",
                            "RestrictAccess",
                            "--json")
                    .json()
                    .at("/0/Guid")
                    .asString();
            runWithoutWarning("Remove-ApplicationAccessPolicy", "-Identity", only, "-Confirm:$false");
            assertTrue(postern.address().getPort() > 0);
        }
    }
}
