package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.delivery.SendingLimits.Limit;
import dev.postern.http.Json;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Limits on what is sent in an hour, as clients meet them. */
class GraphMailLimitsTest {
    private static final String SEND = "/users/adele@contoso.example/sendMail";
    private static final String TO_TWO = "'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}},"
            + "{'emailAddress':{'address':'shared@contoso.example'}}]";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyWayOfSendingCounts(Engine engine) {
        try (var mail = new GraphMailFixture(engine, new Limit(0, 6), Limit.NONE)) {
            GraphClient client = mail.client(mail.app("sender", "Mail.Send", "Mail.ReadWrite"));
            client.post(SEND, "{'message':{" + TO_TWO + "}}").expect(202);
            client.post("/users/adele@contoso.example/messages/" + draft(client) + "/send", "")
                    .expect(202);
            client.post(
                            SEND,
                            "{'message':{" + TO_TWO
                                    + ",'singleValueExtendedProperties':[{'id':'SystemTime"
                                    + " 0x3FEF','value':'2026-11-23T08:10:00Z'}]}}")
                    .expect(202);
            mail.pass(Duration.ofMinutes(10));
            assertEquals(1, mail.deferred.round());
            String waiting = draft(client);
            for (var refused : List.of(
                    client.post(SEND, "{'message':{" + TO_TWO + "}}"),
                    client.post("/users/adele@contoso.example/messages/" + waiting + "/send", ""))) {
                refused.expect(429, "ErrorExceededMessageLimit");
                int after = Integer.parseInt(
                        Objects.requireNonNull(refused.response().headers().get("Retry-After"))
                                .getFirst());
                assertEquals(true, after > 3000 && after < 7200, String.valueOf(after));
            }
            client.post("/users/megan@contoso.example/sendMail", "{'message':{" + TO_TWO + "}}")
                    .expect(202);
            mail.pass(Duration.ofHours(2));
            GraphClient later = mail.client(mail.app("later", "Mail.Send"));
            later.post(SEND, "{'message':{" + TO_TWO + "}}").expect(202);
            later.post("/users/adele@contoso.example/messages/" + waiting + "/send", "")
                    .expect(202);
        }
    }

    private static String draft(GraphClient client) {
        return client.post("/users/adele@contoso.example/messages", "{" + TO_TWO + "}")
                .at("/id")
                .asString();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anApplicationHasALimitOfItsOwn(Engine engine) {
        try (var mail = new GraphMailFixture(engine, Limit.NONE, new Limit(2, 0))) {
            GraphClient one = mail.client(mail.app("one", "Mail.Send"));
            GraphClient two = mail.client(mail.app("two", "Mail.Send"));
            String message = "{'message':{" + TO_TWO + "}}";
            one.post(SEND, message).expect(202);
            one.post("/users/megan@contoso.example/sendMail", message).expect(202);
            one.post(SEND, message).expect(429, "ApplicationThrottled");
            two.post(SEND, message).expect(202);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatRulesSendCountsForTheirMailbox(Engine engine) {
        try (var mail = new GraphMailFixture(engine, new Limit(2, 0), Limit.NONE)) {
            GraphClient client = mail.client(mail.app("sender", "Mail.Send", "Mail.Read"));
            assertEquals(0, count(client, "megan"));
            new MessageRules(mail.mailboxes.open(mail.mailbox(GraphMailFixture.MEGAN)))
                    .create(new MessageRule(0, "rule", 1, true, null, null, forward()));
            for (String from : List.of("adele", "adele", "shared")) {
                client.post(
                                "/users/" + from + "@contoso.example/sendMail",
                                "{'message':{'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}}")
                        .expect(202);
            }
            mail.delivery.deliverDue();
            assertEquals(3, count(client, "megan"));
            assertEquals(2, count(client, "adele"), "the third is not forwarded");
            client.post("/users/megan@contoso.example/sendMail", "{'message':{" + TO_TWO + "}}")
                    .expect(429, "ErrorExceededMessageLimit");
        }
    }

    private static ObjectNode forward() {
        ObjectNode actions = Json.object();
        actions.putArray("forwardTo").addObject().putObject("emailAddress").put("address", GraphMailFixture.ADELE);
        return actions;
    }

    private static int count(GraphClient client, String user) {
        return Integer.parseInt(client.get("/users/" + user + "@contoso.example/mailFolders/inbox/messages/$count")
                .text());
    }
}
