package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.http.Response;
import dev.postern.secrets.Sealers;
import dev.postern.store.Engine;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A run is repeated with the data of its trigger, also when they are not shown. */
class ResubmitTest {
    private static String workflow(String secured, String address, String text) {
        return "{'triggers':{'manual':{'type':'Request','kind':'Http'" + secured + "}},'actions':{"
                + "'H':{'type':'Http','inputs':{'method':'POST','uri':'" + address + "/x','body':'" + text
                + "@{triggerBody().v}'}}}}";
    }

    private static final String SECURED = ",'runtimeConfiguration':{'secureData':{'properties':['outputs']}}";

    private static String called(WorkflowBench bench, String value) {
        JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
        Response response =
                bench.call(URI.create(callback.path("value").asString()), "POST", "{\"v\":\"" + value + "\"}");
        bench.run();
        return run(response);
    }

    private static String run(Response response) {
        return Objects.requireNonNull(
                        response.headers().get("x-ms-workflow-run-id"),
                        () -> WorkflowBench.json(response).toString())
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewRunOfTheCurrentVersionHasTheSameData(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("", bench.address().toString(), "old "));
            String first = called(bench, "data");
            bench.put("w", workflow("", bench.address().toString(), "new "));
            bench.clock.tick(Duration.ofHours(1));
            Response response = bench.send("POST", "/w/runs/" + first + "/resubmit", "");
            assertEquals(202, response.status());
            String second = run(response);
            bench.run();
            assertNotEquals(first, second);
            assertEquals("old data", bench.seen.getFirst().body());
            assertEquals("new data", bench.seen.getLast().body());
            JsonNode trigger = bench.get("/w/runs/" + second).path("properties").path("trigger");
            assertEquals(first, trigger.path("originHistoryName").asString());
            assertEquals("2026-11-23T11:00:00Z", trigger.path("startTime").asString());
            assertEquals("data", trigger.path("outputs").path("body").path("v").asString());
            assertEquals(
                    second,
                    bench.get("/w/runs/" + second)
                            .at("/properties/correlation/clientTrackingId")
                            .asString());
            JsonNode body = WorkflowBench.json(bench.call(
                    URI.create(trigger.path("outputsLink").path("uri").asString()), "GET", ""));
            assertEquals("data", body.path("body").path("v").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void securedDataAreKeptSealedForIt(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow(SECURED, bench.address().toString(), ""));
            String first = called(bench, "hush-1");
            bench.move(Duration.ofMinutes(30));
            bench.kill();
            bench.open();
            bench.start();
            assertEquals("Succeeded", bench.status("w", first));
            String second = run(bench.send("POST", "/w/runs/" + first + "/resubmit", ""));
            bench.run();
            assertEquals(2, bench.seen.size());
            assertEquals("hush-1", bench.seen.getLast().body());
            assertFalse(bench.get("/w/runs").toString().contains("hush"));
            assertFalse(bench.copy().contains("hush"));
            String third = run(bench.send("POST", "/w/runs/" + second + "/resubmit", ""));
            bench.run();
            assertEquals("Succeeded", bench.status("w", third));
            assertEquals("hush-1", bench.seen.getLast().body());
            bench.clock.tick(Duration.ofDays(100));
            bench.kill();
            bench.open();
            bench.start();
            assertEquals(0L, (long) bench.database().read(sql -> sql.number("select count(*) from workflow_working")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutEncryptionMaskedDataAreNotKept(Engine engine) {
        if (engine == Engine.SQLITE) {
            // a file has one node, which always has a key
            return;
        }
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.kill();
            bench.sealer = Sealers.fresh();
            bench.open();
            bench.start();
            bench.put("w", workflow(SECURED, bench.address().toString(), ""));
            String secured = called(bench, "hush-1");
            Response refused = bench.send("POST", "/w/runs/" + secured + "/resubmit", "");
            assertEquals(409, refused.status());
            assertEquals(
                    "WorkflowRunNotResubmittable",
                    WorkflowBench.json(refused).path("error").path("code").asString());
            bench.put("w", workflow("", bench.address().toString(), ""));
            String masked = called(bench, "Bearer hush89012345678901");
            assertEquals(
                    409,
                    bench.send("POST", "/w/runs/" + masked + "/resubmit", "").status());
            String plain = called(bench, "data");
            assertEquals(
                    202,
                    bench.send("POST", "/w/runs/" + plain + "/resubmit", "").status());
            assertFalse(bench.copy().contains("hush"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatCannotRunIsRefused(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", workflow("", bench.address().toString(), ""));
            String run = called(bench, "data");
            assertEquals(404, bench.send("POST", "/w/runs/none/resubmit", "").status());
            bench.send("POST", "/w/disable", "");
            assertEquals(
                    400, bench.send("POST", "/w/runs/" + run + "/resubmit", "").status());
            bench.send("POST", "/w/enable", "");
            bench.put(
                    "w",
                    "{'triggers':{'other':{'type':'Request','kind':'Http'}},'actions':{'C':{'type':'Compose','inputs':1}}}");
            Response gone = bench.send("POST", "/w/runs/" + run + "/resubmit", "");
            assertEquals(400, gone.status());
            assertEquals(
                    "WorkflowTriggerNotFound",
                    WorkflowBench.json(gone).path("error").path("code").asString());
            assertEquals(1, bench.get("/w/runs").path("value").size());
        }
    }
}
