package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The commands for workflows, against documented responses of the management API. */
class WorkflowCliTest {
    private static final String ALL = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/postern"
            + "/providers/Microsoft.Logic/workflows";
    private static final String W = ALL + "/w";
    private static final String RUN = W + "/runs/r1";
    private static final String VERSION = "?api-version=2019-05-01";
    private static final String FAILED = VERSION + "&%24filter=status%20eq%20%27Failed%27&%24top=";

    private ExchangeFixture fixture;
    private CliServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
    }

    @AfterEach
    void stop() {
        server.close();
        fixture.close();
    }

    /** A run with a loop inside a condition, of which one repetition of the action Send failed. */
    private void failedRun() {
        String denied = "{\"code\":\"ErrorAccessDenied\",\"message\":\"Access\\nis disabled.\"}";
        String second =
                "{\"name\":\"000001\",\"properties\":{\"status\":\"Failed\",\"code\":\"Forbidden\",\"inputs\":{\"a\":1},"
                    + "\"outputs\":{\"statusCode\":403,\"headers\":{\"request-id\":\"q1\"},\"body\":{\"error\":"
                        + denied + "}}}}";
        String first = "{\"name\":\"000000\",\"properties\":{\"status\":\"Succeeded\",\"code\":\"OK\"}}";
        String repetitions = RUN + "/actions/Send/repetitions";
        server.answers(
                        "GET " + RUN + VERSION,
                        "200 {\"name\":\"r1\",\"properties\":{\"status\":\"Failed\",\"code\":\"ActionFailed\",\"workflow\":{\"name\":\"v1\"},"
                            + "\"error\":{\"code\":\"ActionFailed\",\"message\":\"f\"}}}")
                .answers(
                        "GET " + W + "/versions/v1" + VERSION,
                        "200 {\"properties\":{\"definition\":{\"actions\":{\"Choose\":{\"type\":\"If\",\"actions\":{\"Each\":{"
                            + "\"type\":\"Foreach\",\"actions\":{\"Send\":{}}}},\"else\":{\"actions\":{\"Other\":{}}}},"
                            + "\"Then\":{}}}}}")
                .answers(
                        "GET " + RUN + "/actions" + VERSION,
                        "200 {\"value\":[{\"name\":\"Choose\",\"properties\":{\"status\":\"Failed\",\"code\":\"ActionFailed\","
                            + "\"error\":{\"code\":\"ActionFailed\",\"message\":\"c\"}}},"
                            + "{\"name\":\"Each\",\"properties\":{\"status\":\"Failed\",\"iterationCount\":2,\"error\":{\"code\":\"ActionFailed\",\"message\":\"e\"}}},"
                            + "{\"name\":\"Send\",\"properties\":{\"status\":\"Failed\",\"code\":\"Forbidden\",\"repetitionCount\":2}},"
                            + "{\"name\":\"Other\",\"properties\":{\"status\":\"Skipped\"}}],\"nextLink\":\"http://elsewhere"
                                + RUN + "/actions" + VERSION + "&%24skiptoken=3\"}")
                .answers(
                        "GET " + RUN + "/actions" + VERSION + "&%24skiptoken=3",
                        "200 {\"value\":[{\"name\":\"Then\",\"properties\":{\"status\":\"Succeeded\",\"code\":\"OK\",\"inputs\":\"i\","
                            + "\"outputsLink\":{\"uri\":\"http://elsewhere/workflows/1/contents/outputs?sig=s\"}}}]}")
                .answers("GET /workflows/1/contents/outputs?sig=s", "200 {\"large\":true}")
                .answers("GET " + repetitions + VERSION, "200 {\"value\":[" + first + "," + second + "]}")
                .answers("GET " + repetitions + FAILED + 1, "200 {\"value\":[" + second + "]}")
                .answers("GET " + repetitions + FAILED + 5, "200 {\"value\":[" + second + "]}");
    }

    private static final String TREE = """
        Run r1  Failed
          ActionFailed: f
        ├─ Choose  Failed
        │    ActionFailed: c
        │  ├─ Each  Failed, 2 iterations
        │  │    ActionFailed: e
        │  │  └─ Send  Failed, 2 repetitions
        │  │       000001: ErrorAccessDenied: Access is disabled. (request id q1)
        │  └─ Other  Skipped
        └─ Then  Succeeded
        """;

    @Test
    void runPrintsTheTreeToStandardErrorAndTheResultToStandardOutput() {
        failedRun();
        server.answers("POST " + W + "/triggers/t/run" + VERSION, "202[x-ms-workflow-run-id=r1]");
        Ran ran = server.run("workflow", "run", "w", "t");
        assertEquals(2, ran.status());
        assertEquals(TREE, ran.err());
        assertEquals(
                List.of("runId", "status", "error", "actions"),
                List.copyOf(ran.json().propertyNames()));
        assertEquals(
                "{\"name\":\"Send\",\"status\":\"Failed\",\"code\":\"Forbidden\",\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access\\n"
                    + "is disabled.\",\"requestId\":\"q1\"}}",
                ran.json().path("actions").path(2).toString());
    }

    @Test
    void aBodyIsSentToTheUrlOfTheTrigger() throws IOException {
        failedRun();
        Files.writeString(folder.resolve("body.json"), "{\"v\":1}");
        Files.writeString(folder.resolve("bad.json"), "{");
        String run = "08584061788854775807817328788CU18";
        server.answers(
                        "POST " + W + "/triggers/t/listCallbackUrl" + VERSION,
                        "200 {\"value\":\"http://elsewhere/workflows/1/triggers/t/paths/invoke?sig=s\",\"method\":\"PUT\"}")
                .answers("PUT /workflows/1/triggers/t/paths/invoke?sig=s", "202[x-ms-workflow-run-id=r1]");
        assertEquals(
                2,
                server.run("workflow", "run", "w", "t", "--body", "body.json").status());
        assertTrue(
                server.seen().contains("PUT /workflows/1/triggers/t/paths/invoke?sig=s {\"v\":1}"),
                () -> server.seen().toString());
        server.answers(
                        "PUT /workflows/1/triggers/t/paths/invoke?sig=s",
                        "502 {\"error\":{\"code\":\"NoResponse\",\"message\":\"No response. Request tracking id '" + run
                                + "'.\"}}")
                .answers("GET " + W + "/runs/" + run + VERSION, "200 {\"properties\":{\"status\":\"Succeeded\"}}")
                .answers("GET " + W + "/runs/" + run + "/actions" + VERSION, "200 {\"value\":[]}");
        Ran ran = server.run("workflow", "run", "w", "t", "--body", "body.json");
        assertEquals(0, ran.status(), ran::err);
        assertEquals(run, ran.json().path("runId").asString());
        server.answers(
                "PUT /workflows/1/triggers/t/paths/invoke?sig=s",
                "400 {\"error\":{\"code\":\"TriggerInputSchemaMismatch\",\"message\":\"no\"}}");
        Ran refused = server.run("workflow", "run", "w", "t", "--body", "body.json");
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("no (TriggerInputSchemaMismatch)"), refused.err());
        assertEquals(
                1, server.run("workflow", "run", "w", "t", "--body", "bad.json").status());
        assertEquals(
                1,
                server.run("workflow", "run", "w", "t", "--body", "none.json").status());
    }

    @Test
    void showPrintsATreeOrEverythingAsJson() {
        failedRun();
        Ran tree = server.run("workflow", "show", "w", "r1");
        assertEquals(0, tree.status());
        assertEquals(TREE, tree.out());
        Ran ran = server.run("workflow", "show", "w", "r1", "--json");
        assertEquals(0, ran.status());
        JsonNode shown = ran.json();
        assertEquals(List.of("runId", "status", "error", "actions"), List.copyOf(shown.propertyNames()));
        JsonNode send = shown.path("actions").path(2);
        assertEquals(
                List.of("name", "status", "code", "error", "inputs", "outputs", "repetitions"),
                List.copyOf(send.propertyNames()));
        assertEquals("q1", send.path("error").path("requestId").asString());
        assertEquals(2, send.path("repetitions").size());
        assertEquals(
                "q1",
                send.path("repetitions").path(1).path("error").path("requestId").asString());
        assertEquals(
                1, send.path("repetitions").path(1).path("inputs").path("a").asInt());
        assertTrue(send.path("repetitions").path(0).path("error").isNull());
        JsonNode then = shown.path("actions").path(4);
        assertTrue(then.path("outputs").path("large").asBoolean(false));
        assertEquals("i", then.path("inputs").asString());
        assertEquals("[]", then.path("repetitions").toString());
        assertTrue(then.path("error").isNull());
        assertEquals(1, server.run("workflow", "show", "w", "r2").status());
    }

    @Test
    void manyRepetitionsAreCutWithAWarning() {
        failedRun();
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < 1_001; i++) {
            page.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(i)
                    .append("\",\"properties\":{\"status\":\"Succeeded\"}}");
        }
        server.answers("GET " + RUN + "/actions/Send/repetitions" + VERSION, "200 {\"value\":[" + page + "]}");
        Ran ran = server.run("workflow", "show", "w", "r1", "--json");
        assertEquals(
                1_000, ran.json().path("actions").path(2).path("repetitions").size());
        assertTrue(ran.err().startsWith("WARNING: Only the first 1000 repetitions"), ran.err());
    }

    @Test
    void aDefinitionIsValidated() throws IOException {
        Files.writeString(folder.resolve("w.json"), "{\"triggers\":{},\"actions\":{}}");
        Files.writeString(folder.resolve("list.json"), "[]");
        Files.writeString(
                folder.resolve("template.json"),
                "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\"resources\":[]}");
        String path = "POST " + ALL + "/validated/validate" + VERSION;
        server.answers(path, "200");
        Ran valid = server.run("workflow", "validate", "w.json");
        assertEquals(0, valid.status());
        assertEquals("{\"valid\":true}", valid.json().toString());
        assertTrue(server.seen().getFirst().contains("\"definition\":{\"triggers\""));
        server.answers(
                path,
                "400 {\"error\":{\"code\":\"InvalidTemplate\",\"message\":\"'X' is not"
                        + " supported\",\"target\":\"/actions/X\"}}");
        Ran invalid = server.run("workflow", "validate", "w.json", "--json");
        assertEquals(1, invalid.status());
        assertFalse(invalid.json().path("valid").asBoolean(true));
        assertEquals("/actions/X", invalid.json().path("error").path("target").asString());
        assertTrue(invalid.err().contains("not supported"), invalid.err());
        server.answers(path, "503 {\"error\":{\"code\":\"ServerBusy\",\"message\":\"busy\"}}");
        assertEquals(1, server.run("workflow", "validate", "w.json").status());
        for (String file : List.of("list.json", "template.json", "none.json")) {
            assertEquals(1, server.run("workflow", "validate", file).status(), file);
            assertEquals(1, server.run("workflow", "deploy", "w", file).status(), file);
        }
        String refused = server.run("workflow", "deploy", "w", "template.json").err();
        assertTrue(refused.contains("template.json cannot be deployed: "), refused);
        Files.writeString(folder.resolve("typo.json"), "{\"definition\":{},\"parametres\":{}}");
        String typo = server.run("workflow", "validate", "typo.json").err();
        assertTrue(typo.contains("'parametres'"), typo);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"actions":{},~ "actions":{}} | 2, column 11: the name 'actions' is twice in one object
        {"actions":                   | 1, column 12: Unexpected end-of-input
        []                            | does not contain a JSON object
        """)
    void aFileThatIsNoDefinitionIsAFinding(String text, String reason) throws IOException {
        Files.writeString(folder.resolve("bad.json"), text.replace('~', '\n'));
        Ran ran = server.run("workflow", "validate", "bad.json", "--json");
        assertEquals(1, ran.status());
        assertFalse(ran.json().path("valid").asBoolean(true));
        assertEquals(
                "InvalidWorkflowFile", ran.json().path("error").path("code").asString());
        String message = ran.json().path("error").path("message").asString();
        assertTrue(message.contains(reason), message);
        assertTrue(ran.err().contains(reason), ran.err());
        assertFalse(ran.err().contains("Source"), ran.err());
        assertTrue(server.run("workflow", "deploy", "w", "bad.json").err().contains(reason));
    }

    private static final String TEMPLATE = """
        {"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources":[{"type":"Microsoft.Logic/workflows","name":"w","properties":{
        "definition":%s}}]}\
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        %s                                | 2 | 14
        {"definition":%s}                 | 2 | 14
        {"properties":{~"definition":~%s}} | 4 | 14
        template                          | 4 | 14
        """)
    void aMistakeHasItsPlaceInTheFile(String file, int line, int column) throws IOException {
        String definition = "{\n  \"actions\":{\"X\":{}}}";
        String text = (file.equals("template") ? TEMPLATE : file.replace('~', '\n')).formatted(definition);
        Files.writeString(folder.resolve("w.json"), "\uFEFF" + text);
        String refused =
                "400 {\"error\":{\"code\":\"InvalidTemplate\",\"message\":\"The action 'X' at line '1' and column"
                        + " '77' is wrong\",\"target\":\"/actions/X\"}}";
        server.answers("POST " + ALL + "/validated/validate" + VERSION, refused)
                .answers("GET " + W + VERSION, "404")
                .answers("PUT " + W + VERSION, refused);
        String place = "The action 'X' at line '" + line + "' and column '" + column + "' is wrong";
        Ran ran = server.run("workflow", "validate", "w.json");
        assertEquals(place, ran.json().path("error").path("message").asString());
        assertTrue(ran.err().contains(place), ran.err());
        assertTrue(server.run("workflow", "deploy", "w", "w.json").err().contains(place));
    }

    @Test
    void aTemplateIsDeployedWithItsParameters() throws IOException {
        Files.writeString(
                folder.resolve("t.json"),
                "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\","
                    + "\"contentVersion\":\"1.0.0.0\",\"parameters\":{\"to\":{\"type\":\"string\"}},\"resources\":[{\"type\":"
                    + "\"Microsoft.Logic/workflows\",\"apiVersion\":\"2019-05-01\",\"name\":\"w\",\"properties\":{\"definition\":"
                    + "{\"actions\":{\"c\":{\"type\":\"Compose\",\"inputs\":\"[parameters('to')]\"}}}}}]}");
        Files.writeString(folder.resolve("p.json"), "{\"parameters\":{\"to\":{\"value\":\"reports\"}}}");
        server.answers("GET " + W + VERSION, "404 {\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"none\"}}")
                .answers("PUT " + W + VERSION, "201 {\"id\":\"" + W + "\",\"name\":\"w\"}");
        assertEquals(
                0,
                server.run("workflow", "deploy", "w", "t.json", "--parameters", "p.json")
                        .status());
        assertTrue(
                server.seen().getLast().contains("\"inputs\":\"reports\""),
                server.seen().getLast());
        assertEquals(
                1,
                server.run("workflow", "deploy", "w", "p.json", "--parameters", "p.json")
                        .status());
    }

    @Test
    void aDisabledWorkflowStaysDisabledAndKeepsItsIdentity() throws IOException {
        Files.writeString(folder.resolve("w.json"), "{\"properties\":{\"definition\":{\"actions\":{}}}}");
        server.answers(
                        "GET " + W + VERSION,
                        "200 {\"identity\":{\"type\":\"UserAssigned\"},\"properties\":{\"state\":\"Disabled\"}}")
                .answers("PUT " + W + VERSION, "200 {\"id\":\"" + W + "\",\"name\":\"w\"}");
        Ran deployed = server.run("workflow", "deploy", "w", "w.json");
        assertEquals(0, deployed.status());
        assertTrue(deployed.err().contains("workflow enable w"), deployed.err());
        String sent = server.seen().getLast();
        assertTrue(sent.contains("\"state\":\"Disabled\""), sent);
        assertFalse(sent.contains("identity"), sent);
    }

    @Test
    void theAddressOfATriggerWithAPathIsNotShown() throws IOException {
        Files.writeString(folder.resolve("b.json"), "{}");
        server.answers(
                "POST " + W + "/triggers/t/listCallbackUrl" + VERSION,
                "200 {\"method\":\"POST\",\"value\":\"http://localhost/workflows/1/{id}?sig=hush\"}");
        Ran ran = server.run("workflow", "run", "w", "t", "--body", "b.json");
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("relative path"), ran.err());
        assertFalse(ran.err().contains("hush"), ran.err());
    }

    @Test
    void anActionThatFailedWithoutAnErrorHasAReason() {
        server.answers("POST " + W + "/triggers/t/run" + VERSION, "202[x-ms-workflow-run-id=r1]")
                .answers("GET " + RUN + VERSION, "200 {\"name\":\"r1\",\"properties\":{\"status\":\"Failed\"}}")
                .answers(
                        "GET " + RUN + "/actions" + VERSION,
                        "200 {\"value\":[{\"name\":\"Get\",\"properties\":{\"status\":\"Failed\",\"code\":\"Found\","
                                + "\"outputs\":{\"statusCode\":302}}}]}");
        Ran ran = server.run("workflow", "run", "w", "t");
        assertEquals(2, ran.status());
        assertTrue(
                ran.err().contains("Found: The service returned the status 302. Redirects are not followed."),
                ran.err());
    }

    private static String split(String run, String status, String origin) {
        return "{\"name\":\"" + run + "\",\"properties\":{\"status\":\"" + status
                + "\",\"trigger\":{\"originHistoryName\":\"" + origin + "\"}}}";
    }

    @ParameterizedTest
    @CsvSource({"Succeeded,0", "Failed,2"})
    void theRunsOfAnArrayAreListed(String last, int status) throws IOException {
        Files.writeString(folder.resolve("body.json"), "[1,2]");
        server.answers(
                        "POST " + W + "/triggers/t/listCallbackUrl" + VERSION,
                        "200 {\"value\":\"http://elsewhere/workflows/1/triggers/t/paths/invoke?sig=s\",\"method\":\"POST\"}")
                .answers(
                        "POST /workflows/1/triggers/t/paths/invoke?sig=s",
                        "202[x-ms-trigger-history-name=h1,postern-run-count=2]")
                .answers(
                        "GET " + W + "/triggers/t/histories/h1" + VERSION,
                        "200 {\"properties\":{\"status\":\"Succeeded\",\"fired\":true,\"correlation\":{\"clientTrackingId\":\"it's\"}}}")
                .answers(
                        "GET " + W + "/runs" + VERSION
                                + "&%24top=100&%24filter=clientTrackingId%20eq%20%27it%27%27s%27",
                        "200 {\"value\":[" + split("r2", last, "h1") + "," + split("r0", "Failed", "h0") + ","
                                + split("r1", "Succeeded", "h1") + "]}");
        Ran ran = server.run("workflow", "run", "w", "t", "--body", "body.json");
        assertEquals(status, ran.status(), ran::err);
        assertEquals("h1", ran.json().path("historyName").asString());
        assertEquals(
                List.of("r1 Succeeded", "r2 " + last),
                ran.json()
                        .path("runs")
                        .valueStream()
                        .map(run -> run.path("runId").asString() + " "
                                + run.path("status").asString())
                        .toList());
    }

    @Test
    void aTriggerThatStartsNoRunSaysWhy() {
        server.answers(
                        "POST " + W + "/triggers/t/run" + VERSION,
                        "202[x-ms-trigger-history-name=h1,postern-run-count=0]")
                .answers(
                        "GET " + W + "/triggers/t/histories/h1" + VERSION,
                        "200 {\"properties\":{\"status\":\"Skipped\",\"fired\":false,\"code\":\"SplitOnEmpty\",\"error\":{\"code\":\"SplitOnEmpty\",\"message\":\"The"
                            + " array has no items.\"}}}");
        Ran ran = server.run("workflow", "run", "w", "t");
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("No run was started. SplitOnEmpty: The array has no items."), ran.err());
        server.answers("POST " + W + "/triggers/t/run" + VERSION, "202");
        assertTrue(server.run("workflow", "run", "w", "t").err().contains("workflow runs w"));
    }

    @Test
    void aRunThatCannotBeWatchedIsNamed() {
        server.answers("POST " + W + "/triggers/t/run" + VERSION, "202[x-ms-workflow-run-id=r1]")
                .answers(
                        "GET " + RUN + VERSION,
                        "503 {\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"stopping\"}}");
        Ran ran = server.run("workflow", "run", "w", "t");
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("workflow show w r1"), ran.err());
        assertEquals("", ran.out());
    }

    @Test
    void workflowsAreListedPageByPage() {
        server.answers(
                        "GET " + ALL + VERSION,
                        "200 {\"value\":[{\"name\":\"a\",\"id\":\"/a\",\"properties\":{\"state\":\"Enabled\",\"definition\":{}}}],"
                            + "\"nextLink\":\"http://elsewhere" + ALL + VERSION + "&%24skiptoken=a\"}")
                .answers(
                        "GET " + ALL + VERSION + "&%24skiptoken=a",
                        "200 {\"value\":[{\"name\":\"b\",\"id\":\"/b\",\"properties\":{\"state\":\"Disabled\"}}]}");
        assertEquals(
                "[{\"name\":\"a\",\"id\":\"/a\",\"state\":\"Enabled\"},{\"name\":\"b\",\"id\":\"/b\",\"state\":\"Disabled\"}]",
                server.run("workflow", "list", "--json").json().toString());
        assertEquals(
                "a\tEnabled\t/a\nb\tDisabled\t/b\n",
                server.run("workflow", "list", "-o", "tsv").out());
        server.answers("GET " + ALL + VERSION, "200 {\"value\":[]}");
        assertEquals("[]", server.run("workflow", "list", "--json").json().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cancel w r1   | POST   | /w/runs/r1/cancel   | 200                          | {"runId":"r1","status":"Cancelled"} | 0
        cancel w r1   | POST   | /w/runs/r1/cancel   | 400 {"error":{"code":"c","message":"m"}} | m (c)                   | 1
        resubmit w r1 | POST   | /w/runs/r1/resubmit | 202[x-ms-workflow-run-id=r2] | {"runId":"r2"}                      | 0
        resubmit w r1 | POST   | /w/runs/r1/resubmit | 409 {"error":{"code":"c","message":"m"}} | m (c)                   | 1
        enable w      | POST   | /w/enable           | 200                          | {"name":"w","state":"Enabled"}      | 0
        disable w     | POST   | /w/disable          | 200                          | {"name":"w","state":"Disabled"}     | 0
        disable w     | POST   | /w/disable          | 404 {"error":{"code":"c","message":"m"}} | m (c)                   | 1
        delete w      | DELETE | /w                  | 200                          | {"name":"w","deleted":true}         | 0
        delete w      | DELETE | /w                  | 204                          | There is no workflow 'w'.           | 1
        """, quoteCharacter = '`')
    void aChangeIsMadeOrRefused(String command, String method, String path, String answer, String printed, int status) {
        server.answers(method + " " + ALL + path + VERSION, answer);
        String[] words = ("workflow " + command).split(" ");
        Ran ran = server.run(words);
        assertEquals(status, ran.status(), ran::err);
        assertEquals(printed, status == 0 ? ran.json().toString() : ran.err().strip());
        assertEquals(64, server.run(words[0], words[1]).status());
        assertEquals(64, server.run("workflow", words[1], "w", "r1", "more").status());
    }
}
