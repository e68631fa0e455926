package dev.postern.mailbox.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Body;
import dev.postern.mailbox.FolderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What rules can cost at most. */
class RuleBoundsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> OWN = Set.of("adele@contoso.example");

    private static ArrivingMessage message(String body) {
        return new ArrivingMessage(new ArrivingMessage.Content(
                "subject",
                new Body(Body.Type.TEXT, body),
                "brent@fabrikam.example",
                OWN,
                Set.of(),
                JSON.arrayNode(),
                "normal",
                false,
                body.length(),
                Set.of(),
                null,
                false,
                false));
    }

    private static MessageRule rule(int id, ObjectNode conditions, ObjectNode actions) {
        return new MessageRule(id, "rule", 1, true, conditions, null, actions);
    }

    private static ObjectNode bodyContains(String... texts) {
        ObjectNode conditions = JSON.objectNode();
        ArrayNode list = conditions.putArray("bodyContains");
        List.of(texts).forEach(list::add);
        return conditions;
    }

    @Test
    void theEndOfALongBodyIsNotSearched() {
        var rules = new RuleSet(List.of(rule(1, bodyContains("needle"), JSON.objectNode())));
        String hay = "x".repeat(ArrivingMessage.MAX_SEARCHED);
        assertEquals(1, rules.matching(message("needle" + hay), OWN).size());
        assertEquals(0, rules.matching(message(hay + "needle"), OWN).size());
    }

    /** As many texts as the quota allows, none of which is found, in a long body that contains the beginnings of all of them. */
    @Test
    void aFullQuotaOfTermsIsSearchedInOnePass() {
        var rules = new ArrayList<MessageRule>();
        long size = 0;
        for (int id = 1; size < MessageRules.QUOTA; id++) {
            String[] terms = new String[1000];
            for (int i = 0; i < terms.length; i++) {
                terms[i] = "ab".repeat(6) + Integer.toString(id * 1000 + i, 36) + "!";
            }
            MessageRule rule = rule(id, bodyContains(terms), JSON.objectNode().put("delete", true));
            size += rule.size();
            rules.add(rule);
        }
        var set = new RuleSet(rules);
        ArrivingMessage message = message("ab".repeat(4 << 20));
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertEquals(0, set.matching(message, OWN).size());
        }
        long millis = (System.nanoTime() - before) / 5_000_000;
        // 14,000 terms in 256 Ki characters are 4e9 comparisons one by one; this takes about 50 ms
        assertTrue(millis < 1_000, () -> "one evaluation took " + millis + " ms");
    }

    @Test
    void oneMessageHasAtMostSixteenCopiesAndSixteenOutgoingMessages() {
        var rules = new ArrayList<MessageRule>();
        for (int i = 1; i <= 40; i++) {
            ObjectNode actions = JSON.objectNode();
            actions.put("copyToFolder", new UUID(1, i).toString());
            actions.putArray("forwardTo")
                    .addObject()
                    .putObject("emailAddress")
                    .put("address", "p" + i + "@contoso.example");
            rules.add(rule(i, JSON.objectNode(), actions));
        }
        ArrivingMessage message = message("body");
        Disposition disposition = Disposition.of(new RuleSet(rules).matching(message, OWN), Set.of(), message, OWN);
        assertEquals(40, disposition.fired().size());
        assertEquals(16, disposition.placement().copies().size());
        assertEquals(
                new FolderId(new UUID(1, 1)), disposition.placement().copies().getFirst());
        assertEquals(16, disposition.outgoing().size());
    }
}
