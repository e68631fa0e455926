package dev.postern.graph.directory;

import static dev.postern.graph.directory.DirectoryCases.good;
import static dev.postern.graph.directory.DirectoryCases.ref;
import static dev.postern.graph.directory.DirectoryCases.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code $whatIf} on changes of the directory over Graph, beside the changes themselves, which warn in a header. */
class GraphWhatIfTest {
    private static final String PRINCIPALS = "/v1.0/servicePrincipals/";

    private static Client admin(GraphFixture graph) {
        return graph.client(
                "AppRoleAssignment.ReadWrite.All",
                "Application.ReadWrite.All",
                "Group.ReadWrite.All",
                "AdministrativeUnit.ReadWrite.All",
                "User.ReadWrite.All");
    }

    private static String grant(GraphFixture graph, ServicePrincipal app, String role) {
        ServicePrincipal resource = graph.resource(WellKnown.MICROSOFT_GRAPH);
        String id = resource.appRoles().stream()
                .filter(one -> one.value().equals(role))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
        return "{'principalId':'" + app.id() + "','resourceId':'" + resource.id() + "','appRoleId':'" + id + "'}";
    }

    private static void counts(Answer answer, int gains, int loses) {
        JsonNode body = good(200, answer).json();
        assertEquals(gains, body.path("GainCount").asInt(-1), body::toString);
        assertEquals(loses, body.path("LoseCount").asInt(-1), body::toString);
        assertEquals(gains, body.path("Gains").size());
        assertEquals(loses, body.path("Loses").size());
        assertEquals("", answer.header("Warning"));
    }

    private static void warns(Answer answer, int status, boolean widens) {
        String header = good(status, answer).header("Warning");
        assertEquals(widens, header.startsWith("299 - \"This widens access: "), header);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingIsChangedAndTheDifferenceIsReturned(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            User anna = graph.user("anna", "Anna");
            User bert = graph.user("bert", "Bert");
            Client robot = graph.client();
            ServicePrincipal app = robot.principal();
            String grants = PRINCIPALS + app.id() + "/appRoleAssignments";
            String mail = grant(graph, app, "Mail.Read");
            long revision = graph.snapshot().revision();
            counts(admin.post(grants + "?$whatIf=true", mail), 2, 0);
            counts(admin.post(grants + "?WHATIF=all", mail), 2, 0);
            counts(admin.post(grants + "?%24whatIf=true", grant(graph, app, "User.Read.All")), 0, 0);
            assertEquals(revision, graph.snapshot().revision());
            assertTrue(graph.audit().ofTenant(graph.contoso.id()).stream()
                    .anyMatch(entry -> entry.operation().endsWith(" (what if)")));
            // what the change itself would refuse
            refused(400, "must be 'true'", admin.post(grants + "?$whatIf=1", mail));
            assertEquals(revision, graph.snapshot().revision());
            assertEquals(
                    403, graph.client().post(grants + "?$whatIf=true", mail).status());
            Answer made = admin.post(grants + "?$whatIf=false", mail);
            warns(made, 201, true);
            counts(admin.delete(grants + "/" + made.id() + "?$whatIf=true"), 0, 2);
            counts(admin.delete(PRINCIPALS + app.id() + "?$whatIf=true"), 0, 2);
            counts(admin.patch(PRINCIPALS + app.id() + "?$whatIf=true", "{'accountEnabled':false}"), 0, 2);
            counts(admin.delete("/v1.0/users/" + bert.id() + "?$whatIf=true"), 0, 1);
            counts(admin.patch("/v1.0/users/" + bert.id() + "?$whatIf=true", "{'department':'Sales'}"), 0, 0);

            ObjectId team = new ObjectId(UUID.fromString(DirectoryCases.group(admin, "team", "")));
            good(
                    204,
                    admin.post(
                            "/v1.0/groups/" + team + "/members/$ref",
                            ref(anna.id().toString())));
            graph.deny(robot, graph.group("board", team));
            String members = "/v1.0/groups/" + team + "/members/";
            counts(admin.post(members + "$ref?$whatIf=true", ref(bert.id().toString())), 0, 1);
            counts(admin.delete(members + anna.id() + "/$ref?$whatIf=true"), 1, 0);
            assertEquals(List.of(anna.id()), List.copyOf(graph.snapshot().members(team)));
            refused(404, "", admin.delete(members + bert.id() + "/$ref?$whatIf=true"));
            warns(admin.delete(members + anna.id() + "/$ref"), 204, true);
            warns(admin.post(members + "$ref", ref(anna.id().toString())), 204, false);
            units(graph, admin, app, bert);
        }
    }

    private static void units(GraphFixture graph, Client admin, ServicePrincipal app, User bert) {
        String unit = good(201, admin.post("/v1.0/directory/administrativeUnits", "{'displayName':'North'}"))
                .id();
        graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
            var pointer = new ExchangeServicePrincipal(
                    new ObjectId(UUID.randomUUID()), Instant.EPOCH, app.appId(), app.id(), "pointer");
            draft.put(pointer);
            draft.put(new ManagementRoleAssignment(
                    new ObjectId(UUID.randomUUID()),
                    Instant.EPOCH,
                    "north",
                    "Application Mail.Send",
                    pointer.id(),
                    ManagementRoleAssignment.ScopeType.ADMINISTRATIVE_UNIT,
                    ObjectId.of(unit)));
            return true;
        });
        String members = "/v1.0/directory/administrativeUnits/" + unit + "/members/";
        counts(admin.post(members + "$ref?$whatIf=true", ref(bert.id().toString())), 1, 0);
        warns(admin.post(members + "$ref", ref(bert.id().toString())), 204, true);
        counts(admin.delete(members + bert.id() + "/$ref?$whatIf=true"), 0, 1);
        counts(admin.delete("/v1.0/directory/administrativeUnits/" + unit + "?$whatIf=true"), 0, 1);
        assertTrue(graph.snapshot().members(ObjectId.of(unit)).contains(bert.id()));
    }

    /** A request that was meant to change nothing must not change something because the option is not for it. */
    @ParameterizedTest
    @ValueSource(strings = {"$whatIf=true", "whatif=all"})
    void otherChangesRefuseTheOption(String option) {
        try (var graph = new GraphFixture(Engine.SQLITE)) {
            graph.user("anna", "Anna");
            Client robot = graph.client("Mail.Send", "Mail.ReadWrite");
            String user = "/v1.0/users/anna@contoso.example";
            refused(400, "only for requests that change the directory", robot.post(user + "/messages?" + option, "{}"));
            assertEquals(
                    0,
                    good(200, robot.get(user + "/messages"))
                            .json()
                            .path("value")
                            .size());
            assertEquals(201, robot.post(user + "/messages", "{}").status());
            assertEquals(
                    200, Objects.requireNonNull(robot.get(user + "/messages")).status());
        }
    }
}
