package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditEntry;
import dev.postern.audit.AuditRows;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change of a workflow and its audit row are committed together or not at all. Nothing here flushes entries that wait. */
class WorkflowAuditTest {
    private static final String DEFINITION = """
        {'contentVersion': '1.0.0.0',
         'triggers': {'manual': {'type': 'Request', 'kind': 'Http', 'inputs': {}}},
         'actions': {'Note': {'type': 'Compose', 'inputs': 'one'}}}
        """;

    private static List<String> audited(WorkflowBench bench) {
        return new AuditRows(bench.database())
                .ofTenant(WorkflowBench.TENANT).stream()
                        .filter(entry ->
                                WorkflowBench.CALLER.equals(entry.actor().app()))
                        .map(AuditEntry::operation)
                        .map(name -> name.replaceFirst("/subscriptions/.*/workflows/", ""))
                        .toList();
    }

    private static int status(WorkflowBench bench, String method, String rest) {
        return bench.send(method, rest, "").status();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyChangeIsCommittedWithItsRow(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            var made = bench.put("daily", DEFINITION);
            assertEquals(List.of("PUT daily"), audited(bench), made::toString);
            assertEquals(200, status(bench, "POST", "/daily/triggers/manual/listCallbackUrl"));
            String run = begun(bench);
            assertEquals(200, status(bench, "POST", "/daily/runs/" + run + "/cancel"));
            assertEquals(200, status(bench, "POST", "/daily/disable"));
            assertEquals(200, status(bench, "POST", "/daily/enable"));
            assertEquals(
                    200,
                    bench.send("PATCH", "/daily", "{\"tags\":{\"a\":\"b\"}}").status());
            assertEquals(200, status(bench, "POST", "/daily/regenerateAccessKey"));
            String to = "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Logic/workflows/moved";
            assertEquals(
                    200,
                    bench.send("POST", "/daily/move", "{\"id\":\"" + to + "\"}").status());
            assertEquals(200, status(bench, "DELETE", "/moved"));
            assertEquals(
                    List.of(
                            "PUT daily",
                            "POST daily/triggers/manual/listCallbackUrl",
                            "POST daily/triggers/manual/run",
                            "POST daily/runs/" + run + "/cancel",
                            "POST daily/disable",
                            "POST daily/enable",
                            "PATCH daily",
                            "POST daily/regenerateAccessKey",
                            "POST daily/move",
                            "DELETE moved"),
                    audited(bench));
            assertTrue(new AuditRows(bench.database()).isWhole(WorkflowBench.TENANT));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changesOfIdentitiesAndGroupsAreCommittedWithTheirRows(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            String group = "/subscriptions/s1/resourceGroups/g1";
            String identity = group + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/sender";
            bench.manage("PUT", group, "{\"location\":\"west\"}");
            bench.manage("PUT", identity, "{\"location\":\"west\"}");
            bench.manage("PATCH", identity, "{\"tags\":{}}");
            bench.manage("GET", identity, "");
            bench.manage("DELETE", identity, "");
            bench.manage("DELETE", group, "");
            assertEquals(
                    List.of(
                            "PUT " + group,
                            "PUT " + identity,
                            "PATCH " + identity,
                            "DELETE " + identity,
                            "DELETE " + group),
                    audited(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatChangesNothingNeedsNoTransaction(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.put("daily", DEFINITION);
            assertEquals(200, status(bench, "POST", "/daily/enable"));
            assertEquals(404, status(bench, "POST", "/other/disable"));
            assertEquals(204, status(bench, "DELETE", "/other"));
            assertEquals(200, status(bench, "GET", "/daily"));
            assertEquals(List.of("PUT daily"), audited(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutItsRowNothingIsChanged(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.put("daily", DEFINITION);
            String run = begun(bench);
            String before = bench.get("/daily").toString();
            refuseRows(bench);
            String other = DEFINITION.replace("'one'", "'two'").replace('\'', '"');
            String changed = "{\"location\":\"here\",\"properties\":{\"definition\":" + other + "}}";
            refused(bench, "PUT", "/daily", changed);
            refused(bench, "PUT", "/second", changed);
            for (String rest : List.of(
                    "/daily/disable",
                    "/daily/triggers/manual/run",
                    "/daily/triggers/manual/listCallbackUrl",
                    "/daily/listCallbackUrl",
                    "/daily/regenerateAccessKey",
                    "/daily/runs/" + run + "/cancel")) {
                refused(bench, "POST", rest, "");
            }
            refused(bench, "DELETE", "/daily", "");
            assertEquals(before, bench.get("/daily").toString());
            assertEquals(404, status(bench, "GET", "/second"));
            assertEquals("Running", bench.status("daily", run));
            assertEquals(1, bench.get("/daily/runs").path("value").size());
            assertEquals(0L, bench.database().<Long>read(sql -> sql.number("select count(*) from workflow_key")));
        }
    }

    /** Starts a run, which waits for the scheduler; returns its name. */
    private static String begun(WorkflowBench bench) {
        var response = bench.send("POST", "/daily/triggers/manual/run", "");
        return Objects.requireNonNull(response.headers().get("x-ms-workflow-run-id"))
                .getFirst();
    }

    private static void refused(WorkflowBench bench, String method, String rest, String body) {
        assertThrows(IllegalStateException.class, () -> bench.send(method, rest, body), method + " " + rest);
    }

    /** From here on the database refuses every row of the audit. */
    private static void refuseRows(WorkflowBench bench) {
        String refuse = switch (bench.database().engine()) {
            case SQLITE -> "create trigger refuse before insert on tenant_audit begin select raise(abort, 'no'); end";
            case POSTGRES -> "alter table tenant_audit add constraint refuse check (sequence < 0) not valid";
        };
        int _ = bench.database().write(sql -> sql.update(refuse));
    }
}
