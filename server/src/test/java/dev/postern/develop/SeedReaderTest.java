package dev.postern.develop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.MemoryLease;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed files: what is read, and what is refused with its place. */
class SeedReaderTest {
    private static SeedFile read(String json) {
        return SeedReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), MemoryLease.FREE);
    }

    @Test
    void everythingThatAFileCanHave() {
        SeedFile file = read("""
            {'mailboxes': [{'alias': 'planner', 'displayName': 'Planner'}, {'alias': 'info', 'shared': true}],
             'groups': [{'alias': 'office', 'displayName': 'Office', 'members': ['planner']}],
             'apps': [{'name': 'notifier', 'permissions': ['Mail.Send'], 'onlyTo': 'info'}, {'name': 'bare'}],
             'policies': [{'app': 'bare', 'scope': 'office', 'right': 'DenyAccess', 'description': 'No'}],
             'mail': [{'to': ['planner', 'info'], 'from': 'Orders <o@fabrikam.example>', 'subject': 'Order',
               'html': '<p>x', 'received': '2026-03-01T08:30:00+01:00', 'read': true},
               {'to': 'info', 'eml': 'Subject: x'}, {'to': 'info', 'from': 'a@b.example', 'received': '2020-01-02'}],
             'events': [{'mailbox': 'planner', 'subject': 'Plan', 'start': '2026-12-01T09:00',
               'end': '2026-12-01T10:00:00', 'timeZone': 'W. Europe Standard Time', 'location': 'Hall'},
               {'mailbox': 'planner', 'start': '2026-12-01T09:00:00Z', 'end': '2026-12-01T09:00:00Z'}]}
            """);
        assertEquals(
                List.of(false, true),
                file.mailboxes().stream().map(SeedFile.SeedMailbox::shared).toList());
        assertEquals(List.of("planner"), file.groups().getFirst().members());
        assertEquals(List.of("info"), file.apps().getFirst().onlyTo());
        assertEquals(List.of(), file.apps().get(1).permissions());
        assertEquals("DenyAccess", file.policies().getFirst().right());
        assertEquals(
                Instant.parse("2026-03-01T07:30:00Z"), file.mail().getFirst().received());
        assertEquals(
                List.of("html", "eml", "text"),
                file.mail().stream().map(SeedFile.SeedMail::type).toList());
        assertEquals(
                Instant.parse("2020-01-02T00:00:00Z"), file.mail().getLast().received());
        assertEquals(
                LocalDateTime.parse("2026-12-01T09:00"),
                file.events().getFirst().start());
        assertEquals("UTC", file.events().get(1).timeZone());
        assertEquals(0, read("{}").mailboxes().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | The content must be an object",
                "{ | not valid JSON",
                "{'mailbox': []} | Unknown member 'mailbox'. Known are apps, events,",
                "{'mailboxes': {}} | 'mailboxes' must be an array",
                "{'mailboxes': [1]} | 'mailboxes[0]' must be an object",
                "{'mailboxes': [{'alias': 'a'}, {'alias': 'b', 'share': true}]} | Unknown member 'mailboxes[1].share'",
                "{'mailboxes': [{}]} | 'mailboxes[0].alias' is missing",
                "{'mailboxes': [{'alias': 5}]} | 'mailboxes[0].alias' must be a text",
                "{'mailboxes': [{'alias': 'a', 'shared': 'yes'}]} | 'mailboxes[0].shared' must be true or false",
                "{'groups': [{'alias': 'g', 'members': [1]}]} | 'groups[0].members' must be a text or an array of"
                        + " texts",
                "{'apps': [{'permissions': []}]} | 'apps[0].name' is missing",
                "{'policies': [{'app': 'a', 'scope': 'g'}]} | 'policies[0].right' is missing",
                "{'mail': [{'from': 'a@b.example'}]} | 'mail[0].to' is missing",
                "{'mail': [{'to': 'a'}]} | 'mail[0].from' is missing",
                "{'mail': [{'to': 'a', 'from': 'x@b.example', 'text': '', 'html': ''}]} | several contents: text, html",
                "{'mail': [{'to': 'a', 'eml': 'x', 'subject': 's'}]} | contains the sender and the subject",
                "{'mail': [{'to': 'a', 'from': 'x@b.example', 'received': 'today'}]} | 'mail[0].received' must be a"
                        + " time",
                "{'mail': [{'to': 'a', 'from': 'x@b.example', 'received': '1900-01-01'}]} | must be between",
                "{'events': [{'mailbox': 'a', 'start': 'x', 'end': 'y'}]} | 'events[0].start' must be a local time",
                "{'events': [{'mailbox': 'a', 'start': '2026-12-01T10:00', 'end': '2026-12-01T09:00'}]} | before its"
                        + " start",
                "{'events': [{'mailbox': 'a', 'timeZone': 'Mars', 'start': 'x'}]} | is no time zone: 'Mars'",
            })
    void whatIsRefused(String json, String message) {
        DevelopFailure refused = assertThrows(DevelopFailure.class, () -> read(json));
        assertTrue(refused.text().contains(message), refused.text());
        assertEquals(400, refused.status());
    }

    @Test
    void everythingHasABound() {
        String names = "{'alias':'a'},".repeat(10_001);
        assertThrows(
                DevelopFailure.class, () -> read("{'mailboxes':[" + names.substring(0, names.length() - 1) + "]}"));
        assertThrows(DevelopFailure.class, () -> read("{'mailboxes':[{'alias':'" + "a".repeat(257) + "'}]}"));
        assertThrows(DevelopFailure.class, () -> SeedReader.read(new byte[SeedReader.MAX_BYTES + 1], MemoryLease.FREE));
    }
}
