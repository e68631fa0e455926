package dev.postern.workflow.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which messages fire the trigger, against a folder that answers as Graph does. */
class OutlookTriggerTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00.500Z");
    private static final OutlookConnection CONNECTION =
            new OutlookConnection("office365", "reports@contoso.example", JsonValues.object());

    private record Mail(String id, Instant received, Instant visible) {}

    private static OutlookTrigger trigger(String queries) {
        return OutlookTrigger.of(CONNECTION, JsonValues.parse(queries.replace('\'', '"')));
    }

    private static OutlookRequest request(OutlookTrigger trigger, JsonNode state) {
        return ((OutlookStep.Last) trigger.poll(state)).request();
    }

    /** A page of the folder, as Graph returns it. */
    private static JsonNode page(List<Mail> folder, OutlookRequest request, Instant now) {
        String filter = String.valueOf(request.queries().get("$filter"));
        Instant since = Instant.parse(filter.substring("receivedDateTime ge ".length()));
        return MailList.values(folder.stream()
                .filter(mail -> !mail.visible().isAfter(now) && !mail.received().isBefore(since))
                .sorted(Comparator.comparing(Mail::received))
                .skip(Integer.parseInt(request.queries().getOrDefault("$skip", "0")))
                .limit(Integer.parseInt(String.valueOf(request.queries().get("$top"))))
                .map(mail -> JsonValues.object()
                        .put("id", mail.id())
                        .put(
                                "receivedDateTime",
                                Instant.ofEpochSecond(mail.received().getEpochSecond())
                                        .toString())));
    }

    /** Polls until nothing more is there; returns the state. */
    private static JsonNode drain(
            OutlookTrigger trigger, JsonNode state, List<Mail> folder, Instant now, List<String> fired) {
        boolean more = true;
        JsonNode next = state;
        for (int polls = 0; more; polls++) {
            assertTrue(polls < 100, "the polls do not end");
            OutlookTrigger.Polled polled = trigger.items(next, page(folder, request(trigger, next), now));
            polled.messages().forEach(each -> fired.add(each.path("id").asString()));
            // the state is stored as text
            next = JsonValues.parse(polled.state().toString());
            more = polled.more();
        }
        return next;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMessageFiresOnce(long seed) {
        Random random = new Random(seed);
        OutlookTrigger trigger = trigger("{}");
        JsonNode state = OutlookTrigger.initial(START);
        List<Mail> folder = new ArrayList<>();
        folder.add(new Mail("before", START.minusSeconds(1), START.minusSeconds(1)));
        Set<String> sent = new HashSet<>();
        List<String> fired = new ArrayList<>();
        Instant now = START;
        for (int round = 0; round < 60; round++) {
            int burst = random.nextInt(5) == 0 ? random.nextInt(300) : random.nextInt(4);
            Instant received = now;
            for (int i = 0; i < burst; i++) {
                String id = "m" + sent.size();
                sent.add(id);
                // some become visible after messages that were received later
                Instant visible = random.nextInt(10) == 0 ? received.plusSeconds(random.nextInt(40)) : received;
                folder.add(new Mail(id, received, visible));
                received = received.plusMillis(random.nextInt(3) == 0 ? random.nextInt(20) : 0);
            }
            now = received.plusSeconds(random.nextInt(30));
            state = drain(trigger, state, folder, now, fired);
            // the workflow moves messages out of the folder
            folder.removeIf(mail -> fired.contains(mail.id()) && random.nextInt(4) == 0);
        }
        state = drain(trigger, state, folder, now.plusSeconds(60), fired);
        drain(trigger, state, folder, now.plusSeconds(120), fired);
        assertEquals(fired.size(), new HashSet<>(fired).size(), "a message fired twice");
        assertEquals(sent, new HashSet<>(fired));
    }

    @Test
    void moreMessagesOfOneSecondThanAPageHas() {
        OutlookTrigger trigger = trigger("{}");
        List<Mail> folder = new ArrayList<>();
        Instant at = START.plusSeconds(5);
        for (int i = 0; i < 900; i++) {
            folder.add(new Mail("m" + i, at, at));
        }
        List<String> fired = new ArrayList<>();
        JsonNode state = drain(trigger, OutlookTrigger.initial(START), folder, at, fired);
        folder.add(new Mail("late", at, at));
        drain(trigger, state, folder, at, fired);
        assertEquals(901, fired.size());
        assertEquals(901, new HashSet<>(fired).size());
        assertEquals("late", fired.getLast());
    }

    /** A folder whose responses have at most 3 messages, as for large messages. */
    private static JsonNode cut(List<Mail> folder, OutlookRequest request, Instant now) {
        ObjectNode whole = (ObjectNode) page(folder, request, now);
        List<JsonNode> all = whole.path("value").valueStream().toList();
        if (all.size() <= 3) {
            return whole;
        }
        return MailList.values(all.stream().limit(3)).put("@odata.nextLink", "https://graph.microsoft.com/next");
    }

    @Test
    void pagesThatEndEarlyContinue() {
        OutlookTrigger trigger = trigger("{}");
        List<Mail> folder = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Instant at = START.plusSeconds(i < 8 ? 5 : i);
            folder.add(new Mail("m" + i, at, at));
        }
        List<String> fired = new ArrayList<>();
        JsonNode state = OutlookTrigger.initial(START);
        Instant now = START.plusSeconds(60);
        for (int rounds = 0; rounds < 2; rounds++) {
            boolean more = true;
            for (int polls = 0; more; polls++) {
                assertTrue(polls < 100, "the polls do not end");
                OutlookTrigger.Polled polled = trigger.items(state, cut(folder, request(trigger, state), now));
                polled.messages().forEach(each -> fired.add(each.path("id").asString()));
                state = polled.state();
                more = polled.more();
            }
        }
        assertEquals(folder.stream().map(Mail::id).toList(), fired);
    }

    @Test
    void aResponseThatIsTooLargeIsAskedForInParts() {
        OutlookTrigger trigger = trigger("{'includeAttachments':true}");
        JsonNode state = OutlookTrigger.initial(START);
        List<String> tops = new ArrayList<>();
        while (trigger.smaller(state).isPresent()) {
            state = trigger.smaller(state).orElseThrow();
            tops.add(request(trigger, state).queries().get("$top") + " "
                    + request(trigger, state).queries().get("$expand"));
        }
        String bare = "1 attachments($select=id,name,contentType,size,isInline)";
        assertEquals(
                List.of(
                        "25 attachments",
                        "12 attachments",
                        "6 attachments",
                        "3 attachments",
                        "1 attachments",
                        bare,
                        bare),
                tops);
        assertFalse(
                String.valueOf(request(trigger, state).queries().get("$select")).contains(",body,"));
        List<Mail> folder =
                List.of(new Mail("A", START.plusSeconds(1), START), new Mail("B", START.plusSeconds(2), START));
        OutlookTrigger.Polled first = trigger.items(state, page(folder, request(trigger, state), START));
        assertEquals("A", first.body().at("/value/0/id").asString());
        assertTrue(first.more());
        OutlookRequest next = request(trigger, first.state());
        assertEquals("50", next.queries().get("$top"));
        OutlookTrigger.Polled second = trigger.items(first.state(), page(folder, next, START));
        assertEquals(1, second.messages().size());
        assertEquals("B", second.body().at("/value/0/id").asString());
    }

    @Test
    void theStateForgetsOldMessages() {
        OutlookTrigger trigger = trigger("{}");
        List<Mail> folder = new ArrayList<>();
        JsonNode state = OutlookTrigger.initial(START);
        List<String> fired = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Instant at = START.plusSeconds(10L * i);
            folder.add(new Mail("m" + i, at, at));
            state = drain(trigger, state, folder, at, fired);
        }
        assertEquals(500, fired.size());
        assertTrue(state.path("known").size() < 10, state::toString);
    }

    @Test
    void theFiltersOfTheTriggerAreAsked() {
        OutlookTrigger trigger = trigger(
                "{'folderPath':'Archive','from':'a@contoso.example','subjectFilter':'x','includeAttachments':true,"
                        + "'fetchOnlyWithAttachment':true,'importance':'Any','to':'b@contoso.example'}");
        OutlookRequest request = request(trigger, OutlookTrigger.initial(START));
        assertEquals(List.of("mailFolders", "archive", "messages"), request.path());
        assertEquals(
                "receivedDateTime ge 2026-11-23T10:00:00Z and hasAttachments eq true"
                        + " and (from/emailAddress/address eq 'a@contoso.example') and contains(subject,'x')",
                request.queries().get("$filter"));
        assertEquals("attachments", request.queries().get("$expand"));
        assertEquals("IdType=\"ImmutableId\"", request.headers().get("Prefer"));
        JsonNode wanted = JsonValues.parse("{\"value\":[{\"id\":\"A\",\"receivedDateTime\":\"2026-11-23T10:00:01Z\","
                + "\"toRecipients\":[{\"emailAddress\":{\"address\":\"b@contoso.example\"}}]},"
                + "{\"id\":\"B\",\"receivedDateTime\":\"2026-11-23T10:00:01Z\",\"toRecipients\":[]}]}");
        JsonNode body = trigger.items(OutlookTrigger.initial(START), wanted).body();
        assertEquals(1, body.path("value").size());
        assertEquals("A", body.at("/value/0/id").asString());
    }

    @Test
    void aSharedMailboxIsPolledWithItsOwnNames() {
        OutlookTrigger trigger =
                trigger("{'mailboxAddress':'shared@contoso.example','folderId':'Inbox','hasAttachments':true}");
        OutlookRequest request = request(trigger, OutlookTrigger.initial(START));
        assertEquals("shared@contoso.example", request.mailbox());
        assertTrue(String.valueOf(request.queries().get("$filter")).endsWith(" and hasAttachments eq true"));
        assertThrows(
                ConnectorRefused.class, () -> trigger("{'importance':'Urgent'}").poll(OutlookTrigger.initial(START)));
    }

    @Test
    void onlyTriggersForNewMailAreSupported() {
        assertTrue(OutlookTrigger.queries("get", "/v3/Mail/OnNewEmail")
                .orElseThrow()
                .contains("folderPath"));
        assertTrue(OutlookTrigger.queries("get", "/v2/SharedMailbox/Mail/OnNewEmail")
                .orElseThrow()
                .contains("folderId"));
        assertTrue(OutlookTrigger.queries("get", "/v3/Mail/OnFlaggedEmail").isEmpty());
        assertTrue(OutlookTrigger.queries("post", "/v3/Mail/OnNewEmail").isEmpty());
    }
}
