package dev.postern.graph.directory;

import static dev.postern.graph.directory.DirectoryCases.good;
import static dev.postern.graph.directory.DirectoryCases.group;
import static dev.postern.graph.directory.DirectoryCases.ids;
import static dev.postern.graph.directory.DirectoryCases.ref;
import static dev.postern.graph.directory.DirectoryCases.refused;
import static dev.postern.graph.directory.DirectoryCases.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.audit.AuditEntry;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Administrative units and their members over Graph, on both engines. */
class GraphAdministrativeUnitsTest {
    private static final String UNITS = "/v1.0/directory/administrativeUnits";

    private static String unit(Client admin, String name) {
        return good(201, admin.post(UNITS, "{'displayName':'" + name + "','description':'of " + name + "'}"))
                .id();
    }

    private static Client admin(GraphFixture graph) {
        return graph.client("AdministrativeUnit.ReadWrite.All", "User.ReadWrite.All", "Group.ReadWrite.All");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unitsAreCreatedReadChangedAndRemoved(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            Answer made = good(201, admin.post(UNITS, "{'displayName':'North','visibility':'Public'}"));
            assertEquals("https://localhost:8443" + UNITS + "/" + made.id(), made.header("Location"), made::toString);
            assertEquals(
                    "https://localhost:8443/v1.0/$metadata#directory/administrativeUnits/$entity",
                    made.json().path("@odata.context").asString());
            String south = unit(admin, "South");
            String at = UNITS + "/" + made.id();
            good(204, admin.patch(at, "{'displayName':'Far North','description':'cold'}"));
            Answer read = good(200, admin.get(at));
            assertEquals("Far North", read.json().path("displayName").asString());
            assertEquals("cold", read.json().path("description").asString());
            assertEquals("Public", read.json().path("visibility").asString());
            assertFalse(read.json().path("isMemberManagementRestricted").booleanValue(true));
            Client reader = graph.client("AdministrativeUnit.Read.All");
            assertEquals(Set.of(made.id(), south), Set.copyOf(ids(reader.get(UNITS))));
            assertEquals(List.of(south), ids(reader.get(UNITS + "?$filter=displayName eq 'south'")));
            assertEquals(List.of(made.id(), south), ids(reader.eventual(UNITS + "?$orderby=displayName&$count=true")));
            assertEquals("2", reader.eventual(UNITS + "/$count").text());
            Answer page = good(200, reader.get(UNITS + "?$top=1&$select=displayName"));
            assertEquals(1, page.json().path("value").size());
            assertFalse(page.json().at("/value/0").has("description"));
            assertEquals(
                    1,
                    good(
                                    200,
                                    reader.get(page.json()
                                            .path("@odata.nextLink")
                                            .asString()
                                            .replace("https://localhost:8443", "")))
                            .json()
                            .path("value")
                            .size());
            // the same object through the general way
            assertEquals(
                    "#microsoft.graph.administrativeUnit",
                    good(200, graph.client("Directory.Read.All").get("/v1.0/directoryObjects/" + south))
                            .json()
                            .path("@odata.type")
                            .asString());
            good(204, admin.delete(UNITS + "/" + south));
            refused(404, "Request_ResourceNotFound", admin.get(UNITS + "/" + south));
            refused(404, "Request_ResourceNotFound", admin.delete(UNITS + "/" + south));
            refused(404, "Request_ResourceNotFound", admin.patch(UNITS + "/" + south, "{'displayName':'x'}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void usersAndGroupsAreMembers(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            String at = UNITS + "/" + unit(admin, "North");
            String other = unit(admin, "South");
            String person = user(admin, "adele");
            String colleague = user(admin, "diego");
            String team = group(admin, "team", "");
            String members = at + "/members";
            good(204, admin.post("/v1.0/groups/" + team + "/members/$ref", ref(colleague)));
            String asUser = "{'@odata.id':'https://graph.microsoft.com/v1.0/users/" + person + "'}";
            good(204, admin.post(members + "/$ref", asUser));
            refused(
                    400,
                    "One or more added object references already exist for the following modified properties:"
                            + " 'members'.",
                    admin.post(members + "/$ref", asUser));
            good(204, admin.post(members + "/$ref", ref(team)));
            String list = graph.group("mailed").id().toString();
            good(204, admin.post(members + "/$ref", ref(list)));
            good(204, admin.post(UNITS + "/" + other + "/members/$ref", ref(person)));
            assertEquals(Set.of(person, team, list), Set.copyOf(ids(admin.get(members))));
            assertEquals(List.of(person), ids(admin.get(members + "/microsoft.graph.user")));
            assertEquals(Set.of(team, list), Set.copyOf(ids(admin.get(members + "/microsoft.graph.group"))));
            assertEquals("3", admin.eventual(members + "/$count").text());
            assertEquals(
                    3,
                    good(200, admin.get(members + "/$ref")).json().path("value").size());
            assertEquals(
                    "adele",
                    good(200, admin.get(members + "/" + person))
                            .json()
                            .path("displayName")
                            .asString());
            refused(404, "Request_ResourceNotFound", admin.get(members + "/" + colleague));
            // a unit is shown with the groups of its members, and not with those of the members of its groups
            assertEquals(
                    new TreeSet<>(List.of(at.substring(at.lastIndexOf('/') + 1), other)),
                    new TreeSet<>(ids(admin.get("/v1.0/users/" + person + "/memberOf"))));
            assertEquals(
                    List.of(team),
                    ids(admin.get("/v1.0/users/" + colleague + "/transitiveMemberOf")),
                    "a group does not bring its members into a unit");
            assertEquals(
                    2,
                    ids(admin.get("/v1.0/users/" + person + "/memberOf/microsoft.graph.administrativeUnit"))
                            .size());
            assertEquals(List.of(), ids(admin.get("/v1.0/users/" + person + "/memberOf/microsoft.graph.group")));
            assertEquals(
                    1,
                    ids(admin.get("/v1.0/groups/" + team + "/memberOf/microsoft.graph.administrativeUnit"))
                            .size());
            good(204, admin.delete(members + "/" + person + "/$ref"));
            refused(404, "Request_ResourceNotFound", admin.delete(members + "/" + person + "/$ref"));
            refused(404, "Request_ResourceNotFound", admin.delete(members + "/x/$ref"));
            assertEquals(Set.of(team, list), Set.copyOf(ids(admin.get(members))));
            // what is removed is no member
            good(204, admin.delete("/v1.0/groups/" + team));
            assertEquals(List.of(list), ids(admin.get(members)));
            good(204, admin.delete(UNITS + "/" + other));
            assertEquals(List.of(), ids(admin.get("/v1.0/users/" + person + "/memberOf")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsInvalidIsRefused(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            String at = UNITS + "/" + unit(admin, "North");
            String missing = UUID.randomUUID().toString();
            refused(400, "'displayName'", admin.post(UNITS, "{'description':'x'}"));
            refused(400, "'displayName'", admin.post(UNITS, "{'displayName':''}"));
            refused(400, "read-only", admin.post(UNITS, "{'displayName':'x','id':'" + missing + "'}"));
            refused(501, "membershipRule", admin.post(UNITS, "{'displayName':'x','membershipRule':'user.x -eq 1'}"));
            refused(501, "membershipType", admin.patch(at, "{'membershipType':'Dynamic'}"));
            refused(501, "restricted", admin.post(UNITS, "{'displayName':'x','isMemberManagementRestricted':true}"));
            refused(501, "members", admin.post(UNITS, "{'displayName':'x','members@odata.bind':[]}"));
            good(204, admin.patch(at, "{'membershipType':'Assigned','membershipRule':null}"));
            String members = at + "/members/$ref";
            refused(404, "Request_ResourceNotFound", admin.post(members, ref(missing)));
            refused(400, "Invalid URL format", admin.post(members, "{'@odata.id':'nonsense'}"));
            refused(400, "only '@odata.id'", admin.post(members, "{'id':'" + missing + "'}"));
            refused(
                    404,
                    "Request_ResourceNotFound",
                    admin.post(UNITS + "/" + missing + "/members/$ref", ref(user(admin, "adele"))));
            refused(404, "Request_ResourceNotFound", admin.get(UNITS + "/" + missing + "/members"));
            for (String id : List.of(
                    admin.principal().id().toString(), unit(admin, "other"), at.substring(at.lastIndexOf('/') + 1))) {
                refused(400, "Only users and groups", admin.post(members, ref(id)));
            }
            // a group is no unit, and a unit is no group
            String team = group(admin, "team", "");
            refused(404, "Request_ResourceNotFound", admin.get(UNITS + "/" + team));
            refused(404, "Request_ResourceNotFound", admin.get(at.replace("directory/administrativeUnits", "groups")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyCallIsAllowedByItsPermissionsOnlyAndAudited(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            String id = unit(admin, "North");
            String at = UNITS + "/" + id;
            String person = user(admin, "adele");
            List<Client> readers =
                    List.of(graph.client("AdministrativeUnit.Read.All"), graph.client("Directory.Read.All"));
            for (Client reader : readers) {
                good(200, reader.get(at));
                good(200, reader.get(at + "/members"));
            }
            List<Client> others =
                    List.of(readers.getFirst(), readers.getLast(), graph.client("Group.ReadWrite.All"), graph.client());
            for (Client other : others) {
                for (Answer answer : List.of(
                        other.post(UNITS, "{'displayName':'x'}"),
                        other.patch(at, "{'displayName':'x'}"),
                        other.delete(at),
                        other.post(at + "/members/$ref", ref(person)),
                        other.delete(at + "/members/" + person + "/$ref"))) {
                    refused(403, "Insufficient privileges to complete the operation.", answer);
                    assertEquals("Authorization_RequestDenied", answer.code());
                }
            }
            refused(
                    403,
                    "Authorization_RequestDenied",
                    graph.client("Mail.Read").get(UNITS));
            // another tenant
            Client stranger = graph.stranger("AdministrativeUnit.ReadWrite.All");
            assertEquals(List.of(), ids(stranger.get(UNITS)));
            refused(404, "Request_ResourceNotFound", stranger.get(at));
            refused(404, "Request_ResourceNotFound", stranger.delete(at));
            good(204, graph.client("Directory.ReadWrite.All").post(at + "/members/$ref", ref(person)));
            good(204, graph.client("Directory.ReadWrite.All").delete(at));
            List<String> audited = graph.audit().ofTenant(graph.contoso.id()).stream()
                    .map(GraphAdministrativeUnitsTest::line)
                    .toList();
            for (String expected : List.of(
                    "POST /directory/administrativeUnits denied",
                    "DELETE /directory/administrativeUnits/{id}/members/{id}/$ref denied",
                    "GET /directory/administrativeUnits/{id} granted",
                    "directory changed POST /directory/administrativeUnits; put AdministrativeUnit " + id,
                    "directory changed POST /directory/administrativeUnits/{id}/members/$ref; add member " + person
                            + " of " + id)) {
                assertEquals(true, audited.contains(expected), () -> expected + " is not in " + audited);
            }
        }
    }

    private static String line(AuditEntry entry) {
        return entry.operation() + " " + entry.verdict()
                + (entry.operation().equals("directory") ? " " + entry.target() : "");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aChangedUnitIsNoChangedGroup(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            Client admin = admin(graph);
            String person = user(admin, "adele");
            String link = good(200, admin.get("/v1.0/groups/delta?$deltatoken=latest"))
                    .json()
                    .path("@odata.deltaLink")
                    .asString()
                    .replace("https://localhost:8443", "");
            String at = UNITS + "/" + unit(admin, "North");
            good(204, admin.post(at + "/members/$ref", ref(person)));
            assertEquals(List.of(), ids(admin.get(link)));
            String team = group(admin, "team", "");
            good(204, admin.post("/v1.0/groups/" + team + "/members/$ref", ref(person)));
            good(204, admin.post(at + "/members/$ref", ref(team)));
            good(204, admin.delete(at));
            assertEquals(List.of(team), ids(admin.get(link)));
        }
    }
}
