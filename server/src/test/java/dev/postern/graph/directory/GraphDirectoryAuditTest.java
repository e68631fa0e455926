package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditEntry;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every attempt to change the directory over Graph is in the audit exactly once, whatever its result. */
class GraphDirectoryAuditTest {
    private static final String UNKNOWN_ID = "11111111-1111-4111-8111-111111111111";

    private int seen;

    /** The audit rows of the last request: operation and verdict. */
    private List<String> added(GraphFixture fixture) {
        List<AuditEntry> all = fixture.audit().ofTenant(fixture.contoso.id());
        List<AuditEntry> fresh = all.subList(seen, all.size());
        seen = all.size();
        return fresh.stream()
                .map(entry -> entry.operation() + " " + entry.verdict())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyAttemptLeavesOneRow(Engine engine) {
        try (var fixture = new GraphFixture(engine)) {
            var admin = fixture.client("User.ReadWrite.All", "Group.ReadWrite.All");
            var reader = fixture.client("User.Read.All");
            added(fixture);
            String user = "{'accountEnabled':true,'displayName':'A','mailNickname':'a',"
                    + "'userPrincipalName':'a@contoso.example','passwordProfile':{'password':'x'}}";
            Answer made = admin.post("/v1.0/users", user);
            assertEquals(201, made.status());
            assertEquals(List.of("directory changed"), added(fixture));
            // fails validation
            assertEquals(400, admin.post("/v1.0/users", "{'displayName':1}").status());
            assertEquals(List.of("POST /users granted"), added(fixture));
            assertEquals(400, admin.post("/v1.0/users", "{").status());
            assertEquals(List.of("POST /users granted"), added(fixture));
            // a conflict
            assertEquals(400, admin.post("/v1.0/users", user).status());
            assertEquals(List.of("POST /users granted"), added(fixture));
            // not found
            assertEquals(
                    404,
                    admin.patch("/v1.0/users/" + UNKNOWN_ID, "{'displayName':'B'}")
                            .status());
            assertEquals(List.of("PATCH /users/{id} granted"), added(fixture));
            assertEquals(404, admin.delete("/v1.0/users/" + UNKNOWN_ID).status());
            assertEquals(List.of("DELETE /users/{id} granted"), added(fixture));
            // an existing member
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
            assertEquals(List.of("directory changed", "directory changed"), added(fixture));
            assertEquals(
                    400,
                    admin.post("/v1.0/groups/" + group + "/members/$ref", member)
                            .status());
            assertEquals(List.of("POST /groups/{id}/members/$ref granted"), added(fixture));
            // without the permission, and an operation that is not implemented
            assertEquals(403, reader.post("/v1.0/users", user).status());
            assertEquals(List.of("POST /users denied"), added(fixture));
            assertEquals(501, reader.get("/v1.0/directory/deletedItems").status());
            assertEquals(List.of("GET /directory/deletedItems granted"), added(fixture));
            assertEquals(200, reader.get("/v1.0/users").status());
            assertEquals(List.of("GET /users granted"), added(fixture));
            assertTrue(fixture.audit().isWhole(fixture.contoso.id()));
        }
    }
}
