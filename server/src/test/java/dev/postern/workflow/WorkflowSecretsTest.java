package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Secrets that the history of runs neither shows nor stores, although calls get them. */
class WorkflowSecretsTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";
    private static final Pattern LINK = Pattern.compile("/contents/(inputs|outputs)\\?");

    /** Returns the content of the history tables. */
    private static String kept(WorkflowBench bench) {
        return bench.database()
                .read(sql -> String.join(
                        "\n",
                        sql.list(
                                        "select coalesce(inputs, '') || coalesce(outputs, '') || coalesce(error, '')"
                                                + " || retries || coalesce(poll, '') from workflow_action",
                                        row -> row.text(1))
                                .toString(),
                        sql.list(
                                        "select trigger_record || coalesce(outputs, '') || coalesce(error, '') || "
                                                + "coalesce(response, '') || coalesce(code, '') from workflow_run",
                                        row -> row.text(1))
                                .toString()));
    }

    private static long working(WorkflowBench bench) {
        return bench.database().read(sql -> sql.number("select count(*) from workflow_working"));
    }

    /** Returns everything that the API shows of a run. */
    private static String shown(WorkflowBench bench, String workflow, String run) {
        var text = new StringBuilder(bench.get("/" + workflow + "/runs").toString());
        text.append(bench.get("/" + workflow + "/triggers/manual/histories"));
        JsonNode actions = bench.get("/" + workflow + "/runs/" + run + "/actions");
        text.append(actions);
        for (JsonNode action : actions.path("value")) {
            for (String part : List.of("inputsLink", "outputsLink")) {
                String uri = action.path("properties").path(part).path("uri").asString("");
                if (!uri.isEmpty()) {
                    assertTrue(LINK.matcher(uri).find(), uri);
                    text.append(WorkflowBench.json(bench.call(URI.create(uri), "GET", "")));
                }
            }
        }
        return text.toString();
    }

    private static void assertContainsNone(String text, String... secrets) {
        for (String secret : secrets) {
            assertFalse(
                    text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT)), secret + " in " + text);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void valuesOfSecureParametersAreShownNowhere(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(
                    200,
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "X-Echo",
                            call.headers().getOrDefault("x-any", "")),
                    call.body());
            bench.put(
                    "w",
                    "{" + MANUAL + ",'parameters':{'s':{'type':'securestring','defaultValue':'Tr0ub &4<dor'},"
                            + "'o':{'type':'SecureObject','defaultValue':{'deep':['under-water'],'pin':73219988}}},"
                            + "'actions':{'C':{'type':'Compose','inputs':{'a':'x@{parameters(`s`)}y',"
                            + "'b':'@uriComponent(parameters(`s`))','c':'@base64(concat(`user:`,parameters(`s`)))',"
                            + "'d':'@string(parameters(`o`))','e':'@toUpper(parameters(`s`))',"
                            + "'f':'@parameters(`o`).pin','@{parameters(`s`)}':'key','g':'open'}},"
                            + "'H':{'type':'Http','runAfter':{'C':['Succeeded']},'inputs':{'method':'POST','uri':'"
                            + bench.address() + "/p','queries':{'q':'@parameters(`s`)'},"
                            + "'headers':{'X-Any':'@parameters(`s`)'},'body':'@outputs(`C`)'}},"
                            + "'I':{'type':'Http','runAfter':{'H':['Succeeded']},'inputs':{'method':'POST','uri':'"
                            + bench.address() + "/second','body':'@body(`H`)'}},"
                                              + "'Bad':{'type':'Compose','runAfter':{'I':['Succeeded']},'inputs':'@int(parameters(`s`))'}},"
                                              + "'outputs':{'out':{'type':'Object','value':'@outputs(`C`)'}}}");
            String run = bench.fire("w", "manual");
            assertEquals(2, bench.seen.size());
            assertTrue(bench.seen.getFirst().path().contains("q=Tr0ub%20%264%3Cdor"), bench.seen.getFirst()::path);
            assertEquals("Tr0ub &4<dor", bench.seen.getFirst().headers().get("x-any"));
            String second = bench.seen.getLast().body();
            assertTrue(second.contains("xTr0ub &4<dory") && second.contains("under-water"), second);
            String[] secrets = {
                "Tr0ub &4<dor",
                "Tr0ub+%264%3Cdor",
                "Tr0ub%20%264%3Cdor",
                "73219988",
                "under-water",
                "dXNlcjpUcjB1",
                "VHIwdWIg"
            };
            assertContainsNone(kept(bench), secrets);
            String shown = shown(bench, "w", run);
            assertContainsNone(shown, secrets);
            assertTrue(shown.contains("*sanitized*") && shown.contains("open"), shown);
            assertEquals(0, working(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void secretsAreKnownByTheirNamesAndForms(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(
                    200,
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "Set-Cookie",
                            "s=hush-1",
                            "X-Session-Token",
                            "hush-2",
                            "Location",
                            "https://x.example/?sig=hush-3&se=5"),
                    "{\"access_token\":\"hush-4\",\"nested\":{\"refresh_token\":\"hush-5\",\"Client_Secret\":\"hush-6\"},"
                        + "\"list\":[{\"name\":\"Authorization\",\"value\":\"hush-7\"}],\"expires_in\":3599}");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{'HTTP':{'type':'Http','inputs':{'method':'POST','uri':'"
                            + bench.address()
                            + "/x?code=hush-8&open=yes&X-Amz-Signature=hush-9&%73ig=hush-0','queries':{'subscription-key':"
                            + "'hush-a','api_key':'hush-b','page':'seven'},'headers':{'authorization':'hush-c',"
                            + "'Proxy-Authorization':'hush-d','X-Api-Key':'hush-e','Ocp-Apim-Subscription-Key':'hush-f',"
                            + "'x-functions-key':'hush-g','api-key':'hush-h','X-Vault-Token':'hush-i','my-secret':'hush-j',"
                            + "'X-Open':'seen'},'cookie':'a=hush-k','body':'grant_type=password&client_secret=hush-l"
                            + "&username=eve&password=hush-m'}},"
                            + "'C':{'type':'Compose','runAfter':{'HTTP':['Succeeded']},'inputs':{'h':'Authorization:"
                            + " Bearer hush-n-0123456789','authentication':{'type':'Raw','value':'hush-o'},'b':'Basic"
                            + " aHVzaDpodXNo','again':'@body(`HTTP`).access_token','x':'@body(`HTTP`)?[`nested`]',"
                            + "'u':'https://eve:hush-p@x.example/','j':'{\\\"access_token\\\":\\\"hush-q\\\"}'}}}}");
            String run = bench.fire("w", "manual");
            assertEquals("Succeeded", bench.status("w", run));
            WorkflowBench.Seen call = bench.seen.getFirst();
            assertTrue(
                    call.path().contains("code=hush-8") && call.path().contains("subscription-key=hush-a"), call::path);
            assertEquals("hush-e", call.headers().get("x-api-key"));
            assertEquals("a=hush-k", call.headers().get("cookie"));
            assertTrue(call.body().contains("client_secret=hush-l"), call::body);
            // A value with the name of a token is masked. Under another name, to which an expression assigned it, it
            // is an ordinary value.
            String kept = kept(bench).replace("\"again\":\"hush-4\"", "");
            assertContainsNone(kept, "hush", "aHVzaDpodXNo");
            assertContainsNone(shown(bench, "w", run).replace("\"again\":\"hush-4\"", ""), "hush", "aHVzaDpodXNo");
            for (String open : List.of("open=yes", "seven", "seen", "username=eve", "3599", "se=5")) {
                assertTrue(kept.contains(open), () -> open + " in " + kept);
            }
            assertEquals(0, working(bench));
        }
    }

    private static String secured(String properties) {
        return "'runtimeConfiguration':{'secureData':{'properties':[" + properties + "]}}";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void securedDataAndValuesDerivedFromItAreAbsent(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(
                    200,
                    Map.of("Content-Type", "application/json"),
                    call.path().equals("/one") ? "{\"v\":\"hush-1\"}" : "{\"open\":\"shown\"}");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{"
                            + "'A':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                            + "/one','body':'hush-2'}," + secured("'inputs','outputs'") + "},"
                            + "'B':{'type':'Http','runAfter':{'A':['Succeeded']},'inputs':{'method':'POST','uri':'"
                            + bench.address() + "/two','body':'@body(concat(`a`,``)).v'}},"
                                              + "'C':{'type':'Compose','runAfter':{'B':['Succeeded']},'inputs':'@toUpper(body(`A`).v)'},"
                                              + "'D':{'type':'Compose','runAfter':{'C':['Succeeded']},'inputs':'@concat(outputs(`C`),`!`)'},"
                                              + "'E':{'type':'Compose','runAfter':{'D':['Succeeded']},'inputs':{'i':'@actions(`A`).inputs',"
                                              + "'o':'@body(`B`)'}},"
                                              + "'F':{'type':'Compose','runAfter':{'E':['Succeeded']},'inputs':'@body(`B`)'},"
                                              + "'G':{'type':'Compose','runAfter':{'F':['Succeeded']},'inputs':'@int(body(`A`).v)'},"
                                              + "'T':{'type':'Terminate','runAfter':{'G':['Failed']},'inputs':{'runStatus':'Failed',"
                                              + "'runError':{'code':'@body(`A`).v','message':'@outputs(`D`)'}}}}}");
            String run = bench.fire("w", "manual");
            assertEquals("hush-2", bench.seen.getFirst().body());
            assertEquals("hush-1", bench.seen.getLast().body());
            assertContainsNone(kept(bench), "hush");
            assertContainsNone(shown(bench, "w", run), "hush");
            assertEquals("Failed", bench.status("w", run));
            for (String action : List.of("A", "B", "C", "D", "E")) {
                JsonNode properties = bench.action("w", run, action);
                assertFalse(properties.has("inputs") || properties.has("inputsLink"), properties::toString);
                assertEquals(action.equals("B"), properties.has("outputs"), properties::toString);
            }
            assertEquals(
                    "shown",
                    bench.action("w", run, "F").path("outputs").path("open").asString());
            assertEquals(0, working(bench));
        }
    }

    /** The value of the parameter is {@code {"key":hush-1 hush-2}}, so that errors may quote a part of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {'type':'Compose','inputs':'@json(parameters(`s`))'}
        {'type':'Compose','inputs':'@int(substring(parameters(`s`),7,6))'}
        {'type':'Compose','inputs':'@createArray(1)[substring(parameters(`s`),7,6)]'}
        {'type':'Compose','inputs':'@json(`{}`)[substring(parameters(`s`),7,6)]'}
        {'type':'Compose','inputs':'@xml(concat(`<a>`,substring(parameters(`s`),7,6),`</`,substring(parameters(`s`),7,6),`>`))'}
        {'type':'ParseJson','inputs':{'content':'@parameters(`s`)','schema':{}}}
        {'type':'Query','inputs':{'from':'@createArray(1)','where':'@json(`{}`)[substring(parameters(`s`),7,6)]'}}
        {'type':'Until','expression':'@json(`{}`)[substring(parameters(`s`),7,6)]','limit':{'count':1},'actions':{}}
        {'type':'If','expression':'@json(`{}`)[substring(parameters(`s`),7,6)]','actions':{}}
        {'type':'Foreach','foreach':'@json(`{}`)[substring(parameters(`s`),7,6)]','actions':{}}
        {'type':'Compose','inputs':1,'trackedProperties':{'a':'@json(`{}`)[substring(parameters(`s`),7,6)]'}}
        """)
    void anErrorShowsNoPartOfASecureParameter(String action) {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            bench.put(
                    "w",
                    "{" + MANUAL + ",'parameters':{'s':{'type':'securestring','defaultValue':'{`key`:hush-1 hush-2}'}},"
                            + "'actions':{'A':" + action + "},'outputs':{'o':{'type':'String',"
                            + "'value':'@json(`{}`)[substring(parameters(`s`),7,6)]'}}}");
            String run = bench.fire("w", "manual");
            assertContainsNone(kept(bench), "hush");
            assertContainsNone(shown(bench, "w", run), "hush");
        }
    }

    /** What actions make of a secret is masked by nothing but its value. */
    @Test
    void aPartOfASecureParameterIsShownUnlessTheActionIsSecured() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            String part = "'inputs':'@substring(parameters(`s`),0,4)'";
            bench.put(
                    "w",
                    "{" + MANUAL + ",'parameters':{'s':{'type':'securestring','defaultValue':'hush-hush'}},'actions':{"
                            + "'A':{'type':'Compose'," + part + "," + secured("'inputs'") + "},"
                            + "'B':{'type':'Compose','inputs':'@json(parameters(`s`))'}}}");
            String run = bench.fire("w", "manual");
            assertContainsNone(shown(bench, "w", run), "hush");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'parameters':{'s':{'type':'securestring','defaultValue':'hush-hush'}},'actions':{"
                            + "'A':{'type':'Compose'," + part + "}}}");
            assertTrue(shown(bench, "w", bench.fire("w", "manual")).contains("hush"));
        }
    }

    @Test
    void aTriggerShowsNoPartOfASecureParameterInAnError() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            bench.put(
                    "w",
                    "{'parameters':{'s':{'type':'securestring','defaultValue':'hush-1 hush-2'}},'triggers':{'manual':{"
                        + "'type':'Request','conditions':[{'expression':'@json(`{}`)[substring(parameters(`s`),0,6)]'}]}},"
                        + "'actions':{}}");
            bench.call(bench.callback("w", "manual"), "POST", "{}");
            String histories = bench.get("/w/triggers/manual/histories").toString();
            assertTrue(histories.contains("InvalidTemplate"), histories);
            assertContainsNone(histories, "hush");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatActionsMakeOfSecuredDataIsAbsent(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(
                    200,
                    Map.of("Content-Type", "application/json"),
                    "{\"v\":[\"hush-1\",\"hush-2\"],\"n\":\"hush-3\"}");
            String after = "'runAfter':{'%s':['Succeeded','Failed']},";
            bench.put(
                    "w",
                    "{" + MANUAL + ",'actions':{"
                            + "'I':{'type':'InitializeVariable','inputs':{'variables':[{'name':'x','type':'String'}]}},"
                            + "'A':{'type':'Http'," + after.formatted("I") + "'inputs':{'method':'GET','uri':'"
                            + bench.address() + "/one'}," + secured("'outputs'") + "},"
                            + "'P':{'type':'ParseJson'," + after.formatted("A")
                            + "'inputs':{'content':'@body(`A`)','schema':{}}},"
                            + "'M':{'type':'ParseJson'," + after.formatted("P")
                            + "'inputs':{'content':'@body(`A`).n','schema':{}}},"
                            + "'Q':{'type':'Query'," + after.formatted("M")
                            + "'inputs':{'from':'@body(`A`).v','where':'@true'}},"
                            + "'S':{'type':'Select'," + after.formatted("Q")
                            + "'inputs':{'from':'@body(`A`).v','select':'@item()'}},"
                            + "'J':{'type':'Join'," + after.formatted("S")
                            + "'inputs':{'from':'@body(`A`).v','joinWith':','}},"
                            + "'T':{'type':'Table'," + after.formatted("J")
                            + "'inputs':{'format':'CSV','from':'@body(`S`)','columns':[{'header':'h','value':'@item()'}]}},"
                            + "'V':{'type':'SetVariable'," + after.formatted("T")
                            + "'inputs':{'name':'x','value':'@{body(`A`).v[0]}'}},"
                            + "'W':{'type':'Compose'," + after.formatted("V") + "'inputs':'@variables(`x`)'},"
                            + "'F':{'type':'Foreach'," + after.formatted("W") + "'foreach':'@body(`A`).v','actions':{"
                            + "'E':{'type':'Compose','inputs':'@item()'},"
                            + "'C':{'type':'Switch'," + after.formatted("E")
                            + "'expression':'@items(`F`)','cases':{},'default':{'actions':{}}}}}}}");
            String run = bench.fire("w", "manual");
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals("Failed", bench.action("w", run, "M").path("status").asString());
            assertContainsNone(kept(bench), "hush");
            assertContainsNone(shown(bench, "w", run), "hush");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyTheRunReadsASecuredTrigger(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{'triggers':{'manual':{'type':'Request','kind':'Http'," + secured("'outputs'") + "}},"
                            + "'actions':{'H':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                            + "/x','body':'@triggerBody().v'}},"
                            + "'R':{'type':'Response','runAfter':{'H':['Succeeded']},'inputs':{'statusCode':200,"
                            + "'headers':{'X-Api-Key':'@triggerBody().v'},'body':'@triggerBody().v'}}},"
                            + "'outputs':{'o':{'type':'String','value':'@triggerBody().v'}}}");
            JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
            URI uri = URI.create(callback.path("value").asString());
            var answers = new ArrayBlockingQueue<Response>(1);
            var _ = Thread.ofVirtual().start(() -> answers.add(bench.call(uri, "POST", "{\"v\":\"hush-9\"}")));
            while (answers.isEmpty()) {
                bench.run();
                Thread.onSpinWait();
            }
            Response answer = answers.take();
            assertEquals(200, answer.status());
            assertEquals(
                    "hush-9",
                    java.util.Objects.requireNonNull(answer.headers().get("X-Api-Key"))
                            .getFirst());
            assertEquals("hush-9", bench.seen.getFirst().body());
            String run = bench.get("/w/runs").path("value").get(0).path("name").asString();
            assertEquals("Succeeded", bench.status("w", run));
            assertContainsNone(kept(bench), "hush");
            assertContainsNone(shown(bench, "w", run), "hush");
            bench.move(Duration.ofMinutes(12));
            bench.kill();
            bench.open();
            bench.start();
            assertEquals(1, working(bench), "only the sealed data of the trigger, for another run");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCopyOfTheDatabaseHasNoSecretOfARunWhileItRunsNorAfterwards(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var during = new java.util.concurrent.atomic.AtomicReference<>("");
            bench.behaviour = call -> {
                during.set(bench.copy());
                return new Answer(
                        200, Map.of("Content-Type", "application/json"), "{\"password\":\"hush-3-of-the-answer\"}");
            };
            bench.put(
                    "w",
                    "{'triggers':{'manual':{'type':'Request','kind':'Http'," + secured("'outputs'") + "}},"
                            + "'parameters':{'s':{'type':'SecureString','defaultValue':'hush-1-of-the-parameter'}},"
                            + "'actions':{'H':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                            + "/x','headers':{'X-Any':'@parameters(`s`)'},'body':'@triggerBody().v'}},"
                            + "'R':{'type':'Response','runAfter':{'H':['Succeeded']},'inputs':{'statusCode':200,"
                            + "'body':'@concat(parameters(`s`),triggerBody().v)'}}}}");
            JsonNode callback = WorkflowBench.json(bench.send("POST", "/w/triggers/manual/listCallbackUrl", ""));
            URI uri = URI.create(callback.path("value").asString());
            String large = "hush-2-of-the-trigger".repeat(1000);
            var answers = new ArrayBlockingQueue<Response>(1);
            var _ = Thread.ofVirtual().start(() -> answers.add(bench.call(uri, "POST", "{\"v\":\"" + large + "\"}")));
            while (answers.isEmpty()) {
                bench.run();
                Thread.onSpinWait();
            }
            assertEquals(200, answers.take().status());
            assertEquals(large, bench.seen.getFirst().body());
            assertTrue(during.get().contains("sealed:"), "the copy is one");
            assertFalse(during.get().contains("hush-"));
            assertFalse(bench.copy().contains("hush-"));
            assertEquals(1, working(bench), "a response that was fetched is deleted, the data of the trigger are kept");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRetryAfterARestartSendsWhatTheFirstAttemptSent(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(bench.seen.size() == 1 ? 503 : 200, Map.of(), "");
            bench.put(
                    "w",
                    "{" + MANUAL + ",'parameters':{'s':{'type':'SecureString','defaultValue':'hush-hush'}},"
                            + "'actions':{'H':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                            + "/x','headers':{'Authorization':'Key @{parameters(`s`)}'},'body':'@parameters(`s`)'}}}}");
            String run = bench.fire("w", "manual");
            assertContainsNone(kept(bench), "hush");
            assertContainsNone(shown(bench, "w", run), "hush");
            bench.kill();
            bench.open();
            bench.start();
            bench.move(Duration.ofMinutes(1));
            assertEquals(2, bench.seen.size());
            assertEquals("Key hush-hush", bench.seen.getLast().headers().get("authorization"));
            assertEquals("hush-hush", bench.seen.getLast().body());
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(0, working(bench));
        }
    }
}
