package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Runs from deployment to their end, on both engines, against a service on loopback. */
class WorkflowRunTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";

    private static String sending(String more) {
        return "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'POST',"
                + "'uri':'https://graph.microsoft.com/v1.0/users/a/sendMail',"
                + "'authentication':{'type':'ManagedServiceIdentity','audience':'https://graph.microsoft.com'},"
                + "'body':{'subject':'@{utcNow(`yyyy-MM-dd`)}'}" + more + "}}}}";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aScheduledMailIsSentWithTheIdentityOfItsWorkflow(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            JsonNode made = bench.put("mail", WorkflowFixtures.SCHEDULED_MAIL);
            assertFalse(made.path("identity").path("principalId").asString().isEmpty(), made::toString);
            assertEquals(
                    "2026-11-24T07:30:00Z",
                    bench.get("/mail/triggers/Recurrence")
                            .path("properties")
                            .path("nextExecutionTime")
                            .asString());
            bench.clock.set(Instant.parse("2026-11-24T07:29:59Z"));
            bench.run();
            assertEquals(0, bench.seen.size());
            bench.clock.set(Instant.parse("2026-11-24T07:30:00Z"));
            bench.run();
            bench.run();
            assertEquals(1, bench.seen.size());
            var call = bench.seen.getFirst();
            assertEquals("/v1.0/users/reports@contoso.example/sendMail", call.path());
            assertEquals(
                    "Bearer token-of-"
                            + made.path("identity").path("principalId").asString() + "-for-https://graph.microsoft.com",
                    call.headers().get("authorization"));
            assertTrue(call.body().contains("Report 2026-11-24"), call.body());
            JsonNode run = bench.get("/mail/runs").path("value").get(0);
            assertEquals("Succeeded", run.path("properties").path("status").asString());
            JsonNode action = bench.action("mail", run.path("name").asString(), "HTTP");
            assertEquals("Accepted", action.path("code").asString());
            assertEquals(202, action.path("outputs").path("statusCode").asInt());
            assertEquals(
                    "2026-11-25T07:30:00Z",
                    bench.get("/mail/triggers/Recurrence")
                            .path("properties")
                            .path("nextExecutionTime")
                            .asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRefusedCallFailsTheRunWithoutARetry(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(
                    403,
                    Map.of("Content-Type", "application/json"),
                    "{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access to OData is disabled.\"}}");
            bench.put("w", sending(""));
            String run = bench.fire("w", "manual");
            assertEquals(1, bench.seen.size());
            JsonNode action = bench.action("w", run, "HTTP");
            assertEquals("Failed", action.path("status").asString());
            assertEquals("Forbidden", action.path("code").asString());
            assertEquals(
                    "ErrorAccessDenied",
                    action.path("outputs")
                            .path("body")
                            .path("error")
                            .path("code")
                            .asString());
            assertEquals("Failed", bench.status("w", run));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBusyServiceIsCalledAgainAfterRetryAfter(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> bench.seen.size() < 3
                    ? new Answer(429, Map.of("Retry-After", "600"), "")
                    : new Answer(202, Map.of(), "");
            bench.put("w", sending(""));
            String run = bench.fire("w", "manual");
            assertEquals(
                    "Waiting", bench.action("w", run, "HTTP").path("status").asString());
            bench.move(Duration.ofSeconds(599));
            assertEquals(1, bench.seen.size());
            bench.move(Duration.ofSeconds(1));
            assertEquals(2, bench.seen.size());
            bench.move(Duration.ofMinutes(10));
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(2, bench.action("w", run, "HTTP").path("retryHistory").size());
            assertEquals(
                    1,
                    bench.seen.stream()
                            .map(call -> call.headers().get("client-request-id"))
                            .distinct()
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFailingServiceIsCalledFiveTimes(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(500, Map.of(), "");
            bench.put("w", sending(""));
            String run = bench.fire("w", "manual");
            for (int i = 0; i < 10; i++) {
                bench.move(Duration.ofSeconds(46));
            }
            assertEquals(5, bench.seen.size());
            assertEquals(
                    "InternalServerError",
                    bench.action("w", run, "HTTP").path("code").asString());
            bench.put("never", sending(",'retryPolicy':{'type':'none'}"));
            String other = bench.fire("never", "manual");
            assertEquals("Failed", bench.status("never", other));
            assertEquals(6, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAcceptedOperationIsPolledForItsResult(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> call.method().equals("POST")
                    ? new Answer(202, Map.of("Location", bench.address() + "/operations/1", "Retry-After", "30"), "")
                    : new Answer(200, Map.of("Content-Type", "application/json"), "{\"done\":true}");
            bench.put("w", sending(""));
            String run = bench.fire("w", "manual");
            assertEquals(1, bench.seen.size());
            bench.move(Duration.ofSeconds(30));
            assertEquals("/operations/1", bench.seen.getLast().path());
            assertTrue(bench.seen.getLast().headers().containsKey("authorization"));
            assertTrue(bench.action("w", run, "HTTP")
                    .path("outputs")
                    .path("body")
                    .path("done")
                    .booleanValue());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunContinuesAfterTheEndOfItsProcess(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var arrived = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            bench.behaviour = call -> {
                if (bench.seen.size() == 1) {
                    arrived.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return new Answer(202, Map.of(), "");
            };
            bench.put("w", sending(""));
            Thread driver = Thread.ofVirtual().start(() -> bench.fire("w", "manual"));
            arrived.await();
            String run = bench.get("/w/runs").path("value").get(0).path("name").asString();
            assertEquals(
                    "Running", bench.action("w", run, "HTTP").path("status").asString());
            driver.interrupt();
            driver.join();
            bench.kill();
            bench.open();
            bench.start();
            bench.move(Duration.ofMinutes(10));
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(2, bench.seen.size());
            assertEquals(
                    2L,
                    bench.database()
                            .read(sql -> sql.number("select attempt from workflow_action"))
                            .longValue());
            assertEquals(
                    bench.seen.getFirst().headers().get("client-request-id"),
                    bench.seen.getLast().headers().get("client-request-id"));
            never.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void secretsAreNotInTheHistory(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'GET','uri':'"
                            + bench.address()
                            + "/x','headers':{'authorization':'hush-1','X-Other':'seen'},"
                            + "'authentication':{'type':'Basic','username':'u','password':'hush-2'}}}}}");
            String run = bench.fire("w", "manual");
            assertEquals("Basic dTpodXNoLTI=", bench.seen.getFirst().headers().get("authorization"));
            String shown = bench.action("w", run, "HTTP").toString();
            assertTrue(shown.contains("*sanitized*") && shown.contains("seen"), shown);
            assertFalse(shown.contains("hush"), shown);
            String kept = bench.database()
                    .read(sql -> sql.list("select inputs from workflow_action", row -> row.text(1)))
                    .toString();
            assertFalse(kept.contains("hush"), kept);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTokenIsSentOnlyToItsService(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            for (String uri : new String[] {
                "https://login.microsoftonline.com/x", "http://169.254.169.254/metadata", "http://127.0.0.1:1/x"
            }) {
                bench.put(
                        "w",
                        "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'GET','uri':'" + uri
                                + "','authentication':{'type':'ManagedServiceIdentity',"
                                + "'audience':'https://graph.microsoft.com'}}}}}");
                String run = bench.fire("w", "manual");
                JsonNode action = bench.action("w", run, "HTTP");
                assertEquals("Failed", action.path("status").asString());
                assertEquals(
                        uri.contains("169.254") ? "TargetNotAllowed" : "AudienceHostMismatch",
                        action.path("error").path("code").asString());
            }
            assertEquals(0, bench.seen.size());
        }
    }

    /** A name of Graph that is this server's own, or configured, is no leave to send Graph's token to the host of that name. */
    @Test
    void aTokenForAnAliasOfGraphIsSentToThisServerOnly() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            for (String uri : new String[] {WorkflowBench.GRAPH_ALIAS + "/x", bench.address() + "/x"}) {
                bench.put(
                        "w",
                        "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'GET','uri':'" + uri
                                + "','authentication':{'type':'ManagedServiceIdentity','audience':'"
                                + WorkflowBench.GRAPH_ALIAS + "'}}}}}");
                JsonNode action = bench.action("w", bench.fire("w", "manual"), "HTTP");
                boolean own = uri.startsWith(bench.address().toString());
                assertEquals(own ? "Succeeded" : "Failed", action.path("status").asString());
                assertEquals(
                        own ? "" : "AudienceHostMismatch",
                        action.path("error").path("code").asString(""));
            }
            assertEquals(1, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMistakeInAnExpressionFailsItsActionWithoutACall(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':'@triggerBody()?[`a`].b'},"
                            + "'After':{'type':'Compose','inputs':1,'runAfter':{'C':['Succeeded']}},"
                            + "'Stop':{'type':'Terminate','inputs':{'runStatus':'Failed','runError':{'code':'Mine',"
                            + "'message':'m'}},'runAfter':{'C':['Failed']}}}}");
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "C");
            assertEquals("InvalidTemplate", action.path("error").path("code").asString());
            assertEquals(
                    "Unable to process template language expressions in action 'C' inputs at line '0' and column '0': "
                            + "'The template language expression 'triggerBody()?['a'].b' cannot be evaluated because "
                            + "property 'b' cannot be selected. Please see https://aka.ms/logicexpressions for usage "
                            + "details.'.",
                    action.path("error").path("message").asString());
            assertEquals(
                    "Skipped", bench.action("w", run, "After").path("status").asString());
            assertEquals(
                    "Mine",
                    bench.get("/w/runs/" + run)
                            .path("properties")
                            .path("error")
                            .path("code")
                            .asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSignedUrlStartsARunAndAnUnsignedOneDoesNot(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'R':{'type':'Response','inputs':{'statusCode':201,"
                            + "'headers':{'x-mine':'1'},'body':{'hello':'@triggerBody().name'}}}}}");
            JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
            URI uri = URI.create(callback.path("value").asString());
            Response bad = bench.call(URI.create(uri.toString().replace("sig=", "sig=x")), "POST", "{}");
            assertEquals(401, bad.status());
            var answers = new java.util.concurrent.ArrayBlockingQueue<Response>(1);
            var _ = Thread.ofVirtual().start(() -> answers.add(bench.call(uri, "POST", "{\"name\":\"you\"}")));
            while (answers.isEmpty()) {
                bench.run();
                Thread.onSpinWait();
            }
            Response answer = answers.take();
            assertEquals(201, answer.status());
            assertEquals("you", WorkflowBench.json(answer).path("hello").asString());
            assertTrue(answer.headers().containsKey("x-ms-workflow-run-id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowIsDisabledEnabledAndDeletedWithItsIdentity(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            JsonNode made = bench.put("mail", WorkflowFixtures.SCHEDULED_MAIL);
            JsonNode again = bench.put("mail", WorkflowFixtures.SCHEDULED_MAIL);
            assertEquals(made.path("identity"), again.path("identity"));
            assertEquals(
                    made.path("properties").path("version"),
                    again.path("properties").path("version"));
            assertEquals(200, bench.send("POST", "/mail/disable", "").status());
            bench.clock.set(Instant.parse("2026-11-24T08:00:00Z"));
            bench.run();
            assertEquals(0, bench.seen.size());
            assertEquals(200, bench.send("POST", "/mail/enable", "").status());
            bench.kill();
            bench.open();
            bench.start();
            bench.clock.set(Instant.parse("2026-11-25T07:30:00Z"));
            bench.run();
            bench.run();
            assertEquals(1, bench.seen.size());
            assertEquals(200, bench.send("DELETE", "/mail", "").status());
            assertEquals(204, bench.send("DELETE", "/mail", "").status());
            assertEquals(0, bench.principals.byArmId().size());
            assertEquals(404, bench.send("GET", "/mail", "").status());
            JsonNode recreated = bench.put("mail", WorkflowFixtures.SCHEDULED_MAIL);
            assertNotEquals(made.path("identity"), recreated.path("identity"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theRealSchedulerStartsARun(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.kill();
            bench.open(true);
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'R':{'type':'Response','inputs':{'statusCode':200,"
                            + "'body':'@triggerBody()'}}}}");
            JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
            URI uri = URI.create(callback.path("value").asString());
            for (int i = 0; i < 3; i++) {
                Response answer = bench.call(uri, "POST", "{\"i\":" + i + "}");
                assertEquals(200, answer.status());
                assertEquals(i, WorkflowBench.json(answer).path("i").asInt());
            }
        }
    }
}
