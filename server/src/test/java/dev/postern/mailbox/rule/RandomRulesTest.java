package dev.postern.mailbox.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.Body;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MeetingMessageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random rules on random messages: the result is that of {@link NaiveRules}, which shares no code with them. */
class RandomRulesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MESSAGES = Integer.getInteger("rules.messages", 100_000);
    private static final List<String> WORDS =
            List.of("Report", "WEEKLY", "invoice", "ab", "aba", "bab", "München", "日本", "[ext]", "total due", "x");
    private static final List<String> ADDRESSES =
            List.of("adele@contoso.example", "Brent@fabrikam.example", "carla@contoso.example", "dev@contoso.example");
    private static final List<String> TEXTS = List.of(
            "subjectContains",
            "bodyContains",
            "bodyOrSubjectContains",
            "senderContains",
            "recipientContains",
            "headerContains",
            "categories");
    private static final List<String> FACTS = List.of(
            "sentToMe",
            "sentCcMe",
            "sentToOrCcMe",
            "sentOnlyToMe",
            "notSentToMe",
            "hasAttachments",
            "isMeetingRequest",
            "isMeetingResponse",
            "isAutomaticReply",
            "isAutomaticForward",
            "isNonDeliveryReport",
            "isReadReceipt",
            "isEncrypted",
            "isSigned");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "multipart/signed; micalg=x",
            "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            "application/pkcs7-mime; smime-type=\"signed-data\"",
            "multipart/report; report-type=delivery-status",
            "multipart/report; boundary=x; report-type=disposition-notification");
    static final List<FolderId> FOLDERS =
            IntStream.range(0, 5).mapToObj(i -> new FolderId(new UUID(7, i))).toList();
    static final Set<String> OWN = Set.of("adele@contoso.example", "a.vance@contoso.example");

    private final Random random = new Random(Long.getLong("rules.seed", 46));

    @Test
    void theResultIsThatOfTheNaiveEvaluator() {
        int fired = 0;
        for (int i = 0; i < MESSAGES; i++) {
            List<MessageRule> rules =
                    IntStream.range(0, random.nextInt(6)).mapToObj(this::rule).toList();
            ArrivingMessage.Content message = message();
            Set<FolderId> gone = random.nextInt(4) == 0 ? Set.of(FOLDERS.getFirst()) : Set.of();
            var arriving = new ArrivingMessage(message);
            Disposition disposition = Disposition.of(new RuleSet(rules).matching(arriving, OWN), gone, arriving, OWN);
            int step = i;
            assertEquals(
                    NaiveRules.of(rules, message, gone, OWN).toString(),
                    shown(disposition),
                    () -> "step " + step + " " + message + "\n" + rules);
            fired += disposition.fired().size();
        }
        assertEquals(true, fired > MESSAGES / 4, "too few rules match: " + fired);
    }

    private static String shown(Disposition disposition) {
        var place = disposition.placement();
        return disposition.fired() + " " + place.folder() + " " + place.marks().read() + " "
                + place.marks().importance() + " " + place.marks().categories() + " " + place.copies() + " "
                + disposition.outgoing().stream()
                        .map(one -> one.way().name().toLowerCase(Locale.ROOT).replace("_", "")
                                + one.to().stream().map(to -> to.address()).toList())
                        .toList();
    }

    @Test
    void manyTermsAreFoundAsFewAre() {
        for (int i = 0; i < 300; i++) {
            String text = letters(random.nextInt(400));
            Set<String> terms = new HashSet<>();
            for (int j = random.nextInt(200); j > 0; j--) {
                terms.add(letters(1 + random.nextInt(6)));
            }
            Set<String> expected = new HashSet<>(terms);
            expected.removeIf(term -> !text.contains(term));
            assertEquals(expected, new TextSearch.Automaton(terms).scan(text), text);
        }
    }

    private String letters(int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private MessageRule rule(int id) {
        return new MessageRule(
                id,
                "R" + id,
                1 + random.nextInt(3),
                random.nextInt(8) > 0,
                random.nextInt(5) == 0 ? null : predicates(2),
                random.nextInt(3) == 0 ? predicates(2) : null,
                actions());
    }

    private ObjectNode predicates(int most) {
        ObjectNode json = JSON.objectNode();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    ArrayNode list = json.putArray(one(TEXTS));
                    for (int j = random.nextInt(3); j >= 0; j--) {
                        list.add(random.nextInt(4) == 0 ? one(ADDRESSES) : one(WORDS));
                    }
                }
                case 3, 4 -> json.put(one(FACTS), random.nextInt(5) > 0);
                case 5 -> people(json, random.nextBoolean() ? "fromAddresses" : "sentToAddresses");
                case 6 -> json.put("importance", one(List.of("low", "normal", "high")));
                case 7 -> json.put("sensitivity", one(List.of("normal", "private", "confidential", "personal")));
                default -> {
                    if (random.nextBoolean()) {
                        json.putObject("withinSizeRange")
                                .put("minimumSize", random.nextInt(4))
                                .put("maximumSize", 4 + random.nextInt(4));
                    } else {
                        json.put("messageActionFlag", one(List.of("any", "call", "followUp", "fyi", "review")));
                    }
                }
            }
        }
        return json;
    }

    private void people(ObjectNode json, String name) {
        ArrayNode list = json.putArray(name);
        for (int j = random.nextInt(3); j >= 0; j--) {
            list.addObject().putObject("emailAddress").put("address", one(ADDRESSES));
        }
    }

    private ObjectNode actions() {
        ObjectNode json = JSON.objectNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(9)) {
                case 0 -> json.put("moveToFolder", one(FOLDERS).value().toString());
                case 1 -> json.put("copyToFolder", one(FOLDERS).value().toString());
                case 2 -> json.putArray("assignCategories").add(one(WORDS)).add(one(WORDS));
                case 3 -> json.put("markAsRead", random.nextInt(5) > 0);
                case 4 -> json.put("markImportance", one(List.of("low", "normal", "high")));
                case 5 ->
                    json.put(one(List.of("delete", "permanentDelete", "stopProcessingRules")), random.nextInt(5) > 0);
                case 6 -> people(json, "forwardTo");
                case 7 -> people(json, "forwardAsAttachmentTo");
                default -> people(json, "redirectTo");
            }
        }
        return json;
    }

    private String text() {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String word = one(WORDS);
            words.add(random.nextBoolean() ? word.toLowerCase(Locale.ROOT) : word);
        }
        return String.join(random.nextBoolean() ? " " : "", words);
    }

    private Set<String> recipients() {
        Set<String> all = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            all.add(one(ADDRESSES).toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(all);
    }

    private ArrivingMessage.Content message() {
        ArrayNode headers = JSON.arrayNode();
        header(headers, "Content-Type", one(TYPES));
        switch (random.nextInt(8)) {
            case 0 -> header(headers, "Auto-Submitted", one(List.of("auto-replied", "auto-generated", "no")));
            case 1 -> header(headers, "X-MS-Exchange-Inbox-Rules-Loop", "x");
            case 2 -> header(headers, "Sensitivity", one(List.of("Private", "Company-Confidential", "Personal")));
            case 3 -> header(headers, "X-Message-Flag", one(List.of("Follow up", "Call", "something")));
            default -> header(headers, "X-Word", one(WORDS));
        }
        boolean html = random.nextBoolean();
        String body = text();
        return new ArrivingMessage.Content(
                text(),
                html ? new Body(Body.Type.HTML, "<p title=\"abab\">" + body + "</p>") : new Body(Body.Type.TEXT, body),
                one(ADDRESSES),
                recipients(),
                recipients(),
                headers,
                one(List.of("low", "normal", "high")),
                random.nextBoolean(),
                random.nextInt(9 * 1024),
                random.nextInt(4) == 0 ? Set.of(one(WORDS).toLowerCase(Locale.ROOT)) : Set.of(),
                random.nextInt(4) == 0 ? one(List.of(MeetingMessageType.values())) : null,
                false,
                random.nextInt(6) == 0);
    }

    private static void header(ArrayNode headers, String name, String value) {
        headers.addObject().put("name", name).put("value", value);
    }
}
