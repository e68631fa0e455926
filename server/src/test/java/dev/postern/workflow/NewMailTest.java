package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import dev.postern.workflow.WorkflowBench.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The trigger for new mail of the Office 365 Outlook connector, on both engines, against a folder on loopback. */
class NewMailTest {
    private static final Duration POLL = Duration.ofMinutes(3);
    private static final String SPLIT = "'splitOn':'@triggerBody()?[`value`]'";
    private static final String SUBJECT = "'C':{'type':'Compose','inputs':'@triggerBody()?[`subject`]'}";

    private static String workflow(String queries, String more, String actions) {
        return "{'parameters':{'$connections':{'type':'Object','defaultValue':{'office365':{'connectionId':'/c/office365',"
            + "'id':'/x/managedApis/office365','mailbox':'reports@contoso.example'}}}},"
            + "'triggers':{'t':{'type':'ApiConnection','recurrence':{'frequency':'Minute','interval':3},"
            + "'inputs':{'host':{'connection':{'name':'@parameters(`$connections`)[`office365`][`connectionId`]'}},"
            + "'method':'get','path':'/v3/Mail/OnNewEmail','queries':{" + queries
                + "},'retryPolicy':{'type':'fixed','count':1,'interval':'PT30S'}}," + more + "}},'actions':{" + actions
                + "}}";
    }

    /** A bench with a folder, and the saved workflow {@code w} after its first poll. */
    private static MailFolderService started(WorkflowBench bench, String more, String actions) {
        var folder = new MailFolderService();
        bench.behaviour = folder::answer;
        folder.receive("before", WorkflowBench.START.minusSeconds(1));
        bench.start();
        bench.put("w", workflow("'folderPath':'Inbox'", more, actions));
        bench.run();
        return folder;
    }

    /** Lets as much time pass as the timers of pages and pieces need. */
    private static void settle(WorkflowBench bench) {
        for (int i = 0; i < 12; i++) {
            bench.move(Duration.ofMillis(500));
        }
    }

    private static void receive(WorkflowBench bench, MailFolderService folder, String... subjects) {
        for (String subject : subjects) {
            folder.receive(subject, bench.clock.now());
        }
    }

    private static void poll(WorkflowBench bench) {
        bench.move(POLL);
        settle(bench);
    }

    private static List<JsonNode> runs(WorkflowBench bench) {
        return bench.get("/w/runs?$top=100").path("value").valueStream().toList();
    }

    private static List<String> subjects(WorkflowBench bench) {
        return runs(bench).stream()
                .map(run -> bench.action("w", run.path("name").asString(), "C")
                        .path("outputs")
                        .asString(""))
                .sorted()
                .toList();
    }

    private static List<String> statuses(WorkflowBench bench) {
        return TriggerRunTest.histories(bench).stream()
                .map(one ->
                        one.path("status").asString() + " " + one.path("code").asString(""))
                .toList();
    }

