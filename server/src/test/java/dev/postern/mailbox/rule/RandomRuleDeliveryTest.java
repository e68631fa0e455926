package dev.postern.mailbox.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Tenant;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random rules of several mailboxes, carried out by real deliveries: every mailbox contains what {@link NaiveRules} says. */
class RandomRuleDeliveryTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MESSAGES = Integer.getInteger("rules.deliveries", 40);
    private static final int PEOPLE = 12;
    private static final String DOMAIN = "@contoso.example";
    private static final List<String> WORDS = List.of("Report", "WEEKLY", "invoice", "München", "x");
    private static final List<FolderId> FOLDERS = Stream.of(
                    WellKnownFolder.ARCHIVE,
                    WellKnownFolder.JUNKEMAIL,
                    WellKnownFolder.DRAFTS,
                    WellKnownFolder.INBOX,
                    WellKnownFolder.DELETEDITEMS)
            .map(WellKnownFolder::id)
            .toList();

    private final Random random = new Random(Long.getLong("rules.seed", 47));

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyMailboxContainsWhatItsRulesDecide(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            var here = new TestCore(mail.core());
            Tenant tenant = here.tenant(MailFixture.TENANT, DOMAIN.substring(1));
            var mailboxes = new ArrayList<MailboxId>();
            Map<MailboxId, List<MessageRule>> rules = new HashMap<>();
            for (int i = 0; i < PEOPLE; i++) {
                MailboxId mailbox = mail.newMailbox();
                here.user(tenant, RecipientType.USER_MAILBOX, "p" + i, "p" + i, mailbox);
                mailboxes.add(mailbox);
                for (int j = random.nextInt(5); j > 0; j--) {
                    new MessageRules(mail.mailboxes.open(mailbox)).create(rule());
                }
                rules.put(mailbox, list(mail, mailbox));
            }
            var sender = new SendingMailbox(mail.mailbox, MailFixture.TENANT, "sender" + DOMAIN, "Sender");
            for (int step = 0; step < MESSAGES; step++) {
                ObjectNode message = message(step);
                mail.core()
                        .delivery()
                        .submissions(mail.database, mail.mailboxes, null)
                        .accept(new Submission(
                                Uuids.timeOrdered(mail.instant(), random),
                                sender,
                                new Submission.What.Message(message, List.of(), null),
                                false,
                                null,
                                false,
                                null,
                                null,
                                null));
                while (mail.core().delivery().deliverDue() > 0) {
                    mail.pass(Duration.ofSeconds(1));
                }
                for (int i = 0; i < PEOPLE; i++) {
                    MailboxId mailbox = mailboxes.get(i);
                    Set<String> own = Set.of("p" + i + DOMAIN, "p" + i + ".alias" + DOMAIN);
                    NaiveRules expected =
                            NaiveRules.of(rules.getOrDefault(mailbox, List.of()), content(message), Set.of(), own);
                    assertEquals(expected(expected), found(mail, mailbox, step), message + " in " + rules.get(mailbox));
                }
            }
        }
    }

    private static List<MessageRule> list(MailFixture mail, MailboxId mailbox) {
        return new MessageRules(mail.mailboxes.open(mailbox))
                .list().stream().map(MessageRules.Shown::rule).toList();
    }

    private static List<String> expected(NaiveRules rules) {
        var places = new ArrayList<Object>(rules.copies());
        if (!rules.folder().equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
            places.add(rules.folder());
        }
        return places.stream()
                .map(folder -> folder + " " + rules.read() + " " + rules.categories())
                .sorted()
                .toList();
    }

    private static List<String> found(MailFixture mail, MailboxId mailbox, int step) {
        return mail
                .mailboxes
                .open(mailbox)
                .items()
                .list(MailFixture.newest(null, 1000, Fields.of("categories")))
                .values()
                .stream()
                .filter(item -> ("<" + step + DOMAIN + ">")
                        .equals(item.message().summary().internetMessageId()))
                .map(item -> item.folder() + " " + item.isRead() + " " + categories(item))
                .sorted()
                .toList();
    }

    private static List<String> categories(Item item) {
        return Objects.requireNonNull(item.doc())
                .path("categories")
                .valueStream()
                .map(one -> one.stringValue(""))
                .toList();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private MessageRule rule() {
        ObjectNode conditions = JSON.objectNode();
        switch (random.nextInt(6)) {
            case 0 -> conditions.putArray("subjectContains").add(one(WORDS));
            case 1 -> conditions.putArray("bodyContains").add(one(WORDS)).add(one(WORDS));
            case 2 -> conditions.put("importance", one(List.of("low", "normal", "high")));
            case 3 -> conditions.put(one(List.of("sentToMe", "sentCcMe", "notSentToMe")), true);
            case 4 -> conditions.putArray("recipientContains").add("p" + random.nextInt(PEOPLE) + "@");
            default -> conditions.putArray("senderContains").add(one(List.of("SENDER", "nobody")));
        }
        ObjectNode actions = JSON.objectNode();
        switch (random.nextInt(8)) {
            case 0, 1 -> actions.put("moveToFolder", one(FOLDERS).value().toString());
            case 2 -> actions.put("copyToFolder", one(FOLDERS).value().toString());
            case 3 -> actions.putArray("assignCategories").add(one(WORDS)).add(one(WORDS));
            case 4 -> actions.put("markAsRead", true);
            case 5 -> actions.put(one(List.of("delete", "permanentDelete")), true);
            default ->
                actions.put("markImportance", one(List.of("low", "high")))
                        .putArray("forwardTo")
                        .addObject()
                        .putObject("emailAddress")
                        .put("address", "p" + random.nextInt(PEOPLE) + DOMAIN);
        }
        actions.put("stopProcessingRules", random.nextInt(6) == 0);
        return new MessageRule(0, "rule", 1 + random.nextInt(3), random.nextInt(6) > 0, conditions, null, actions);
    }

    private ObjectNode message(int step) {
        ObjectNode message = JSON.objectNode();
        message.put("subject", one(WORDS) + " " + one(WORDS));
        message.putObject("body").put("contentType", "text").put("content", one(WORDS));
        message.put("importance", one(List.of("low", "normal", "high")));
        message.put("internetMessageId", "<" + step + DOMAIN + ">");
        for (int i = 0; i < PEOPLE; i++) {
            ArrayNode place = message.withArray(one(List.of("toRecipients", "ccRecipients", "bccRecipients")));
            place.addObject().putObject("emailAddress").put("address", "p" + i + DOMAIN);
        }
        return message;
    }

    private static ArrivingMessage.Content content(ObjectNode message) {
        return new ArrivingMessage.Content(
                message.path("subject").stringValue(""),
                new Body(Body.Type.TEXT, message.at("/body/content").stringValue("")),
                "sender" + DOMAIN,
                people(message, "toRecipients"),
                people(message, "ccRecipients"),
                JSON.arrayNode(),
                message.path("importance").stringValue(""),
                false,
                0,
                Set.of(),
                null,
                false,
                false);
    }

    private static Set<String> people(ObjectNode message, String place) {
        Set<String> all = new HashSet<>();
        message.path(place)
                .forEach(one -> all.add(one.at("/emailAddress/address").stringValue("")));
        return all;
    }
}
