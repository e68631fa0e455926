package dev.postern.graph.directory;

import static dev.postern.graph.directory.DirectoryCases.ADMIN;
import static dev.postern.graph.directory.DirectoryCases.APPS;
import static dev.postern.graph.directory.DirectoryCases.app;
import static dev.postern.graph.directory.DirectoryCases.good;
import static dev.postern.graph.directory.DirectoryCases.group;
import static dev.postern.graph.directory.DirectoryCases.ids;
import static dev.postern.graph.directory.DirectoryCases.ref;
import static dev.postern.graph.directory.DirectoryCases.refused;
import static dev.postern.graph.directory.DirectoryCases.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.directory.Group;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Owners, and which groups an object is in, as az and Terraform ask for them, on both engines. */
class GraphOwnersTest {
    private static List<String> sorted(String... ids) {
        return Stream.of(ids).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ownersAreStoredReadAndRemoved(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String person = user(admin, "adele");
            String other = user(admin, "diego");
            String program = admin.principal().id().toString();
            String bind = "'owners@odata.bind':['https://graph.microsoft.com/v1.0/" + fixture.contoso.id()
                    + "/directoryObjects/" + program + "','/users/" + person + "']";
            Answer application = good(201, admin.post(APPS, "{'displayName':'x'," + bind + "}"));
            String appId = application.json().get("appId").asString();
            String principal = good(
                            201, admin.post("/v1.0/servicePrincipals", "{'appId':'" + appId + "'," + bind + "}"))
                    .id();
            String group = group(admin, "g", "," + bind);
            for (String at : List.of(
                    APPS + "/" + application.id(), "/v1.0/servicePrincipals/" + principal, "/v1.0/groups/" + group)) {
                assertEquals(sorted(program, person), ids(admin.get(at + "/owners")));
                assertTrue(admin.get(at + "/owners").text().contains("\"#microsoft.graph.servicePrincipal\""));
                assertEquals(sorted(person), ids(admin.get(at + "/owners/microsoft.graph.user")));
                assertEquals("2", admin.eventual(at + "/owners/$count").text());
                assertTrue(admin.get(at + "/owners/$ref")
                        .json()
                        .at("/value/1/@odata.id")
                        .asString()
                        .endsWith("/v1.0/directoryObjects/" + person));
                good(204, admin.post(at + "/owners/$ref", ref(other)));
                refused(400, "already exist", admin.post(at + "/owners/$ref", ref(other)));
                refused(
                        404,
                        "does not exist",
                        admin.post(at + "/owners/$ref", ref(fixture.contoso.id().toString())));
                refused(
                        400,
                        "neither a user nor a service principal",
                        admin.post(at + "/owners/$ref", ref(group(admin, "h", ""))));
                assertEquals(sorted(program, person, other), ids(admin.get(at + "/owners")));
                good(204, admin.delete(at + "/owners/" + program + "/$ref"));
                refused(404, "does not exist", admin.delete(at + "/owners/" + program + "/$ref"));
                assertEquals(sorted(person, other), ids(admin.get(at + "/owners")));
                Client reader = fixture.client("Directory.Read.All");
                assertEquals(sorted(person, other), ids(reader.get(at + "/owners")));
                refused(403, "Authorization_RequestDenied", reader.post(at + "/owners/$ref", ref(program)));
                refused(404, "does not exist", fixture.stranger(ADMIN).get(at + "/owners"));
            }
            // what changes an object keeps its owners
            good(204, admin.patch(APPS + "/" + application.id(), "{'displayName':'y'}"));
            good(204, admin.patch("/v1.0/servicePrincipals/" + principal, "{'notes':'n'}"));
            good(204, admin.patch("/v1.0/groups/" + group, "{'description':'d'," + bind + "}"));
            good(200, admin.post(APPS + "/" + application.id() + "/addPassword", "{}"));
            assertEquals(sorted(person, other), ids(admin.get(APPS + "/" + application.id() + "/owners")));
            assertEquals(sorted(person, other), ids(admin.get("/v1.0/servicePrincipals/" + principal + "/owners")));
            assertEquals(sorted(person, other, program), ids(admin.get("/v1.0/groups/" + group + "/owners")));
            assertEquals(
                    Stream.of(application.id(), principal, group).sorted().toList(),
                    ids(admin.get("/v1.0/users/" + person + "/ownedObjects")));
            assertEquals(List.of(group), ids(admin.get("/v1.0/servicePrincipals/" + program + "/ownedObjects")));
            // an owner that was deleted is no owner, and the last owner of a group stays
            good(204, admin.delete("/v1.0/users/" + person));
            assertEquals(sorted(other), ids(admin.get(APPS + "/" + application.id() + "/owners")));
            String alone = group(admin, "alone", ",'owners@odata.bind':['/users/" + other + "']");
            refused(
                    400,
                    "must have at least one owner",
                    admin.delete("/v1.0/groups/" + alone + "/owners/" + other + "/$ref"));
            refused(
                    404,
                    "does not exist",
                    admin.post(APPS, "{'displayName':'z','owners@odata.bind':['/users/" + person + "']}"));
            refused(400, "Invalid URL format", admin.post(APPS, "{'displayName':'z','owners@odata.bind':['x']}"));
            String graph = ids(admin.get("/v1.0/servicePrincipals?$filter=displayName eq 'Microsoft Graph'"))
                    .getFirst();
            refused(
                    403,
                    "belongs to every tenant",
                    admin.post("/v1.0/servicePrincipals/" + graph + "/owners/$ref", ref(other)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anObjectHasAtMostAHundredOwners(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            var owners = new StringBuilder();
            String at = APPS + "/" + app(admin, "x");
            for (int i = 0; i <= 100; i++) {
                String id = good(
                                201,
                                admin.post(
                                        "/v1.0/users",
                                        "{'accountEnabled':false,'displayName':'u','mailNickname':'u" + i
                                                + "','userPrincipalName':'u" + i
                                                + "@contoso.example','passwordProfile':{'password':'x1!Y'}}"))
                        .id();
                owners.append(i == 0 ? "" : ",").append("'/users/").append(id).append("'");
                if (i == 99) {
                    at = APPS + "/"
                            + good(201, admin.post(APPS, "{'displayName':'x','owners@odata.bind':[" + owners + "]}"))
                                    .id();
                } else if (i == 100) {
                    refused(400, "at most 100 owners", admin.post(at + "/owners/$ref", ref(id)));
                }
            }
            refused(
                    400,
                    "at most 100 owners",
                    admin.post(APPS, "{'displayName':'y','owners@odata.bind':[" + owners + "]}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void membershipIsCheckedThroughGroupsInGroups(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String person = user(admin, "adele");
            String program = admin.principal().id().toString();
            String outer = group(admin, "outer", "");
            String inner = group(admin, "inner", "");
            String lists = good(
                            201,
                            admin.post(
                                    "/v1.0/groups",
                                    "{'displayName':'l','mailEnabled':true,'mailNickname':'l','securityEnabled':false,'groupTypes':['Unified']}"))
                    .id();
            String unrelated = group(admin, "unrelated", "");
            good(204, admin.post("/v1.0/groups/" + outer + "/members/$ref", ref(inner)));
            for (String member : List.of(person, program)) {
                good(204, admin.post("/v1.0/groups/" + inner + "/members/$ref", ref(member)));
                good(204, admin.post("/v1.0/groups/" + lists + "/members/$ref", ref(member)));
            }
            String asked = "['" + outer + "','" + unrelated + "','" + inner + "','" + person + "']";
            for (String at : List.of(
                    "/v1.0/users/" + person,
                    "/v1.0/users/adele@contoso.example",
                    "/v1.0/servicePrincipals/" + program,
                    "/v1.0/directoryObjects/" + person,
                    "/v1.0/directoryObjects/" + program)) {
                Answer checked = admin.post(at + "/checkMemberGroups", "{'groupIds':" + asked + "}");
                assertEquals(List.of(outer, inner), ids(checked));
                assertTrue(checked.json()
                        .get("@odata.context")
                        .asString()
                        .endsWith("/v1.0/$metadata#Collection(Edm.String)"));
                assertEquals(
                        List.of(outer, inner),
                        ids(admin.post(at + "/microsoft.graph.checkMemberObjects", "{'Ids':" + asked + "}")));
                assertEquals(
                        Stream.of(inner, lists, outer).sorted().toList(),
                        ids(admin.post(at + "/getMemberGroups", "{'securityEnabledOnly':false}")).stream()
                                .sorted()
                                .toList());
                assertEquals(
                        Stream.of(inner, outer).sorted().toList(),
                        ids(admin.post(at + "/getMemberObjects", "{'securityEnabledOnly':true}")).stream()
                                .sorted()
                                .toList());
                refused(
                        400,
                        "at most 20 values",
                        admin.post(at + "/checkMemberGroups", "{'groupIds':" + many(21) + "}"));
                assertEquals(List.of(), ids(admin.post(at + "/checkMemberGroups", "{'groupIds':" + many(20) + "}")));
                refused(400, "Invalid GUID", admin.post(at + "/checkMemberObjects", "{'ids':['x']}"));
                refused(400, "required for parameter 'groupIds'", admin.post(at + "/checkMemberGroups", "{}"));
                refused(400, "'ids' is unknown", admin.post(at + "/checkMemberGroups", "{'ids':[]}"));
                refused(
                        400,
                        "'securityEnabledOnly'",
                        admin.post(at + "/getMemberGroups", "{'securityEnabledOnly':'maybe'}"));
                refused(
                        403,
                        "Authorization_RequestDenied",
                        fixture.client("Mail.Read").post(at + "/checkMemberGroups", "{'groupIds':[]}"));
                refused(
                        404,
                        "does not exist",
                        fixture.stranger(ADMIN).post(at + "/checkMemberGroups", "{'groupIds':[]}"));
            }
            assertEquals(
                    List.of(outer),
                    ids(admin.post("/v1.0/groups/" + inner + "/checkMemberGroups", "{'groupIds':" + asked + "}")));
            assertEquals(List.of(outer), ids(admin.post("/v1.0/groups/" + inner + "/getMemberGroups", "{}")));
            // groups in a circle
            good(204, admin.post("/v1.0/groups/" + inner + "/members/$ref", ref(outer)));
            assertEquals(List.of(outer), ids(admin.post("/v1.0/groups/" + inner + "/getMemberGroups", "{}")));
        }
    }

    @Test
    void atMostElevenThousandGroupsAreReturned() {
        try (var fixture = new GraphFixture(Engine.SQLITE)) {
            Client admin = fixture.client(ADMIN);
            String person = user(admin, "adele");
            String at = "/v1.0/users/" + person;
            join(fixture, person, 11_000, true);
            for (String action : List.of("/getMemberGroups", "/getMemberObjects")) {
                assertEquals(11_000, ids(admin.post(at + action, "{}")).size());
            }
            join(fixture, person, 1, false);
            for (String action : List.of("/getMemberGroups", "/getMemberObjects")) {
                Answer refused = admin.post(at + action, "{'securityEnabledOnly':false}");
                refused(400, "more than 11000 objects", refused);
                refused(400, "Directory_ResultSizeLimitExceeded", refused);
                // the limit is that of the result
                assertEquals(
                        11_000,
                        ids(admin.post(at + action, "{'securityEnabledOnly':true}"))
                                .size());
            }
            String last = group(admin, "last", "");
            good(204, admin.post("/v1.0/groups/" + last + "/members/$ref", ref(person)));
            assertEquals(List.of(last), ids(admin.post(at + "/checkMemberGroups", "{'groupIds':['" + last + "']}")));
        }
    }

    private static void join(GraphFixture fixture, String person, int count, boolean security) {
        fixture.directory.change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            for (int i = 0; i < count; i++) {
                ObjectId id = new ObjectId(UUID.randomUUID());
                draft.put(
                        new Group(id, Instant.EPOCH, "g" + i, "g" + i, security, List.of(), null, List.of(), Map.of()));
                draft.addMember(id, ObjectId.of(person));
            }
            return true;
        });
    }

    private static String many(int count) {
        return Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> "'11111111-1111-4111-8111-1111111111%02d'".formatted(i))
                .toList()
                .toString();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anObjectIsFoundWhateverItIs(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client(ADMIN);
            String person = user(admin, "adele");
            String application = app(admin, "x");
            String group = group(admin, "g", "");
            Answer found = good(200, admin.get("/v1.0/directoryObjects/" + person));
            assertEquals(
                    "#microsoft.graph.user", found.json().get("@odata.type").asString());
            assertEquals("adele", found.json().get("displayName").asString());
            assertEquals(
                    "[]",
                    admin.get("/v1.0/directoryObjects/" + application)
                            .json()
                            .get("requiredResourceAccess")
                            .toString());
            String ids = "['" + person + "','" + application + "','" + group + "','" + fixture.contoso.id() + "']";
            assertEquals(
                    List.of(person, application, group),
                    ids(admin.post("/v1.0/directoryObjects/getByIds", "{'ids':" + ids + "}")));
            assertEquals(
                    List.of(person, group),
                    ids(admin.post("/v1.0/directoryObjects/getByIds", "{'ids':" + ids + ",'types':['User','group']}")));
            refused(400, "at most 1000", admin.post("/v1.0/directoryObjects/getByIds", "{'ids':" + many(1001) + "}"));
            refused(404, "does not exist", fixture.stranger(ADMIN).get("/v1.0/directoryObjects/" + person));
            assertEquals(
                    List.of(),
                    ids(fixture.stranger(ADMIN).post("/v1.0/directoryObjects/getByIds", "{'ids':" + ids + "}")));
            refused(
                    403,
                    "Authorization_RequestDenied",
                    fixture.client("User.Read.All").get("/v1.0/directoryObjects/" + person));
        }
    }
}
