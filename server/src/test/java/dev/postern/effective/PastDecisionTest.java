package dev.postern.effective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A past decision is shown as a present one: from the mailbox up to the scope, with the names that are left. */
class PastDecisionTest {
    private static void run(ExchangeFixture fixture, String cmdlet, String parameters) {
        Reply reply = fixture.run(cmdlet, parameters.replace('\'', '"'));
        assertEquals(200, reply.status(), () -> reply.json().toString());
    }

    private static AuditEntry entry(DirectorySnapshot directory, ServicePrincipal app, User user) {
        Decision decision = AccessEngine.decide(
                directory.access(),
                new AccessQuestion(app.appId(), app.id(), Set.of("Mail.Send"), Set.of("Mail.Send"), user.id()));
        return new AuditEntry(
                directory.tenant().id(),
                user.mailbox(),
                Instant.EPOCH,
                new Actor(app.appId(), app.id(), UUID.randomUUID()),
                "POST /users/{id}/sendMail",
                user.id().toString(),
                decision.verdict().text().toLowerCase(Locale.ROOT),
                decision.rule().name(),
                Objects.requireNonNull(decision.policy()).id().toString(),
                decision.explanation());
    }

    private static AccessExplanation then(ExchangeFixture fixture, AuditEntry entry) {
        return new PastDecision(fixture.snapshot(), "Blocked.").explain(entry).orElseThrow();
    }

    private static void remove(ExchangeFixture fixture, String cmdlet, String name) {
        run(fixture, cmdlet, "{'Identity':'" + name + "','Confirm':false}");
    }

    @Test
    void thePathGoesUpAndWhatWasRemovedIsNamed() {
        try (var fixture = new ExchangeFixture(Engine.SQLITE)) {
            run(fixture, "New-Mailbox", "{'Shared':true,'Name':'Anna'}");
            run(fixture, "New-DistributionGroup", "{'Name':'team','Type':'Security','Members':['Anna']}");
            run(fixture, "New-DistributionGroup", "{'Name':'outer','Type':'Security','Members':['team']}");
            ServicePrincipal app = fixture.principal(fixture.tenant, "robot");
            fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
            run(
                    fixture,
                    "New-ApplicationAccessPolicy",
                    "{'AppId':'" + app.appId() + "','AccessRight':'RestrictAccess','PolicyScopeGroupId':'outer'}");
            DirectorySnapshot before = fixture.snapshot();
            User anna = (User) Objects.requireNonNull(before.byAddress("Anna@contoso.example"));
            String team = Objects.requireNonNull(before.byAddress("team@contoso.example"))
                    .id()
                    .toString();
            AuditEntry entry = entry(before, app, anna);

            String path = "Anna@contoso.example < team@contoso.example < outer@contoso.example";
            AccessExplanation same = then(fixture, entry);
            assertEquals(
                    new AccessExplainer(before, "Blocked.")
                            .explain(app, anna, Set.of("Mail.Send"), "Mail.Send")
                            .entra()
                            .policies(),
                    same.entra().policies());
            assertTrue(same.text().getLast().contains("(" + path + ")"), same.text()::toString);

            remove(fixture, "Remove-DistributionGroup", "team");
            remove(fixture, "Remove-DistributionGroup", "outer");
            remove(fixture, "Remove-Mailbox", "Anna");
            AccessExplanation gone = then(fixture, entry);
            List<String> up = List.of(
                    "a removed mailbox (" + anna.id() + ")", "a removed group (" + team + ")", "outer (removed)");
            AccessExplanation.Policy policy = gone.entra().policies().getFirst();
            assertEquals(up, policy.path());
            assertEquals("outer (removed)", policy.scope());
            String text = gone.text().getLast();
            assertTrue(text.contains("(" + String.join(" < ", up) + ")"), text);
            assertTrue(
                    text.contains(" for \"robot\" on outer (removed) contains the mailbox of a removed mailbox"), text);
            assertFalse(text.contains(" > "), text);
        }
    }
}
