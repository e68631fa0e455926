package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditEntry;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphHouse;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every attempt to change the directory over Graph is in the audit, whatever came of it, exactly once. */
class GraphDirectoryAuditTest {
    private static final String NOBODY = "11111111-1111-4111-8111-111111111111";

    private int seen;

    /** What the last request added to the audit: operation and verdict. */
    private List<String> added(GraphHouse house) {
        List<AuditEntry> all = house.audit().ofTenant(house.contoso.id());
        List<AuditEntry> fresh = all.subList(seen, all.size());
        seen = all.size();
        return fresh.stream()
                .map(entry -> entry.operation() + " " + entry.verdict())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyAttemptLeavesOneRow(Engine engine) {
        try (var house = new GraphHouse(engine)) {
            var admin = house.client("User.ReadWrite.All", "Group.ReadWrite.All");
            var reader = house.client("User.Read.All");
            added(house);
            String user = "{'accountEnabled':true,'displayName':'A','mailNickname':'a',"
                    + "'userPrincipalName':'a@contoso.example','passwordProfile':{'password':'x'}}";
            Answer made = admin.post("/v1.0/users", user);
            assertEquals(201, made.status());
            assertEquals(List.of("directory changed"), added(house));
            // failing validation
            assertEquals(400, admin.post("/v1.0/users", "{'displayName':1}").status());
            assertEquals(List.of("POST /users granted"), added(house));
            assertEquals(400, admin.post("/v1.0/users", "{").status());
            assertEquals(List.of("POST /users granted"), added(house));
            // a conflict
            assertEquals(400, admin.post("/v1.0/users", user).status());
            assertEquals(List.of("POST /users granted"), added(house));
            // not found
            assertEquals(
                    404,
                    admin.patch("/v1.0/users/" + NOBODY, "{'displayName':'B'}").status());
            assertEquals(List.of("PATCH /users/{id} granted"), added(house));
            assertEquals(404, admin.delete("/v1.0/users/" + NOBODY).status());
            assertEquals(List.of("DELETE /users/{id} granted"), added(house));
            // a member that is one already
            String group = admin.post(
                            "/v1.0/groups",
                            "{'displayName':'g','mailEnabled':false,'securityEnabled':true,'mailNickname':'g'}")
                    .json()
                    .path("id")
                    .asString();
            String member = "{'@odata.id':'https://localhost:8443/v1.0/directoryObjects/"
                    + made.json().path("id").asString() + "'}";
            assertEquals(
                    204,
                    admin.post("/v1.0/groups/" + group + "/members/$ref", member)
                            .status());
            assertEquals(List.of("directory changed", "directory changed"), added(house));
            assertEquals(
                    400,
                    admin.post("/v1.0/groups/" + group + "/members/$ref", member)
                            .status());
            assertEquals(List.of("POST /groups/{id}/members/$ref granted"), added(house));
            // without the permission, and one that is not served
            assertEquals(403, reader.post("/v1.0/users", user).status());
            assertEquals(List.of("POST /users denied"), added(house));
            assertEquals(501, reader.get("/v1.0/users/delta").status());
            assertEquals(List.of("GET /users/delta granted"), added(house));
            assertEquals(200, reader.get("/v1.0/users").status());
            assertEquals(List.of("GET /users granted"), added(house));
            assertTrue(house.audit().isWhole(house.contoso.id()));
        }
    }
}
