package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.TestCore;
import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Verdict;
import dev.postern.directory.User;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A changed policy is in force for Graph after the delay of the cloud profile, and at once without one. */
class PolicyPropagationTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example/messages";
    private static final Duration DELAY = Duration.ofMinutes(2);

    private static void pass(GraphFixture graph, Duration time) {
        graph.now.updateAndGet(now -> now.plus(time));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewAndARemovedPolicyWaitForTheDelay(Engine engine) {
        try (GraphFixture graph =
                GraphFixture.with(engine, core -> core.policyDelay(Set.of("contoso.example"), DELAY))) {
            User anna = graph.user("anna", "Anna");
            GraphFixture.Client client = graph.client("Mail.Read");
            assertEquals(200, client.get(ANNA).status());
            graph.confine(client, graph.group("scope"));
            assertEquals(200, client.get(ANNA).status(), "a new policy is not visible yet");
            assertEquals(
                    Verdict.DENIED,
                    AccessEngine.decide(
                                    graph.snapshot().access(),
                                    new AccessQuestion(
                                            client.principal().appId(),
                                            client.principal().id(),
                                            Set.of("Mail.Read"),
                                            Set.of("Mail.Read"),
                                            anna.id()))
                            .verdict(),
                    "cmdlets see it at once");
            pass(graph, DELAY.minusMillis(1));
            assertEquals(200, client.get(ANNA).status());
            pass(graph, Duration.ofMillis(1));
            assertEquals(403, client.get(ANNA).status());

            graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
                graph.snapshot().policies().forEach(draft::remove);
                return true;
            });
            assertEquals(403, client.get(ANNA).status(), "a removed policy is still visible");
            pass(graph, DELAY);
            assertEquals(200, client.get(ANNA).status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutAProfileForTheTenantAPolicyIsInForceAtOnce(Engine engine) {
        try (GraphFixture graph =
                GraphFixture.with(engine, core -> core.policyDelay(Set.of("fabrikam.example"), DELAY))) {
            graph.user("anna", "Anna");
            GraphFixture.Client client = graph.client("Mail.Read");
            assertEquals(200, client.get(ANNA).status());
            graph.confine(client, graph.group("scope"));
            assertEquals(403, client.get(ANNA).status());
        }
    }

    @Test
    void aPolicyThatWasNeverInForceIsNotAfterItsRemoval() {
        try (GraphFixture graph =
                GraphFixture.with(Engine.SQLITE, core -> core.policyDelay(Set.of("contoso.example"), DELAY))) {
            graph.user("anna", "Anna");
            GraphFixture.Client client = graph.client("Mail.Read");
            graph.confine(client, graph.group("scope"));
            assertEquals(200, client.get(ANNA).status());
            pass(graph, Duration.ofMinutes(1));
            graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
                graph.snapshot().policies().forEach(draft::remove);
                return true;
            });
            for (int i = 0; i < 4; i++) {
                assertEquals(200, client.get(ANNA).status());
                pass(graph, Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void aDelayNeedsTenants() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PolicyPropagation.of(Set.of(), Duration.ofSeconds(1), () -> Instant.EPOCH));
        PolicyPropagation.of(Set.of(), Duration.ZERO, () -> Instant.EPOCH);
    }
}
