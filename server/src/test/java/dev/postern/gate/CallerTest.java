package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.Actor;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.graph.TestRequest;
import dev.postern.token.Resource;
import dev.postern.token.TokenRefused;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests have a caller, and what is known of it. */
class CallerTest {
    private static GateFixture fixture;
    private static ServicePrincipal app;
    private static String token;

    @BeforeAll
    static void start() {
        fixture = new GateFixture();
        app = fixture.app("reader", "Mail.Read");
        token = fixture.token(fixture.contoso, app, Resource.GRAPH);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String subdomain() {
        return fixture.domain.substring(0, fixture.domain.length() - "contoso.example".length());
    }

    private static TokenRefused.Reason badToken(String text, Resource resource) {
        return assertThrows(
                        Refusal.BadToken.class,
                        () -> fixture.gate.caller(GateFixture.context("Bearer " + text), resource))
                .reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void theSchemeIsReadInAnyCase(String scheme) {
        Caller caller = fixture.gate.caller(GateFixture.context(scheme + token + " "), Resource.GRAPH);
        assertEquals(app.id(), caller.token().principal());
        assertEquals(fixture.contoso.id(), caller.tenant().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer   ", "Basic abc", "x"})
    void withoutATokenThereIsNoCaller(String header) {
        assertThrows(Refusal.NoToken.class, () -> fixture.gate.caller(GateFixture.context(header), Resource.GRAPH));
    }

    @Test
    void withoutAHeaderThereIsNoCaller() {
        var without = new RequestContext(null, UUID.randomUUID(), "x", "test");
        Refusal refusal = assertThrows(Refusal.NoToken.class, () -> fixture.gate.caller(without, Resource.GRAPH));
        assertEquals("There is no bearer token", refusal.getMessage());
    }

    @Test
    void aTokenIsForOneResource() {
        assertEquals(TokenRefused.Reason.WRONG_AUDIENCE, badToken(token, Resource.EXCHANGE));
        assertEquals(TokenRefused.Reason.MALFORMED, badToken("nonsense", Resource.GRAPH));
        Refusal refusal = assertThrows(
                Refusal.BadToken.class,
                () -> fixture.gate.caller(GateFixture.context("Bearer " + token), Resource.MANAGEMENT));
        assertEquals("The token is not valid: WRONG_AUDIENCE", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.example", "CONTOSO.example", "contoso.test"})
    void aTenantInThePathIsTheCallers(String domain) {
        String name = subdomain() + domain;
        RequestContext context = GateFixture.context("Bearer " + token);
        assertSame(context, fixture.gate.caller(context, Resource.GRAPH, name).context());
        assertEquals(
                context.requestId(),
                fixture.gate
                        .caller(context, Resource.GRAPH, fixture.contoso.id().toString())
                        .context()
                        .requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fabrikam.example", "nowhere.example", "", "00000000-0000-4000-8000-000000000000"})
    void anotherTenantInThePathIsRefused(String named) {
        String name = named.startsWith("fabrikam") ? subdomain() + named : named;
        RequestContext context = GateFixture.context("Bearer " + token);
        assertThrows(Refusal.OtherTenant.class, () -> fixture.gate.caller(context, Resource.GRAPH, name));
    }

    @Test
    void theCallerIsTheActorOfItsRequest() {
        RequestContext context = GateFixture.context("Bearer " + token);
        Caller caller = fixture.gate.caller(context, Resource.GRAPH);
        assertEquals(new Actor(app.appId(), app.id(), context.requestId()), caller.actor());
        assertEquals("RequestContext[" + context.requestId() + " from test]", context.toString());
    }

    @Test
    void onlyGroupsOfTheTenantAreGroups() {
        Group group = fixture.here.group(fixture.contoso, "team");
        Group foreign = fixture.here.group(fixture.fabrikam, "others");
        Caller caller = fixture.caller(app);
        assertTrue(caller.hasGroup(group.id()));
        assertFalse(caller.hasGroup(foreign.id()));
        assertFalse(caller.hasGroup(app.id()));
    }

    @Test
    void aDirectoryThatCannotBeConfirmedRefusesEveryone() {
        try (GateFixture own = new GateFixture()) {
            ServicePrincipal reader = own.app("reader", "Mail.Read");
            String text = own.token(own.contoso, reader, Resource.GRAPH);
            own.gate.caller(GateFixture.context("Bearer " + text), Resource.GRAPH);
            own.now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
            Refusal refusal = assertThrows(
                    Refusal.NotCurrent.class,
                    () -> own.gate.caller(GateFixture.context("Bearer " + text), Resource.GRAPH));
            assertFalse(String.valueOf(refusal.getMessage()).isBlank());
            own.here.directory().refresh();
            own.gate.caller(GateFixture.context("Bearer " + text), Resource.GRAPH);
        }
    }

    @Test
    void theContextOfARequestHasItsHeader() {
        var with = TestRequest.of("GET", "/v1.0/users", Map.of("Authorization", "Bearer x"), "");
        assertEquals("Bearer x", RequestContext.of(with).authorization());
        assertEquals(with.requestId(), RequestContext.of(with).requestId());
        var without = TestRequest.of("GET", "/v1.0/users", Map.of(), "");
        assertNull(RequestContext.of(without).authorization());
    }
}
