package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import dev.postern.workflow.expression.JsonValues;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Actions whose result arrives from outside: webhooks, and runs of other workflows. */
class PendingActionTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";

    private static String webhook(WorkflowBench bench, String more) {
        return "{" + MANUAL + ",'actions':{'Hook':{'type':'HttpWebhook','inputs':{'subscribe':{'method':'POST','uri':'"
                + bench.address() + "/subscribe','body':{'url':'@{listCallbackUrl()}'}},'unsubscribe':{'method':'POST',"
                + "'uri':'" + bench.address() + "/unsubscribe'}}" + more + "},'After':{'type':'Compose',"
                + "'inputs':'@body(`Hook`)?[`answer`]','runAfter':{'Hook':['Succeeded']}}}}";
    }

    private static URI subscribed(WorkflowBench bench) {
        return URI.create(
                JsonValues.parse(bench.seen.getFirst().body()).path("url").asString(""));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWebhookEndsWhenItsServiceCallsBack(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", webhook(bench, ""));
            String run = bench.fire("w", "manual");
            assertEquals(
                    "Waiting", bench.action("w", run, "Hook").path("status").asString());
            URI callback = subscribed(bench);
            assertEquals(
                    401, bench.call(URI.create(callback + "x"), "POST", "{}").status());
            assertEquals(200, bench.call(callback, "POST", "{\"answer\":42}").status());
            assertEquals(404, bench.call(callback, "POST", "{\"answer\":43}").status(), "only the first call counts");
            bench.run();
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(42, bench.action("w", run, "After").path("outputs").asInt());
            assertEquals(1, bench.seen.size(), "nothing to unsubscribe");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWebhookWaitsAcrossARestart(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", webhook(bench, ""));
            String run = bench.fire("w", "manual");
            bench.kill();
            bench.open();
            bench.start();
            assertEquals(
                    200, bench.call(subscribed(bench), "POST", "{\"answer\":1}").status());
            bench.run();
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(1, bench.seen.size(), "the subscription is not repeated");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWebhookThatTimesOutUnsubscribes(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", webhook(bench, ",'limit':{'timeout':'PT5M'}"));
            String run = bench.fire("w", "manual");
            bench.move(Duration.ofMinutes(5));
            assertEquals(
                    "TimedOut", bench.action("w", run, "Hook").path("status").asString());
            bench.move(Duration.ofMinutes(2));
            bench.run();
            assertTrue(
                    bench.seen.stream().anyMatch(call -> call.path().equals("/unsubscribe")),
                    () -> bench.seen.size() + " "
                            + bench.database()
                                    .read(sql -> sql.list(
                                            "select state, attempts, due_at from workflow_subscription",
                                            row -> row.text(1) + row.number(2) + " " + row.timeOrNull(3))));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRefusedSubscriptionFailsTheAction(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(403, Map.of(), "");
            bench.put("w", webhook(bench, ""));
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "Hook");
            assertEquals("Failed", action.path("status").asString());
            assertEquals("Forbidden", action.path("code").asString());
        }
    }

    private static final String CHILD = "{" + MANUAL + ",'actions':{'Double':{'type':'Compose','inputs':"
            + "'@mul(triggerBody()?[`n`],2)'},'Answer':{'type':'Response','runAfter':{'Double':['Succeeded']},"
            + "'inputs':{'statusCode':200,'body':{'n':'@outputs(`Double`)'}}}}}";

    private static String parent(String child) {
        return "{" + MANUAL
                + ",'actions':{'Each':{'type':'Foreach','foreach':[1,2],'actions':{'Ask':{'type':'Workflow',"
                + "'inputs':{'host':{'triggerName':'manual','workflow':{'id':'/subscriptions/s1/resourceGroups/g1/"
                + "providers/Microsoft.Logic/workflows/" + child + "'}},'body':{'n':'@item()'}}}}},"
                + "'All':{'type':'Compose','runAfter':{'Each':['Succeeded']},"
                + "'inputs':'@result(`Each`)?[1]?[`outputs`]?[`body`]?[`n`]'}}}";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowCallsAnotherAndGetsItsResponse(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("child", CHILD);
            bench.put("w", parent("child"));
            String run = bench.fire("w", "manual");
            bench.run();
            bench.run();
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(4, bench.action("w", run, "All").path("outputs").asInt());
            assertEquals(2, bench.get("/child/runs").path("value").size(), "one run for each repetition");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWorkflowThatDoesNotExistFailsTheAction(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", parent("missing"));
            String run = bench.fire("w", "manual");
            assertEquals("Failed", bench.status("w", run));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCancelledRunOfAnotherWorkflowEndsTheActionThatWaitsForIt(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "child",
                    "{" + MANUAL + ",'actions':{'Rest':{'type':'Wait','inputs':{'interval':{'count':1,'unit':'Day'}}},"
                                 + "'Answer':{'type':'Response','runAfter':{'Rest':['Succeeded']},'inputs':{'statusCode':200}}}}");
            bench.put("w", parent("child"));
            String run = bench.fire("w", "manual");
            bench.run();
            assertEquals("Running", bench.status("w", run));
            for (JsonNode child : bench.get("/child/runs").path("value")) {
                String name = child.path("name").asString("");
                assertEquals(
                        200,
                        bench.send("POST", "/child/runs/" + name + "/cancel", "")
                                .status());
            }
            bench.run();
            assertEquals("Failed", bench.status("w", run));
        }
    }
}
