package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import dev.postern.workflow.WorkflowBench.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Actions of the Office 365 Outlook connector: retries, crashes and history, on both engines, against a service on loopback. */
class ConnectorRunTest {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static String workflow(String inputs) {
        return "{'parameters':{'$connections':{'type':'Object','defaultValue':{'office365':{'connectionId':'/c/office365',"
            + "'id':'/x/managedApis/office365','mailbox':'reports@contoso.example'}}}},"
            + "'triggers':{'manual':{'type':'Request','kind':'Http'}},'actions':{'Mail':{'type':'ApiConnection',"
            + "'inputs':{'host':{'connection':{'name':'@parameters(`$connections`)[`office365`][`connectionId`]'}},"
                + inputs + "}}}}";
    }

    private static List<String> calls(WorkflowBench bench) {
        return bench.seen.stream()
                .map(call -> call.method() + " " + call.path().replaceFirst("\\?.*", ""))
                .toList();
    }

    private static long ids(WorkflowBench bench) {
        return bench.seen.stream()
                .map(call -> call.headers().get("client-request-id"))
                .distinct()
                .count();
    }

    private static final String MOVE =
            "'method':'post','path':'/v2/Mail/Move/AA','queries':{'folderPath':'Inbox/Done'}";
    private static final List<String> LOOKUPS = List.of(
            "GET /v1.0/users/reports@contoso.example/mailFolders/inbox/childFolders",
            "GET /v1.0/users/reports@contoso.example/messages/AA");
    private static final String MOVED = "POST /v1.0/users/reports@contoso.example/messages/IMM/move";

    private static Answer lookup(Seen call) {
        return new Answer(
                200, JSON, call.path().contains("childFolders") ? "{\"value\":[{\"id\":\"D\"}]}" : "{\"id\":\"IMM\"}");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSendIsRetriedWithTheSameId(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var number = new AtomicInteger();
            bench.behaviour = call ->
                    number.incrementAndGet() == 1 ? new Answer(503, Map.of(), "") : new Answer(202, Map.of(), "");
            JsonNode made = bench.put(
                    "w",
                    workflow("'method':'post','path':'/v2/Mail','body':{'To':'a@contoso.example','Subject':'@{1}'}"));
            String run = bench.fire("w", "manual");
            assertEquals(
                    "Waiting", bench.action("w", run, "Mail").path("status").asString());
            bench.move(Duration.ofMinutes(1));
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(2, bench.seen.size());
            assertEquals(1, ids(bench));
            Seen call = bench.seen.getLast();
            assertEquals(
                    "Bearer token-of-"
                            + made.path("identity").path("principalId").asString() + "-for-https://graph.microsoft.com",
                    call.headers().get("authorization"));
            JsonNode action = bench.action("w", run, "Mail");
            assertEquals("OK", action.path("code").asString());
            assertEquals(200, action.at("/outputs/statusCode").asInt());
            assertEquals("1", action.at("/inputs/body/Subject").asString());
            assertEquals(
                    "/c/office365", action.at("/inputs/host/connection/name").asString());
            assertEquals(1, action.path("retryHistory").size(), action::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMoveIsRepeatedByAnIdThatStaysTheSame(Engine engine) throws InterruptedException {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var arrived = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            var moves = new AtomicInteger();
            bench.behaviour = call -> {
                if (!call.method().equals("POST")) {
                    return lookup(call);
                }
                if (moves.incrementAndGet() == 1) {
                    arrived.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return new Answer(201, JSON, "{\"id\":\"NEW\"}");
            };
            bench.put("w", workflow(MOVE));
            Thread driver = Thread.ofVirtual().start(() -> bench.fire("w", "manual"));
            arrived.await();
            driver.interrupt();
            driver.join();
            String run = bench.get("/w/runs").path("value").get(0).path("name").asString();
            bench.kill();
            bench.open();
            bench.start();
            bench.move(Duration.ofMinutes(10));
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(List.of(LOOKUPS.get(0), LOOKUPS.get(1), MOVED, MOVED), calls(bench));
            assertEquals(1, ids(bench));
            assertEquals(
                    "NEW", bench.action("w", run, "Mail").at("/outputs/body/id").asString());
            never.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRefusedLookUpEndsTheActionAndABusyOneIsRetried(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow(MOVE));
            bench.behaviour = call -> new Answer(403, JSON, "{\"error\":{\"code\":\"ErrorAccessDenied\"}}");
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "Mail");
            assertEquals("Forbidden", action.path("code").asString());
            assertEquals(403, action.at("/outputs/statusCode").asInt());
            assertEquals(
                    "ErrorAccessDenied", action.at("/outputs/body/error/code").asString());
            assertEquals(LOOKUPS.subList(0, 1), calls(bench));
            bench.seen.clear();
            var number = new AtomicInteger();
            bench.behaviour = call -> number.incrementAndGet() == 1
                    ? new Answer(429, Map.of("Retry-After", "30"), "")
                    : call.method().equals("POST") ? new Answer(201, JSON, "{\"id\":\"NEW\"}") : lookup(call);
            String again = bench.fire("w", "manual");
            bench.move(Duration.ofMinutes(1));
            assertEquals("Succeeded", bench.status("w", again));
            assertEquals(List.of(LOOKUPS.get(0), LOOKUPS.get(0), LOOKUPS.get(1), MOVED), calls(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedDeletionFindsNothingMore(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("'method':'delete','path':'/codeless/v1.0/me/messages/AA'"));
            var number = new AtomicInteger();
            bench.behaviour = call -> new Answer(number.incrementAndGet() == 1 ? 503 : 404, Map.of(), "");
            String run = bench.fire("w", "manual");
            bench.move(Duration.ofMinutes(1));
            assertEquals("Succeeded", bench.status("w", run));
            bench.behaviour = call -> new Answer(404, Map.of(), "");
            String missing = bench.fire("w", "manual");
            assertEquals("Failed", bench.status("w", missing));
            assertEquals(
                    "NotFound", bench.action("w", missing, "Mail").path("code").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void wrongValuesFailTheActionAndNothingIsSent(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("'method':'get','path':'/v3/Mail','queries':{'importance':'@{`Urgent`}'}"));
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "Mail");
            assertEquals("BadRequest", action.path("code").asString());
            assertTrue(
                    action.at("/error/message").asString().contains("'Any', 'Low', 'Normal' or 'High'"),
                    action::toString);
            assertEquals("Urgent", action.at("/inputs/queries/importance").asString());
            assertEquals(0, bench.seen.size());
            String refused = WorkflowBench.json(bench.send(
                            "PUT",
                            "/x",
                            "{\"location\":\"here\",\"properties\":{\"definition\":"
                                    + workflow("'method':'post','path':'/v2/Nothing'")
                                            .replace('\'', '"')
                                            .replace('`', '\'')
                                    + "}}"))
                    .toString();
            assertTrue(refused.contains("not supported") && refused.contains("/v2/Nothing"), refused);
            assertFalse(bench.get("/x").has("name"));
        }
    }
}
