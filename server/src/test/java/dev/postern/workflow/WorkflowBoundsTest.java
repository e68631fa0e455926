package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Runs that fail with an error, never end, or are too many or too large. */
class WorkflowBoundsTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";

    private static String calling(String uri, String more) {
        return "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'POST','uri':'" + uri + "'" + more
                + "}}}}";
    }

    private static String withToken() {
        return calling(
                "https://graph.microsoft.com/v1.0/x",
                ",'authentication':{'type':'ManagedServiceIdentity','audience':'https://graph.microsoft.com'}");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunWhoseStepFailsRepeatedlyIsGivenUpAcrossRestarts(Engine engine) {
        for (Throwable error : new Throwable[] {
            new StackOverflowError(), new OutOfMemoryError("made up"), new IllegalStateException("hush")
        }) {
            try (WorkflowBench bench = new WorkflowBench(engine)) {
                bench.start();
                bench.put("poison", withToken());
                bench.put("good", calling(bench.address() + "/x", ""));
                bench.failure = error;
                String run = bench.fire("poison", "manual");
                assertEquals("Running", bench.status("poison", run));
                assertEquals("Succeeded", bench.status("good", bench.fire("good", "manual")));
                for (int i = 0; i < 3; i++) {
                    bench.kill();
                    bench.open();
                    bench.start();
                    bench.move(Duration.ofMinutes(2));
                    assertEquals("Running", bench.status("poison", run), "after " + i);
                }
                bench.move(Duration.ofMinutes(2));
                assertEquals("Failed", bench.status("poison", run));
                JsonNode properties = bench.get("/poison/runs/" + run).path("properties");
                assertEquals("RunGivenUp", properties.path("code").asString(), properties::toString);
                assertFalse(properties.toString().contains("hush"), properties::toString);
                JsonNode action = bench.action("poison", run, "HTTP");
                assertEquals("Failed", action.path("status").asString(), action::toString);
                bench.failure = null;
                bench.move(Duration.ofMinutes(10));
                assertEquals("Failed", bench.status("poison", run));
                assertEquals(1, bench.seen.size());
                assertEquals("Succeeded", bench.status("poison", bench.fire("poison", "manual")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunThatEndsItsProcessIsGivenUpToo(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", calling(bench.address() + "/x", ""));
            String run = start(bench, "w");
            // As left by five processes that ended while driving it.
            bench.database().write(sql -> sql.update("update workflow_run set failures = 5"));
            bench.run();
            assertEquals("Failed", bench.status("w", run));
            assertEquals(0, bench.seen.size());
            String other = start(bench, "w");
            bench.database().write(sql -> sql.update("update workflow_run set failures = 4 where ended_at is null"));
            bench.run();
            assertEquals("Succeeded", bench.status("w", other));
        }
    }

    private static String start(WorkflowBench bench, String workflow) {
        Response response = bench.send("POST", "/" + workflow + "/triggers/manual/run", "");
        assertEquals(202, response.status(), () -> WorkflowBench.json(response).toString());
        return java.util.Objects.requireNonNull(response.headers().get("x-ms-workflow-run-id"))
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunWhoseDefinitionWasDeletedEnds(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", calling(bench.address() + "/x", ""));
            String run = start(bench, "w");
            bench.database().write(sql -> sql.update("delete from workflow_version"));
            bench.kill();
            bench.open();
            bench.start();
            bench.move(Duration.ofMinutes(1));
            long failed = bench.database()
                    .read(sql -> sql.number(
                            "select count(*) from workflow_run where status = 'Failed' and code = "
                                    + "'WorkflowVersionNotFound' and run_name = ?",
                            run));
            assertEquals(1, failed);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anOperationThatNeverCompletesCausesLittleLoad(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour =
                    call -> new Answer(202, Map.of("Location", bench.address() + "/again", "Retry-After", "0"), "");
            bench.put("w", calling(bench.address() + "/x", ""));
            String run = bench.fire("w", "manual");
            assertEquals(1, bench.seen.size());
            bench.move(Duration.ofSeconds(1));
            assertEquals(2, bench.seen.size());
            bench.move(Duration.ofDays(90));
            assertEquals("TimedOut", bench.status("w", run));
            bench.move(Duration.ofDays(1));
            assertTrue(bench.seen.size() <= 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunHasAtMostThirtyConcurrentCallsAndMakesThemAll(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var full = new CountDownLatch(30);
            var go = new CountDownLatch(1);
            bench.behaviour = call -> {
                full.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Answer(200, Map.of(), "");
            };
            var actions = new StringBuilder();
            for (int i = 0; i < 75; i++) {
                actions.append(i == 0 ? "" : ",")
                        .append("'A" + i + "':{'type':'Http','inputs':{'method':'GET','uri':'" + bench.address()
                                + "/'}}");
            }
            bench.put("w", "{" + MANUAL + ",'actions':{" + actions + "}}");
            Thread driver = Thread.ofVirtual().start(() -> bench.fire("w", "manual"));
            full.await();
            assertEquals(30, bench.seen.size());
            assertEquals(
                    30L,
                    bench.database()
                            .read(sql -> sql.number("select count(*) from workflow_action"))
                            .longValue());
            go.countDown();
            driver.join();
            assertEquals(75, bench.seen.size());
            String run = bench.get("/w/runs").path("value").get(0).path("name").asString();
            assertEquals("Succeeded", bench.status("w", run));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowHasAtMostAThousandWaitingRuns(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", calling(bench.address() + "/x", ""));
            bench.put("other", calling(bench.address() + "/x", ""));
            String one = start(bench, "w");
            bench.database().write(sql -> {
                for (int i = 0; i < 999; i++) {
                    sql.update(
                            "insert into workflow_run (tenant_id, workflow_id, run_name, version, status,"
                                    + " trigger_name, trigger_record, correlation_id, tracking_id, started_at) select"
                                    + " tenant_id, workflow_id, ?, version, status, trigger_name, trigger_record,"
                                    + " correlation_id, tracking_id, started_at from workflow_run where run_name = ?",
                            "copy" + i,
                            one);
                }
                return true;
            });
            Response refused = bench.send("POST", "/w/triggers/manual/run", "");
            assertEquals(429, refused.status());
            assertTrue(refused.headers().containsKey("Retry-After"));
            JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
            assertEquals(
                    429,
                    bench.call(URI.create(callback.path("value").asString()), "POST", "{}")
                            .status());
            start(bench, "other");
            bench.run();
            start(bench, "w");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theStoredSizeOfARunIsBounded(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(200, Map.of("Content-Type", "text/plain"), "x".repeat(9 << 20));
            var actions = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                actions.append(i == 0 ? "" : ",")
                        .append("'A" + i + "':{'type':'Http','runAfter':{"
                                + (i == 0 ? "" : "'A" + (i - 1) + "':['Succeeded']")
                                + "},'inputs':{'method':'GET','uri':'" + bench.address() + "/'}}");
            }
            bench.put("w", "{" + MANUAL + ",'actions':{" + actions + "}}");
            String run = bench.fire("w", "manual");
            assertEquals(
                    "RunContentTooLarge",
                    bench.action("w", run, "A3").path("code").asString());
            assertEquals("Skipped", bench.action("w", run, "A4").path("status").asString());
            assertEquals("Failed", bench.status("w", run));
        }
    }

    /** A retry would use as much memory, so there is none. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void anExpressionThatTakesTooMuchMemoryEndsItsActionImmediately(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String ranges = "range(0,100000),".repeat(149) + "range(0,100000)";
            for (String function : new String[] {"createArray", "union"}) {
                String inputs = "'@" + function + "(" + ranges + ")'";
                bench.put("w", "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':" + inputs + "}}}");
                String run = bench.fire("w", "manual");
                assertEquals("Failed", bench.status("w", run), function);
                assertEquals(
                        "InvalidTemplate",
                        bench.action("w", run, "C").path("error").path("code").asString(),
                        function);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aResponseWithVeryManyValuesIsStoredAsText(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", calling(bench.address() + "/x", ""));
            for (String body :
                    new String[] {"[" + "1,".repeat(1_100_000) + "1]", "[".repeat(300) + "]".repeat(300), "[1,2]"}) {
                bench.behaviour = call -> new Answer(200, Map.of("Content-Type", "application/json"), body);
                String run = bench.fire("w", "manual");
                String kept = bench.database()
                        .read(sql -> sql.list(
                                "select outputs from workflow_action where run_name = ?", row -> row.text(1), run))
                        .getFirst();
                assertEquals(body.length() < 10, kept.contains("\"body\":["));
                assertEquals("Succeeded", bench.status("w", run));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTenantHasAtMostAThousandWorkflows(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w0", calling(bench.address() + "/x", ""));
            bench.database().write(sql -> {
                for (int i = 1; i < 1_000; i++) {
                    sql.update(
                            "insert into workflow (tenant_id, workflow_id, path, subscription, resource_group, name,"
                                + " state, version, created_at, changed_at, primary_key, secondary_key, resource)"
                                + " select tenant_id, ?, ?, subscription, resource_group, name, state, version,"
                                + " created_at, changed_at, primary_key, secondary_key, resource from workflow where"
                                + " path like '%/w0'",
                            java.util.UUID.randomUUID(), "s1/g1/w" + i);
                }
                return true;
            });
            JsonNode refused = bench.put("one-more", calling(bench.address() + "/x", ""));
            assertEquals("QuotaExceeded", refused.path("error").path("code").asString());
            assertTrue(bench.principals.byArmId().keySet().stream().noneMatch(id -> id.contains("one-more")));
            bench.put("w0", calling(bench.address() + "/y", ""));
            assertEquals(200, bench.send("DELETE", "/w0", "").status());
            assertTrue(
                    bench.put("one-more", calling(bench.address() + "/x", "")).has("id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void credentialsAreSentOnlyToTheirService(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String elsewhere = bench.address().toString().replace("localhost", "127.0.0.1");
            bench.behaviour = call -> switch (call.path()) {
                case "/start" -> new Answer(202, Map.of("Location", bench.address() + "/same", "Retry-After", "1"), "");
                case "/same" -> new Answer(202, Map.of("Location", elsewhere + "/away", "Retry-After", "1"), "");
                case "/away" ->
                    new Answer(
                            bench.seen.size() == 3 ? 503 : 202,
                            Map.of("Location", bench.address() + "/back", "Retry-After", "1"),
                            "");
                default -> new Answer(200, Map.of(), "");
            };
            bench.put(
                    "w",
                    calling(
                            bench.address() + "/start",
                            ",'headers':{'X-Api-Key':'k'},'cookie':'c=1','authentication':{'type':'Basic',"
                                    + "'username':'u','password':'p'}"));
            String run = bench.fire("w", "manual");
            for (int i = 0; i < 6; i++) {
                bench.move(Duration.ofSeconds(50));
            }
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(
                    java.util.List.of("/start", "/same", "/away", "/away", "/back"),
                    bench.seen.stream().map(WorkflowBench.Seen::path).toList());
            for (WorkflowBench.Seen call : bench.seen) {
                boolean trusted = call.path().equals("/start") || call.path().equals("/same");
                assertEquals(trusted, call.headers().containsKey("authorization"), call::toString);
                boolean first = call.path().equals("/start");
                assertEquals(first, call.headers().containsKey("cookie"), call::toString);
                assertEquals(first, call.headers().containsKey("x-api-key"), call::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void forbiddenTargetsAreRefusedWithoutARetry(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            for (String uri : new String[] {
                "http://10.0.0.1/",
                "https://[::ffff:169.254.169.254]/",
                "http://8.8.8.8/",
                "https://[fe80::1]/",
                "https://100.100.100.200/"
            }) {
                bench.put("w", calling(uri, ""));
                String run = bench.fire("w", "manual");
                JsonNode action = bench.action("w", run, "HTTP");
                assertEquals(
                        "TargetNotAllowed", action.path("error").path("code").asString(), action::toString);
                assertEquals("Failed", bench.status("w", run));
            }
        }
    }
}
