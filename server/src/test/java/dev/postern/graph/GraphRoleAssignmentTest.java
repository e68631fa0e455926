package dev.postern.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.directory.ExchangeObject;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.User;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Role assignments of RBAC for Applications, by requests of an application without any permission in its token. */
class GraphRoleAssignmentTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final String MISSING = "Access is denied. Check credentials and try again.";

    private static void put(GraphFixture graph, ExchangeObject object) {
        graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(object);
            return true;
        });
    }

    private static ObjectId id() {
        return new ObjectId(UUID.randomUUID());
    }

    private static void assign(GraphFixture graph, Client client, String role, ScopeType type, ObjectId scope) {
        ObjectId own = client.principal().id();
        var known = graph.directory
                .snapshot(graph.contoso.id())
                .exchangeObject(own.toString(), ExchangeServicePrincipal.class);
        var pointer = known == null
                ? new ExchangeServicePrincipal(id(), NOW, client.principal().appId(), own, "robot")
                : known;
        put(graph, pointer);
        put(graph, new ManagementRoleAssignment(id(), NOW, role + " " + scope, role, pointer.id(), type, scope));
    }

    @Test
    void anApplicationWithoutPermissionsReachesItsScope() {
        try (var graph = new GraphFixture(Engine.SQLITE)) {
            User anna = graph.user("anna", "Anna");
            User bert = graph.user("bert", "Bert");
            Client app = graph.client();
            String annas = "/v1.0/users/" + anna.id();
            String berts = "/v1.0/users/" + bert.id();
            assertEquals(403, app.get(annas + "/messages").status());
            var scope = new ManagementScope(id(), NOW, "anna", "Alias -eq 'ANNA'");
            put(graph, scope);
            assign(graph, app, "Application Mail.Read", ScopeType.MANAGEMENT_SCOPE, scope.id());
            assertEquals(200, app.get(annas + "/messages").status());
            assertEquals(
                    MISSING,
                    app.get(berts + "/messages").json().at("/error/message").asString());
            assertEquals(403, app.post(annas + "/messages", "{'subject':'x'}").status());
            assertEquals(403, app.get(annas + "/events").status());
            assertEquals(
                    403, app.get("/v1.0/users/nobody@contoso.example/messages").status());
            put(graph, new ManagementScope(scope.id(), NOW, "anna", "Alias -eq 'bert'"));
            assertEquals(403, app.get(annas + "/messages").status());
            assertEquals(200, app.get(berts + "/messages").status());
        }
    }

    @Test
    void aPolicyDoesNotNarrowARoleAssignment() {
        try (var graph = new GraphFixture(Engine.SQLITE)) {
            User anna = graph.user("anna", "Anna");
            User bert = graph.user("bert", "Bert");
            Client app = graph.client("Mail.Read");
            graph.confine(app, graph.group("annas", anna.id()));
            String berts = "/v1.0/users/" + bert.id() + "/messages";
            assertEquals(403, app.get(berts).status());
            assign(
                    graph,
                    app,
                    "Application Mail.Read",
                    ScopeType.GROUP,
                    graph.group("berts", bert.id()).id());
            assertEquals(200, app.get(berts).status());
            assertEquals(200, app.get("/v1.0/users/" + anna.id() + "/messages").status());
        }
    }

    @Test
    void aBasicRoleShowsNoContent() {
        try (var graph = new GraphFixture(Engine.SQLITE)) {
            User anna = graph.user("anna", "Anna");
            String messages = "/v1.0/users/" + anna.id() + "/messages";
            graph.client("Mail.ReadWrite").post(messages, "{'subject':'x','body':{'content':'secret'}}");
            Client app = graph.client();
            ObjectId team = graph.group("team", anna.id()).id();
            assign(graph, app, "Application Mail.ReadBasic", ScopeType.GROUP, team);
            assertFalse(app.get(messages).text().contains("secret"));
            assign(graph, app, "Application Mail.Read", ScopeType.GROUP, team);
            assertTrue(app.get(messages).text().contains("secret"));
        }
    }
}