    private static List<String> paths(WorkflowBench bench) {
        return bench.seen.stream()
                .map(call -> call.path().replaceFirst("\\?.*", ""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachNewMailStartsOneRun(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            assertEquals(List.of("Skipped NoData"), statuses(bench));
            bench.clock.tick(Duration.ofSeconds(30));
            receive(bench, folder, "a", "b");
            poll(bench);
            assertEquals(List.of("a", "b"), subjects(bench));
            assertEquals(List.of("Succeeded ", "Succeeded ", "Succeeded ", "Skipped NoData"), statuses(bench));
            receive(bench, folder, "c");
            poll(bench);
            poll(bench);
            assertEquals(List.of("a", "b", "c"), subjects(bench));
            Seen call = bench.seen.getLast();
            assertEquals(
                    List.of("/v1.0/users/reports@contoso.example/mailFolders/inbox/messages"),
                    paths(bench).stream().distinct().toList());
            assertTrue(
                    String.valueOf(call.headers().get("authorization")).endsWith("-for-https://graph.microsoft.com"));
            assertEquals("IdType=\"ImmutableId\"", call.headers().get("prefer"));
            // A manual run polls now.
            receive(bench, folder, "d");
            assertEquals(202, bench.send("POST", "/w/triggers/t/run", "").status());
            settle(bench);
            assertEquals(List.of("a", "b", "c", "d"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutSplitOnARunGetsAllMailsOfAPoll(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(
                    bench, "'metadata':{}", "'C':{'type':'Compose','inputs':'@{length(triggerBody()?[`value`])}'}");
            receive(bench, folder, "a", "b");
            poll(bench);
            assertEquals(List.of("2"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void moreMailThanAPageIsAskedForAtOnce(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            IntStream.range(0, 60).forEach(i -> folder.receive("m" + i, bench.clock.now()));
            IntStream.range(60, 90)
                    .forEach(i -> folder.receive("m" + i, bench.clock.now().plusSeconds(i)));
            poll(bench);
            assertEquals(90, runs(bench).size());
            assertEquals(90, subjects(bench).stream().distinct().count());
            poll(bench);
            assertEquals(90, runs(bench).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMailThatIsTooLargeComesWithoutTheContentsOfItsAttachments(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            bench.put("w", workflow("'folderPath':'Inbox','includeAttachments':true", SPLIT, SUBJECT));
            String large = "x".repeat(11 << 20);
            bench.behaviour = call -> {
                Answer answer = folder.answer(call);
                return answer.body().contains("large") && call.path().contains("$expand=attachments&")
                        ? new Answer(200, MailFolderService.JSON, large)
                        : answer;
            };
            for (String subject : List.of("a", "large", "c")) {
                receive(bench, folder, subject);
                bench.clock.tick(Duration.ofSeconds(1));
            }
            poll(bench);
            assertEquals(List.of("a", "c", "large"), subjects(bench));
            assertTrue(bench.seen.stream()
                    .anyMatch(call -> call.path().contains("$top=1&$expand=attachments%28%24select%3D")));
            poll(bench);
            assertEquals(3, runs(bench).size());
            assertTrue(statuses(bench).stream().noneMatch(status -> status.startsWith("Failed")));
            // What does not fit at all is reported, after the retry.
            bench.behaviour = call -> new Answer(200, MailFolderService.JSON, large);
            poll(bench);
            bench.move(Duration.ofSeconds(30));
            assertEquals("Failed ResponseTooLarge", statuses(bench).getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPollThatACrashInterruptsIsRepeated(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            receive(bench, folder, "a", "b");
            bench.behaviour = call -> {
                // So the transaction after the poll fails.
                bench.database().write(sql -> sql.update("alter table workflow_split rename to hidden"));
                return folder.answer(call);
            };
            bench.move(POLL);
            assertEquals(2, bench.seen.size());
            bench.kill();
            bench.open();
            bench.database().write(sql -> sql.update("alter table hidden rename to workflow_split"));
            assertEquals(List.of("Skipped NoData"), statuses(bench));
            bench.behaviour = folder::answer;
            bench.start();
            bench.move(Duration.ofMinutes(10));
            settle(bench);
            assertEquals(List.of("a", "b"), subjects(bench));
            assertEquals(
                    bench.seen.get(1).headers().get("client-request-id"),
                    bench.seen.get(2).headers().get("client-request-id"));
            bench.kill();
            bench.open();
            bench.start();
            poll(bench);
            assertEquals(List.of("a", "b"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPollOfAnEarlierVersionStartsNothing(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            receive(bench, folder, "a");
            bench.clock.tick(Duration.ofSeconds(5));
            bench.behaviour = call -> {
                bench.behaviour = folder::answer;
                bench.put("w", workflow("'folderPath':'Archive'", SPLIT, SUBJECT));
                return folder.answer(call);
            };
            poll(bench);
            assertEquals(List.of(), subjects(bench));
            assertEquals(3, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFailedPollIsInTheHistoryAndLosesNoMail(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            receive(bench, folder, "a");
            bench.behaviour = call -> new Answer(
                    403, MailFolderService.JSON, "{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"No.\"}}");
            poll(bench);
            assertEquals(List.of("Failed Forbidden", "Skipped NoData"), statuses(bench));
            String history =
                    bench.get("/w/triggers/t/histories").at("/value/0/name").asString();
            JsonNode failed = bench.get("/w/triggers/t/histories/" + history).path("properties");
            assertTrue(failed.toString().contains("outputsLink"), failed::toString);
            bench.behaviour = call -> new Answer(503, Map.of(), "");
            poll(bench);
            assertEquals(3, bench.seen.size());
            bench.move(Duration.ofSeconds(30));
            assertEquals(4, bench.seen.size());
            assertEquals("Failed ServiceUnavailable", statuses(bench).getFirst());
            bench.behaviour = call -> new Answer(200, Map.of(), "maintenance");
            poll(bench);
            assertEquals("Failed BadGateway", statuses(bench).getFirst());
            assertEquals(List.of(), subjects(bench));
            bench.behaviour = folder::answer;
            poll(bench);
            assertEquals(List.of("a"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFolderIsFoundByItsPath(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            bench.put("w", workflow("'folderPath':'@concat(`Inbox/`,`Reports`)'", SPLIT, SUBJECT));
            bench.seen.clear();
            bench.behaviour = call -> call.path().contains("childFolders")
                    ? new Answer(200, MailFolderService.JSON, "{\"value\":[{\"id\":\"F\"}]}")
                    : folder.answer(call);
            receive(bench, folder, "a");
            bench.run();
            settle(bench);
            assertEquals(
                    List.of(
                            "/v1.0/users/reports@contoso.example/mailFolders/inbox/childFolders",
                            "/v1.0/users/reports@contoso.example/mailFolders/F/messages"),
                    paths(bench));
            assertEquals(List.of("a"), subjects(bench));
            bench.behaviour = call -> new Answer(200, MailFolderService.JSON, "{\"value\":[]}");
            poll(bench);
            assertEquals("Failed NotFound", statuses(bench).getFirst());
            bench.put("w", workflow("'importance':'@{concat(`Urgent`)}'", SPLIT, SUBJECT));
            bench.move(Duration.ofSeconds(1));
            assertEquals("Failed BadRequest", statuses(bench).getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyASaveThatChangesWhatIsAskedStartsAgain(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(bench, SPLIT, SUBJECT);
            receive(bench, folder, "a");
            bench.clock.tick(Duration.ofSeconds(5));
            bench.put("w", workflow("'folderPath':'Inbox'", SPLIT, SUBJECT + ",'D':{'type':'Compose','inputs':1}"));
            bench.run();
            assertEquals(1, bench.seen.size());
            poll(bench);
            assertEquals(List.of("a"), subjects(bench));
            receive(bench, folder, "b");
            bench.clock.tick(Duration.ofSeconds(5));
            bench.put("w", workflow("'folderPath':'Inbox','importance':'High'", SPLIT, SUBJECT));
            bench.run();
            poll(bench);
            assertEquals(List.of("a"), subjects(bench));
            bench.send("POST", "/w/disable", "");
            receive(bench, folder, "c");
            int calls = bench.seen.size();
            poll(bench);
            assertEquals(calls, bench.seen.size());
            bench.send("POST", "/w/enable", "");
            receive(bench, folder, "d");
            poll(bench);
            assertEquals(List.of("a", "d"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailWaitsForRoom(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(
                    bench,
                    "'runtimeConfiguration':{'concurrency':{'runs':1,'maximumWaitingRuns':1}}",
                    "'W':{'type':'Wait','inputs':{'interval':{'count':1,'unit':'Hour'}}},"
                        + "'C':{'type':'Compose','inputs':'@triggerBody()[`value`][0][`subject`]','runAfter':{'W':['Succeeded']}}");
            for (String subject : List.of("a", "b", "c")) {
                receive(bench, folder, subject);
                poll(bench);
            }
            assertEquals(2, runs(bench).size());
            int calls = bench.seen.size();
            poll(bench);
            assertEquals(calls, bench.seen.size());
            for (int hours = 0; hours < 4; hours++) {
                bench.move(Duration.ofHours(1));
                settle(bench);
            }
            assertEquals(List.of("a", "b", "c"), subjects(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aConditionThatIsNotMetStartsNoRun(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            MailFolderService folder = started(
                    bench,
                    SPLIT + ",'conditions':[{'expression':'@greater(length(triggerBody()?[`value`]),1)'}]",
                    SUBJECT);
            receive(bench, folder, "a");
            poll(bench);
            assertEquals(List.of("Skipped TriggerConditionNotMet", "Skipped NoData"), statuses(bench));
            receive(bench, folder, "b", "c");
            poll(bench);
            assertEquals(List.of("b", "c"), subjects(bench));
        }
    }
}
