package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the management API shows of runs with loops, of repeated calls, and of expressions, on both engines. */
class RunHistoryTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";
    /** Two times three repetitions, of which those of item 2 fail, and a condition whose other branch is skipped. */
    private static final String NESTED = "{" + MANUAL + ",'actions':{'Before':{'type':'Compose','inputs':'b'},"
                                                      + "'Outer':{'type':'Foreach','foreach':'@createArray(10,20)','runAfter':{'Before':['Succeeded']},'actions':{"
                                                      + "'First':{'type':'Compose','inputs':'@items(`Outer`)'},"
                                                      + "'Inner':{'type':'Foreach','foreach':'@createArray(1,2,3)','operationOptions':'Sequential',"
                                                      + "'runAfter':{'First':['Succeeded']},'actions':{"
                                                      + "'Check':{'type':'Compose','inputs':'@div(items(`Outer`),sub(items(`Inner`),2))'},"
                                                      + "'Then':{'type':'Compose','inputs':'x','runAfter':{'Check':['Succeeded']}}}}}},"
                                                      + "'After':{'type':'Compose','inputs':'a','runAfter':{'Outer':['Succeeded']}}}}";

    private static List<JsonNode> all(WorkflowBench bench, String rest, String query) {
        var found = new ArrayList<JsonNode>();
        String next = query;
        while (!next.isEmpty()) {
            JsonNode page = WorkflowBench.json(bench.send("GET", rest, "", next));
            page.path("value").forEach(found::add);
            String link = page.path("nextLink").asString("");
            next = link.isEmpty() ? "" : URI.create(link).getRawQuery();
        }
        return found;
    }

    private static String names(List<JsonNode> entries) {
        return entries.stream().map(one -> one.path("name").asString()).collect(Collectors.joining(" "));
    }

    private static String statuses(List<JsonNode> entries) {
        return entries.stream()
                .map(one -> one.path("name").asString() + "="
                        + one.path("properties").path("status").asString()
                        + (one.path("properties").has("repetitionCount")
                                ? "*"
                                        + one.path("properties")
                                                .path("repetitionCount")
                                                .asInt()
                                : ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void actionsInsideLoopsHaveOneEntryEachAndTheirRepetitions(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", NESTED);
            String run = bench.fire("w", "manual");
            assertEquals("Failed", bench.status("w", run));
            String actions = "/w/runs/" + run + "/actions";
            String expected =
                    "Before=Succeeded Outer=Failed First=Succeeded*2 Inner=Failed*2 Check=Failed*6 Then=Failed*6 After=Skipped"
                            .replace("Then=Failed*6", "Then=Succeeded*6");
            assertEquals(expected, statuses(all(bench, actions, WorkflowBench.VERSION)));
            assertEquals(expected, statuses(all(bench, actions, WorkflowBench.VERSION + "&$top=2")));
            String light = WorkflowBench.VERSION + "&contents=false";
            assertEquals(expected, statuses(all(bench, actions, light)));
            assertEquals("Outer Inner Check", names(all(bench, actions, light + "&$filter=status%20eq%20'Failed'")));
            all(bench, actions, light).forEach(one -> {
                JsonNode whole = bench.action("w", run, one.path("name").asString());
                for (String same : List.of("status", "code", "startTime", "endTime")) {
                    assertEquals(whole.path(same), one.path("properties").path(same), same + " of " + one);
                }
                assertEquals(whole.at("/error/code"), one.at("/properties/error/code"), one::toString);
                assertFalse(one.path("properties").has("outputs"), one::toString);
                assertFalse(one.path("properties").has("inputsLink"), one::toString);
            });
            assertEquals(
                    "Outer Inner Check",
                    names(all(bench, actions, WorkflowBench.VERSION + "&$top=1&$filter=status%20eq%20'Failed'")));

            JsonNode check = bench.action("w", run, "check");
            assertEquals(6, check.path("repetitionCount").asInt());
            assertEquals("InvalidTemplate", check.path("error").path("code").asString(), check::toString);
            assertFalse(check.has("inputsLink"));
            assertEquals(
                    2, bench.action("w", run, "Outer").path("iterationCount").asInt());
            assertFalse(bench.action("w", run, "Outer").has("repetitionCount"));

            String of = actions + "/Check/repetitions";
            String six = "000000-000000 000000-000001 000000-000002 000001-000000 000001-000001 000001-000002";
            for (String top : List.of("", "&$top=1", "&$top=4", "&$top=6")) {
                assertEquals(six, names(all(bench, of, WorkflowBench.VERSION + top)), top);
            }
            assertEquals(
                    "000000-000001 000001-000001",
                    names(all(bench, of, WorkflowBench.VERSION + "&$top=1&$filter=status%20eq%20'Failed'")));
            JsonNode one = bench.get(of + "/000001-000002");
            assertEquals(
                    "Microsoft.Logic/workflows/runs/actions/repetitions",
                    one.path("type").asString());
            assertTrue(one.path("id").asString().endsWith(of + "/000001-000002"), one::toString);
            assertEquals(
                    "[{\"scopeName\":\"Outer\",\"itemIndex\":1},{\"scopeName\":\"Inner\",\"itemIndex\":2}]",
                    one.path("properties").path("repetitionIndexes").toString());
            assertEquals("20", one.path("properties").path("outputs").toString());

            assertEquals("000000 000001", names(all(bench, actions + "/Inner/repetitions", WorkflowBench.VERSION)));
            assertEquals(six, names(all(bench, actions + "/Inner/scopeRepetitions", WorkflowBench.VERSION)));
            assertEquals(
                    "000000=Failed 000001=Failed",
                    statuses(all(bench, actions + "/Outer/scopeRepetitions", WorkflowBench.VERSION + "&$top=1")));
            JsonNode iteration =
                    bench.get(actions + "/Inner/scopeRepetitions/000000-000002").path("properties");
            assertEquals("Succeeded", iteration.path("status").asString());
            assertEquals(2, iteration.path("repetitionIndexes").size());
            assertEquals(
                    3,
                    bench.get(actions + "/Inner/repetitions/000001")
                            .path("properties")
                            .path("iterationCount")
                            .asInt());

            for (String nothing : List.of(
                    "/Before/repetitions",
                    "/Before/scopeRepetitions",
                    "/Check/scopeRepetitions",
                    "/Outer/repetitions")) {
                assertEquals("", names(all(bench, actions + nothing, WorkflowBench.VERSION)), nothing);
            }
            for (String missing : List.of(
                    "/Nothing",
                    "/Nothing/repetitions",
                    "/Check/repetitions/000000",
                    "/Check/repetitions/000002-000000",
                    "/Before/repetitions/000000",
                    "/Check/scopeRepetitions/000000-000000",
                    "/Inner/scopeRepetitions/000000")) {
                assertEquals(404, bench.send("GET", actions + missing, "").status(), missing);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLinkLeadsToTheContentOfItsRepetitionAndToNoOther(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", NESTED);
            String run = bench.fire("w", "manual");
            JsonNode link = bench.get("/w/runs/" + run + "/actions/Check/repetitions/000001-000002")
                    .path("properties")
                    .path("outputsLink");
            URI uri = URI.create(link.path("uri").asString());
            assertEquals("20", WorkflowBench.json(bench.call(uri, "GET", "")).toString());
            assertEquals(2, link.path("contentSize").asInt());
            assertEquals("sha256", link.path("contentHash").path("algorithm").asString());
            for (String other : List.of("000000-000002", "000001-000000")) {
                URI forged = URI.create(uri.toString().replaceFirst("000001-000002", other));
                assertEquals(401, bench.call(forged, "GET", "").status(), other);
            }
            URI loop = URI.create(uri.toString().replace("/repetitions/000001-000002", ""));
            assertEquals(401, bench.call(loop, "GET", "").status());
            bench.clock.tick(Duration.ofHours(5));
            assertEquals(401, bench.call(uri, "GET", "").status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSkippedLoopShowsItsActionsAsSkippedWithoutRepetitions(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'Bad':{'type':'Compose','inputs':'@div(1,0)'},"
                                 + "'Loop':{'type':'Foreach','foreach':'@createArray(1)','runAfter':{'Bad':['Succeeded']},"
                                 + "'actions':{'In':{'type':'Compose','inputs':'i'}}},"
                                 + "'None':{'type':'Foreach','foreach':'@json(`[]`)','actions':{'Never':{'type':'Compose','inputs':'i'}}}}}");
            String run = bench.fire("w", "manual");
            assertEquals(
                    "Bad=Failed Loop=Skipped In=Skipped*0 None=Succeeded",
                    statuses(all(bench, "/w/runs/" + run + "/actions", WorkflowBench.VERSION)));
            assertEquals("", names(all(bench, "/w/runs/" + run + "/actions/In/repetitions", WorkflowBench.VERSION)));
            assertEquals(
                    404,
                    bench.send("GET", "/w/runs/" + run + "/actions/Never", "").status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyCallOfAnActionIsShownWithoutSecrets(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> bench.seen.size() < 3
                    ? new Answer(
                            503,
                            Map.of("Content-Type", "application/json", "Set-Cookie", "hush-1"),
                            "{\"password\":\"hush-2\",\"why\":\"busy\"}")
                    : new Answer(200, Map.of("Content-Type", "application/json"), "{\"done\":true}");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'Loop':{'type':'Foreach','foreach':'@createArray(1)','actions':{"
                            + "'H':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                            + "/x?sig=hush-3','headers':{'X-Api-Key':'hush-4'},"
                            + "'retryPolicy':{'type':'fixed','count':4,'interval':'PT5S'}}}}}}}");
            String run = bench.fire("w", "manual");
            bench.move(Duration.ofSeconds(5));
            bench.move(Duration.ofSeconds(5));
            assertEquals("Succeeded", bench.status("w", run));
            String of = "/w/runs/" + run + "/actions/H/repetitions/000000/requestHistories";
            List<JsonNode> calls = all(bench, of, WorkflowBench.VERSION + "&$top=2");
            assertEquals("000001 000002 000003", names(calls));
            JsonNode first = calls.getFirst().path("properties");
            assertEquals("ServiceUnavailable", first.path("code").asString());
            assertEquals("POST", first.path("request").path("method").asString());
            assertEquals(503, first.path("response").path("statusCode").asInt());
            assertEquals("busy", first.path("response").path("body").path("why").asString());
            assertFalse(first.path("endTime").asString("").isEmpty());
            JsonNode last = bench.get(of + "/000003").path("properties");
            assertEquals("true", last.path("response").path("body").path("done").toString());
            URI body = URI.create(
                    last.path("response").path("bodyLink").path("uri").asString());
            assertEquals(
                    "{\"done\":true}",
                    WorkflowBench.json(bench.call(body, "GET", "")).toString());
            assertFalse(calls.toString().contains("hush"), calls::toString);
            assertFalse(bench.copy().contains("hush-2"));
            assertEquals(404, bench.send("GET", of + "/000004", "").status());
            assertEquals(
                    404,
                    bench.send("GET", "/w/runs/" + run + "/actions/H/requestHistories", "")
                            .status(),
                    "the calls belong to a repetition");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPollIsShownAsACallOfItsOwn(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String large = "v".repeat(20_000);
            bench.behaviour = call -> switch (bench.seen.size()) {
                case 1 ->
                    new Answer(
                            202,
                            Map.of(
                                    "Location",
                                    bench.address() + "/poll?sig=hush",
                                    "Retry-After",
                                    "5",
                                    "Content-Type",
                                    "text/plain"),
                            large);
                default -> new Answer(200, Map.of(), "done");
            };
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'H':{'type':'Http','inputs':{'method':'PUT','uri':'" + bench.address()
                            + "/x'}}}}");
            String run = bench.fire("w", "manual");
            bench.move(Duration.ofSeconds(5));
            assertEquals("Succeeded", bench.status("w", run));
            List<JsonNode> calls = all(bench, "/w/runs/" + run + "/actions/H/requestHistories", WorkflowBench.VERSION);
            assertEquals("000001 000002", names(calls));
            JsonNode first = calls.getFirst().path("properties");
            JsonNode second = calls.getLast().path("properties");
            assertEquals("PUT", first.path("request").path("method").asString());
            assertFalse(first.path("response").has("body"), "it is large");
            assertEquals(20_002, first.path("response").path("bodySize").asInt());
            assertEquals("GET", second.path("request").path("method").asString());
            assertTrue(second.path("request").path("uri").asString().contains("/poll"), second::toString);
            assertFalse(calls.toString().contains("hush"), calls::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofManyCallsTheLastOnesAreKept(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> bench.seen.size() < 104
                    ? new Answer(202, Map.of("Location", bench.address() + "/poll", "Retry-After", "1"), "")
                    : new Answer(200, Map.of(), "");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'H':{'type':'Http','inputs':{'method':'PUT','uri':'" + bench.address()
                            + "/x'}}}}");
            String run = bench.fire("w", "manual");
            for (int poll = 0; poll < 103; poll++) {
                bench.move(Duration.ofSeconds(1));
            }
            assertEquals("Succeeded", bench.status("w", run));
            List<JsonNode> calls =
                    all(bench, "/w/runs/" + run + "/actions/H/requestHistories", WorkflowBench.VERSION + "&$top=60");
            assertEquals(100, calls.size());
            assertEquals("000005", calls.getFirst().path("name").asString());
            assertEquals("000104", calls.getLast().path("name").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCallWhoseResultWasLostIsShownAsInterrupted(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'H':{'type':'Http','inputs':{'method':'PUT','uri':'" + bench.address()
                            + "/x'}}}}");
            String run = bench.fire("w", "manual");
            // As a process leaves it that ends during the call.
            bench.database()
                    .write(sql -> sql.update(
                            "update workflow_action set status = 'Running', outputs = null, " + "ended_at = null"));
            bench.database().write(sql -> sql.update("update workflow_run set status = 'Running', ended_at = null"));
            bench.kill();
            bench.open();
            bench.start();
            bench.run();
            assertEquals("Succeeded", bench.status("w", run));
            List<JsonNode> calls = all(bench, "/w/runs/" + run + "/actions/H/requestHistories", WorkflowBench.VERSION);
            assertEquals("000001 000002", names(calls));
            assertEquals(
                    "Interrupted",
                    calls.getFirst().path("properties").path("code").asString());
            assertFalse(calls.getFirst().path("properties").has("response"));
            assertEquals(
                    202, calls.getLast().at("/properties/response/statusCode").asInt());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void securedPartsOfCallsAreNotShown(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour =
                    call -> new Answer(bench.seen.size() == 1 ? 500 : 200, Map.of(), "{\"a\":\"hush-answer\"}");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'H':{'type':'Http','inputs':{'method':'PUT','uri':'" + bench.address()
                            + "/hush-path','retryPolicy':{'type':'fixed','count':1,'interval':'PT5S'}},"
                            + "'runtimeConfiguration':{'secureData':{'properties':['inputs','outputs']}}}}}");
            String run = bench.fire("w", "manual");
            bench.move(Duration.ofSeconds(5));
            List<JsonNode> calls = all(bench, "/w/runs/" + run + "/actions/H/requestHistories", WorkflowBench.VERSION);
            assertEquals(2, calls.size());
            for (JsonNode call : calls) {
                assertFalse(call.path("properties").has("request"));
                assertFalse(call.path("properties").has("response"));
                assertTrue(call.path("properties").has("code"));
            }
            assertFalse(calls.toString().contains("hush"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void expressionsAreShownWithTheValuesThatTheyHad(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'V':{'type':'InitializeVariable','inputs':{'variables':[{'name':'n',"
                                 + "'type':'integer','value':1}]}},"
                                 + "'C':{'type':'Compose','runAfter':{'V':['Succeeded']},'inputs':{'plain':'p','n':'@variables(`n`)','list':['day"
                                 + " @{utcNow(`yyyy`)}','@@no'],'key':{'password':'@guid()'}}},"
                                 + "'S':{'type':'SetVariable','runAfter':{'C':['Succeeded']},'inputs':{'name':'n','value':2}},"
                                 + "'Bad':{'type':'Compose','runAfter':{'S':['Succeeded']},'inputs':'@div(variables(`n`),0)'},"
                                 + "'If':{'type':'If','runAfter':{'S':['Succeeded']},'expression':'@equals(1,1)','actions':{"
                                 + "'Each':{'type':'Foreach','foreach':'@createArray(7,8)','actions':{"
                                 + "'I':{'type':'Compose','inputs':'@item()'}}}}}}}");
            String run = bench.fire("w", "manual");
            String of = "/w/runs/" + run + "/actions/";
            JsonNode traces = WorkflowBench.json(bench.send("POST", of + "C/listExpressionTraces", ""))
                    .path("inputs");
            assertEquals(3, traces.size(), traces::toString);
            assertEquals("inputs.n", traces.get(0).path("path").asString());
            assertEquals("@variables('n')", traces.get(0).path("text").asString());
            assertEquals(1, traces.get(0).path("value").asInt(), "the value at that time");
            assertEquals("day 2026", traces.get(1).path("value").asString());
            assertEquals("inputs.list[0]", traces.get(1).path("path").asString());
            assertEquals("*sanitized*", traces.get(2).path("value").asString());
            JsonNode bad = WorkflowBench.json(bench.send("POST", of + "Bad/listExpressionTraces", ""))
                    .path("inputs")
                    .path(0);
            assertFalse(bad.has("value"));
            assertEquals("InvalidTemplate", bad.path("error").path("code").asString(), bad::toString);
            assertEquals(
                    "true",
                    WorkflowBench.json(bench.send("POST", of + "If/listExpressionTraces", ""))
                            .at("/inputs/0/value")
                            .toString());
            assertEquals(
                    "[7,8]",
                    WorkflowBench.json(bench.send("POST", of + "Each/listExpressionTraces", ""))
                            .at("/inputs/0/value")
                            .toString());
            assertEquals(
                    "8",
                    WorkflowBench.json(bench.send("POST", of + "I/repetitions/000001/listExpressionTraces", ""))
                            .at("/inputs/0/value")
                            .toString());
            assertEquals(
                    404, bench.send("POST", of + "I/listExpressionTraces", "").status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLargeContentIsOnlyBehindItsLink(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':'@range(0,20000)'}}}");
            String run = bench.fire("w", "manual");
            JsonNode action = bench.action("w", run, "C");
            assertFalse(action.has("outputs"));
            Response content =
                    bench.call(URI.create(action.path("outputsLink").path("uri").asString()), "GET", "");
            assertEquals(20_000, WorkflowBench.json(content).size());
        }
    }

    /** The links of a page share a signature, and each is for one content. */
    private static void assertLinksWork(WorkflowBench bench, JsonNode page) {
        List<String> links = page.path("value")
                .valueStream()
                .flatMap(one -> Stream.of("inputsLink", "outputsLink")
                        .map(part -> one.at("/properties/" + part + "/uri").asString()))
                .toList();
        for (int i : List.of(0, 1, 85, 198, 199)) {
            Response content = bench.call(URI.create(links.get(i)), "GET", "");
            assertEquals(
                    String.valueOf(1399 + i / 2), WorkflowBench.json(content).toString());
            String signature = links.get(i ^ 1).replaceFirst(".*&sig=", "");
            URI forged = URI.create(links.get(i).replaceFirst("&sig=.*", "&sig=" + signature));
            assertEquals(401, bench.call(forged, "GET", "").status());
            URI shorter = URI.create(links.get(i).substring(0, links.get(i).length() - 2));
            assertEquals(401, bench.call(shorter, "GET", "").status());
        }
        assertEquals(
                1,
                links.stream()
                        .map(link -> link.replaceFirst(".*&sig=", "").substring(0, 80))
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLoopOfManyIterationsIsReadPageByPage(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'Loop':{'type':'Foreach','foreach':'@range(0,1500)','actions':{"
                            + "'C':{'type':'Compose','inputs':'@item()'}}}}}");
            String run = bench.fire("w", "manual");
            for (int turn = 0; turn < 100 && bench.status("w", run).equals("Running"); turn++) {
                bench.run();
            }
            assertEquals(
                    1500, bench.action("w", run, "C").path("repetitionCount").asInt());
            String of = "/w/runs/" + run + "/actions/C/repetitions";
            JsonNode page = WorkflowBench.json(
                    bench.send("GET", of, "", WorkflowBench.VERSION + "&$top=100&$skiptoken=001398"));
            assertEquals(100, page.path("value").size());
            assertEquals("001399", page.path("value").get(0).path("name").asString());
            assertLinksWork(bench, page);
            String next = URI.create(page.path("nextLink").asString()).getRawQuery();
            page = WorkflowBench.json(bench.send("GET", of, "", next));
            assertEquals(1, page.path("value").size());
            assertEquals(
                    1499,
                    page.path("value").get(0).path("properties").path("outputs").asInt());
            assertFalse(page.has("nextLink"));
            assertEquals(30, bench.get(of).path("value").size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /runs                   | status eq Failed
        /runs                   | status eq 'Nothing'
        /runs                   | status gt 'Failed'
        /runs                   | status eq 'Failed' or status eq 'Succeeded'
        /runs                   | status eq 'Failed' and status eq 'Succeeded'
        /runs                   | status eq 'Failed' and
        /runs                   | startTime ge yesterday
        /runs                   | startTime ge 2026-13-01T00:00:00Z
        /runs                   | endTime ge 2026-11-01T00:00:00Z
        /runs/R/actions         | startTime ge 2026-11-01T00:00:00Z
        /runs/R/actions/C/repetitions | clientTrackingId eq 'a'
        """)
    void otherFiltersAreRefused(String path, String filter) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            bench.put("w", "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':1}}}");
            String run = bench.fire("w", "manual");
            Response response = bench.send(
                    "GET",
                    "/w" + path.replace("/R", "/" + run),
                    "",
                    WorkflowBench.VERSION + "&$filter=" + filter.replace(" ", "%20"));
            assertEquals(400, response.status());
            assertEquals(
                    "InvalidFilter",
                    WorkflowBench.json(response).path("error").path("code").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void runsAreFilteredByStatusTimeAndTrackingId(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':1}}}");
            bench.put("bad", "{" + MANUAL + ",'actions':{'C':{'type':'Compose','inputs':'@div(1,0)'}}}");
            String first = bench.fire("w", "manual");
            bench.clock.tick(Duration.ofMinutes(10));
            String second = bench.fire("w", "manual");
            bench.clock.tick(Duration.ofMinutes(10));
            String third = bench.fire("w", "manual");
            Map<String, String> expected = Map.of(
                    "status eq 'Succeeded'",
                    third + " " + second + " " + first,
                    "status eq 'Failed'",
                    "",
                    "startTime ge 2026-11-23T10:10:00Z",
                    third + " " + second,
                    "startTime gt 2026-11-23T10:10:00Z",
                    third,
                    "startTime le '2026-11-23T11:10:00+01:00'",
                    second + " " + first,
                    "startTime lt 2026-11-23T10:10:00Z",
                    first,
                    "startTime eq 2026-11-23T10:10:00Z and status eq 'succeeded'",
                    second,
                    "clientTrackingId eq '" + second + "'",
                    second,
                    "clientTrackingId eq 'it''s'",
                    "");
            expected.forEach((filter, names) -> {
                for (String top : List.of("", "&$top=1")) {
                    String query = WorkflowBench.VERSION + top + "&$filter="
                            + filter.replace(" ", "%20").replace("+", "%2B");
                    assertEquals(names, names(all(bench, "/w/runs", query)), filter + top);
                }
            });
        }
    }
}
