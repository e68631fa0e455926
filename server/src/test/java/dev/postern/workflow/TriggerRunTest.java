package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What starts runs, and what the histories of triggers show, on both engines. */
class TriggerRunTest {
    static String workflow(String trigger) {
        return "{'parameters':{'limit':{'type':'Int','defaultValue':5}},'triggers':{'t':" + trigger
                + "},'actions':{'C':{'type':'Compose','inputs':'@triggerOutputs()'}}}";
    }

    static String header(Response response, String name) {
        return Objects.requireNonNullElse(response.headers().get(name), List.of(""))
                .getFirst();
    }

    private static String error(Response response) {
        return WorkflowBench.json(response).path("error").path("code").asString();
    }

    static JsonNode output(WorkflowBench bench, String run) {
        return bench.action("w", run, "C").path("outputs");
    }

    static List<JsonNode> histories(WorkflowBench bench) {
        return bench.get("/w/triggers/t/histories")
                .path("value")
                .valueStream()
                .map(one -> one.path("properties"))
                .toList();
    }

    /** A URL with a path behind its own. */
    private static URI behind(URI callback, String path) {
        return URI.create(callback.toString().replaceAll("/invoke[^?]*", "/invoke" + path));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theRelativePathHasParameters(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    workflow(
                            "{'type':'Request','inputs':{'method':'GET','relativePath':'/orders/{id}/lines/{line}'}}"));
            JsonNode given = WorkflowBench.json(bench.send("POST", "/w/triggers/t/listCallbackUrl", ""));
            assertEquals("/orders/{id}/lines/{line}", given.path("relativePath").asString());
            URI callback = URI.create(
                    given.path("value").asString().replace("{", "%7B").replace("}", "%7D"));
            Response answer = bench.call(behind(callback, "/orders/a%20b/lines/2"), "GET", "");
            assertEquals(202, answer.status());
            bench.run();
            JsonNode outputs = output(bench, header(answer, "x-ms-workflow-run-id"));
            assertEquals(
                    "{\"id\":\"a b\",\"line\":\"2\"}",
                    outputs.path("relativePathParameters").toString());
            assertEquals(
                    404, bench.call(behind(callback, "/orders/1"), "GET", "").status());
            assertEquals(
                    404,
                    bench.call(behind(callback, "/orders/1/rows/2"), "GET", "").status());
            assertEquals(
                    405,
                    bench.call(behind(callback, "/orders/1/lines/2"), "POST", "")
                            .status());
            bench.put("w", workflow("{'type':'Request'}"));
            assertEquals(
                    404,
                    bench.call(behind(callback, "/orders/1/lines/2"), "GET", "").status());
            assertEquals(202, bench.call(behind(callback, ""), "GET", "").status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBodyIsValidatedIfTheDefinitionWantsIt(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String schema = "{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']}";
            String trigger = "{'type':'Request','inputs':{'schema':" + schema + "}";
            bench.put("w", workflow(trigger + ",'operationOptions':'EnableSchemaValidation'}"));
            URI callback = bench.callback("w", "t");
            assertEquals(202, bench.call(callback, "POST", "{\"a\":1}").status());
            Response refused = bench.call(callback, "POST", "{\"a\":\"x\"}");
            assertEquals(400, refused.status());
            assertEquals("TriggerInputSchemaMismatch", error(refused));
            assertTrue(WorkflowBench.json(refused).toString().contains("Path '/a'"));
            assertEquals(400, bench.call(callback, "POST", "").status());
            assertEquals(1, histories(bench).size());
            JsonNode shown = bench.get("/w/triggers/t/schemas/json");
            assertEquals(
                    schema.replace('\'', '"').length(),
                    shown.path("content").asString().length(),
                    shown::toString);
            bench.put("w", workflow(trigger + "}"));
            assertEquals(202, bench.call(callback, "POST", "{\"a\":\"x\"}").status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunStartsOnlyIfAllConditionsAreMet(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    workflow("{'type':'Request','conditions':[{'expression':'@greater(triggerBody()[`n`],0)'},"
                            + "{'expression':'@less(triggerBody()[`n`],parameters(`limit`))'}]}"));
            URI callback = bench.callback("w", "t");
            Response met = bench.call(callback, "POST", "{\"n\":1}");
            assertEquals(202, met.status());
            assertFalse(header(met, "x-ms-workflow-run-id").isEmpty());
            bench.clock.tick(Duration.ofSeconds(1));
            Response unmet = bench.call(callback, "POST", "{\"n\":5}");
            assertEquals(202, unmet.status());
            assertEquals("", header(unmet, "x-ms-workflow-run-id"));
            bench.clock.tick(Duration.ofSeconds(1));
            Response failed = bench.call(callback, "POST", "{}");
            assertEquals(400, failed.status());
            bench.run();
            assertEquals(1, bench.get("/w/runs").path("value").size());
            List<JsonNode> shown = histories(bench);
            assertEquals(
                    List.of("Failed", "Skipped", "Succeeded"),
                    shown.stream().map(one -> one.path("status").asString()).toList());
            assertEquals(
                    List.of(false, false, true),
                    shown.stream().map(one -> one.path("fired").asBoolean()).toList());
            assertEquals("TriggerConditionNotMet", shown.get(1).path("code").asString());
            assertEquals(
                    "InvalidTemplate",
                    shown.getFirst().path("error").path("code").asString());
            assertEquals(
                    1,
                    bench.get("/w/triggers/t/histories?$filter=status%20eq%20'Skipped'")
                            .path("value")
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCallerFindsItsRunsAgain(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{'triggers':{'t':{'type':'Request','correlation':{'clientTrackingId':'order-@{triggerBody()?[`id`]}'"
                        + "}}},'actions':{'C':{'type':'Compose','inputs':'@trigger()'}}}");
            URI callback = bench.callback("w", "t");
            Response own = bench.call(callback, "POST", "{\"id\":7}");
            Response given = bench.call(
                    callback,
                    "POST",
                    "{}",
                    Map.of("x-ms-client-tracking-id", "mine", "x-ms-client-keywords", "red, blue,"));
            Response large =
                    bench.call(callback, "POST", "{\"id\":8}", Map.of("x-ms-client-tracking-id", "x".repeat(129)));
            assertEquals("order-7", header(own, "x-ms-client-tracking-id"));
            assertEquals("mine", header(given, "x-ms-client-tracking-id"));
            assertEquals("order-8", header(large, "x-ms-client-tracking-id"));
            bench.run();
            String run = header(given, "x-ms-workflow-run-id");
            assertEquals(
                    "[\"red\",\"blue\"]",
                    output(bench, run).path("clientKeywords").toString());
            assertEquals(
                    "mine",
                    bench.get("/w/runs/" + run)
                            .path("properties")
                            .path("correlation")
                            .path("clientTrackingId")
                            .asString());
            for (String name : List.of(
                    "x-ms-workflow-run-id",
                    "x-ms-correlation-id",
                    "x-ms-trigger-history-name",
                    "x-ms-workflow-system-id",
                    "x-ms-workflow-id",
                    "x-ms-workflow-version",
                    "x-ms-workflow-name",
                    "x-ms-tracking-id",
                    "x-ms-request-id")) {
                assertFalse(header(own, name).isEmpty(), name);
            }
            bench.put("w", workflow("{'type':'Request','operationOptions':'SuppressWorkflowHeadersOnResponse'}"));
            Response quiet = bench.call(callback, "POST", "{}");
            assertEquals(202, quiet.status());
            assertTrue(quiet.headers().keySet().stream().noneMatch(name -> name.startsWith("x-ms-workflow")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFireIsRepeatedWithItsData(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("{'type':'Request'}"));
            URI callback = bench.callback("w", "t");
            String run = header(bench.call(callback, "POST", "{\"n\":1}"), "x-ms-workflow-run-id");
            bench.run();
            JsonNode shown = bench.get("/w/triggers/t/histories/" + run).path("properties");
            assertEquals(run, shown.path("run").path("name").asString());
            assertEquals(1, shown.path("outputs").path("body").path("n").asInt());
            URI link = URI.create(shown.path("outputsLink").path("uri").asString());
            assertEquals(
                    1,
                    WorkflowBench.json(bench.call(link, "GET", ""))
                            .path("body")
                            .path("n")
                            .asInt());
            assertEquals(
                    401,
                    bench.call(URI.create(link.toString().replace("outputs", "inputs")), "GET", "")
                            .status());
            bench.clock.tick(Duration.ofSeconds(1));
            Response again = bench.send("POST", "/w/triggers/t/histories/" + run + "/resubmit", "");
            assertEquals(202, again.status());
            bench.run();
            String other = header(again, "x-ms-workflow-run-id");
            assertEquals(1, output(bench, other).path("body").path("n").asInt());
            assertEquals(2, histories(bench).size());
            assertEquals(
                    404,
                    bench.send("POST", "/w/triggers/t/histories/none/resubmit", "")
                            .status());
            // The password is kept sealed, and is not shown.
            String secret = header(bench.call(callback, "POST", "{\"password\":\"hush\"}"), "x-ms-workflow-run-id");
            bench.run();
            assertTrue(output(bench, secret).toString().contains("*sanitized*"));
            Response sealed = bench.send("POST", "/w/triggers/t/histories/" + secret + "/resubmit", "");
            assertEquals(202, sealed.status());
            assertFalse(
                    bench.get("/w/triggers/t/histories/" + secret).toString().contains("hush"));
            bench.send("POST", "/w/disable", "");
            assertEquals(
                    400,
                    bench.send("POST", "/w/triggers/t/histories/" + run + "/resubmit", "")
                            .status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void historiesArePagedAndForgottenWithTheRuns(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("{'type':'Request'}"));
            URI callback = bench.callback("w", "t");
            for (int i = 0; i < 5; i++) {
                bench.call(callback, "POST", "{}");
                bench.clock.tick(Duration.ofSeconds(1));
            }
            bench.run();
            JsonNode page = bench.get("/w/triggers/t/histories?$top=3");
            assertEquals(3, page.path("value").size());
            String next = page.path("nextLink").asString();
            String token = next.substring(next.indexOf("skiptoken=") + 10);
            assertEquals(
                    2,
                    bench.get("/w/triggers/t/histories?$top=3&$skiptoken=" + token)
                            .path("value")
                            .size());
            bench.kill();
            bench.clock.tick(Duration.ofDays(89));
            bench.open();
            bench.start();
            assertEquals(5, histories(bench).size());
            bench.kill();
            bench.clock.tick(Duration.ofDays(2));
            bench.open();
            bench.start();
            assertEquals(List.of(), histories(bench));
        }
    }
}
