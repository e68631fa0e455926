package dev.postern.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.AutomaticReplies.Audience;
import dev.postern.mailbox.setting.AutomaticReplies.Status;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;

/** Which messages get automatic replies, and which of the two texts. */
class AutomaticReplyRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Set<String> OWN = Set.of("anna@contoso.example", "a.alias@contoso.example");

    private static AutomaticReplies replies(
            Status status, Audience audience, @Nullable String from, @Nullable String to) {
        AutomaticReplies.Window window =
                from == null || to == null ? null : new AutomaticReplies.Window(time(from), time(to));
        return new AutomaticReplies(status, audience, "inside", "outside", window, 1);
    }

    private static AutomaticReplies.Time time(String text) {
        return AutomaticReplies.Time.of(LocalDateTime.parse(text), "W. Europe Standard Time");
    }

    private static String reply(
            AutomaticReplies replies,
            String sender,
            String recipients,
            String headers,
            boolean internal,
            boolean contact) {
        Envelope envelope = new Envelope(MailFixture.TENANT, sender, Set.of("anna@contoso.example"));
        AutomaticReplyRules rules =
                AutomaticReplyRules.of(envelope, MailFixture.json("{" + recipients + "}"), (ArrayNode)
                        MailFixture.json("{'headers':[" + headers + "]}").get("headers"));
        return rules.message(replies, OWN, internal, () -> contact, NOW);
    }

    private static String to(String property, String address) {
        return "'" + property + "':[{'emailAddress':{'address':'" + address + "'}}]";
    }

    private static String always(String sender, String recipients, String headers) {
        return reply(
                replies(Status.ALWAYS_ENABLED, Audience.ALL, null, null), sender, recipients, headers, true, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bert@contoso.example | toRecipients | anna@contoso.example | | inside",
                "bert@contoso.example | ccRecipients | A.Alias@contoso.example | | inside",
                "bert@contoso.example | toRecipients | staff@contoso.example | | ''",
                "anna@contoso.example | toRecipients | anna@contoso.example | | ''",
                "'' | toRecipients | anna@contoso.example | | ''",
                "MAILER-DAEMON@fabrikam.example | toRecipients | anna@contoso.example | | ''",
                "no-reply@fabrikam.example | toRecipients | anna@contoso.example | | ''",
                "owner-list@fabrikam.example | toRecipients | anna@contoso.example | | ''",
                "list-request@fabrikam.example | toRecipients | anna@contoso.example | | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | Auto-Submitted:no | inside",
                "bert@contoso.example | toRecipients | anna@contoso.example | Auto-Submitted:auto-replied | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | auto-submitted:Auto-Generated | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | Precedence:bulk | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | X-MS-Exchange-Inbox-Rules-Loop:x | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | Precedence:first-class | inside",
                "bert@contoso.example | toRecipients | anna@contoso.example | List-Id:<l.fabrikam.example> | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | List-Unsubscribe:<mailto:x> | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | X-Auto-Response-Suppress:DR, OOF | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | X-Auto-Response-Suppress:All | ''",
                "bert@contoso.example | toRecipients | anna@contoso.example | X-Auto-Response-Suppress:AutoReply |"
                        + " inside"
            })
    void messages(String sender, String property, String address, @Nullable String header, String expected) {
        String headers = header == null
                ? ""
                : "{'name':'" + header.split(":", 2)[0] + "','value':'" + header.split(":", 2)[1] + "'}";
        assertEquals(expected, always(sender, to(property, address), headers));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, false, inside",
        "NONE, false, true, ''",
        "CONTACTS_ONLY, false, false, ''",
        "CONTACTS_ONLY, false, true, outside",
        "ALL, false, false, outside"
    })
    void audiences(Audience audience, boolean internal, boolean contact, String expected) {
        assertEquals(
                expected,
                reply(
                        replies(Status.ALWAYS_ENABLED, audience, null, null),
                        "carl@fabrikam.example",
                        to("toRecipients", "anna@contoso.example"),
                        "",
                        internal,
                        contact));
    }

    /** It is 11:00 in the zone of the window. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-27T11:00, 2026-11-27T12:00, inside",
        "2026-11-27T10:00, 2026-11-27T11:00, ''",
        "2026-11-27T11:01, 2026-11-27T12:00, ''",
        "2026-11-20T00:00, 2026-12-01T00:00, inside"
    })
    void windows(String from, String to, String expected) {
        assertEquals(
                expected,
                reply(
                        replies(Status.SCHEDULED, Audience.ALL, from, to),
                        "bert@contoso.example",
                        to("toRecipients", "anna@contoso.example"),
                        "",
                        true,
                        false));
    }

    @Test
    void nothingToAnAddressThatIsTooLong() {
        String sender = "x".repeat(320 - "@contoso.example".length()) + "@contoso.example";
        String toAnna = to("toRecipients", "anna@contoso.example");
        assertEquals("inside", always(sender, toAnna, ""));
        assertEquals("", always("x" + sender, toAnna, ""));
    }

    @Test
    void nothingWhileDisabled() {
        assertEquals(
                "",
                reply(
                        replies(Status.DISABLED, Audience.ALL, "2026-11-20T00:00", "2026-12-01T00:00"),
                        "bert@contoso.example",
                        to("toRecipients", "anna@contoso.example"),
                        "",
                        true,
                        false));
    }
}
