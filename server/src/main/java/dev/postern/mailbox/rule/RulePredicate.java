package dev.postern.mailbox.rule;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One member of the conditions or exceptions of a rule. Texts in it are folded. */
sealed interface RulePredicate {
    /** One of the places contains one of the terms. */
    record TermIn(Set<RulePlace> places, List<String> terms) implements RulePredicate {}

    /** The author is one of these addresses. */
    record AuthorIn(Set<String> addresses) implements RulePredicate {}

    /** A recipient in To or Cc is one of these addresses. */
    record RecipientIn(Set<String> addresses) implements RulePredicate {}

    record FactHolds(RuleFact fact) implements RulePredicate {}

    record ImportanceIs(String importance) implements RulePredicate {}

    record SensitivityIs(String sensitivity) implements RulePredicate {}

    record CategoryIn(Set<String> categories) implements RulePredicate {}

    /** In bytes. */
    record SizeWithin(long minimum, long maximum) implements RulePredicate {}

    record ActionFlagIs(String flag) implements RulePredicate {}

    /** The predicates that take texts, and where they search. */
    Map<String, Set<RulePlace>> TEXTS = Map.of(
            "subjectContains", Set.of(RulePlace.SUBJECT),
            "bodyContains", Set.of(RulePlace.BODY),
            "bodyOrSubjectContains", Set.of(RulePlace.SUBJECT, RulePlace.BODY),
            "senderContains", Set.of(RulePlace.SENDER),
            "recipientContains", Set.of(RulePlace.RECIPIENTS),
            "headerContains", Set.of(RulePlace.HEADERS));

    /** Reads conditions or exceptions by their Graph names; null, false and empty lists are not used. */
    static List<RulePredicate> of(@Nullable ObjectNode predicates) {
        var all = new ArrayList<RulePredicate>();
        if (predicates == null) {
            return all;
        }
        TEXTS.forEach((name, places) -> {
            List<String> terms = texts(predicates.path(name));
            if (!terms.isEmpty()) {
                all.add(new TermIn(places, terms));
            }
        });
        for (RuleFact fact : RuleFact.values()) {
            if (predicates.path(fact.graphName()).booleanValue(false)) {
                all.add(new FactHolds(fact));
            }
        }
        Set<String> authors = addresses(predicates.path("fromAddresses"));
        if (!authors.isEmpty()) {
            all.add(new AuthorIn(authors));
        }
        Set<String> recipients = addresses(predicates.path("sentToAddresses"));
        if (!recipients.isEmpty()) {
            all.add(new RecipientIn(recipients));
        }
        List<String> categories = texts(predicates.path("categories"));
        if (!categories.isEmpty()) {
            all.add(new CategoryIn(Set.copyOf(categories)));
        }
        addNamed(predicates, all);
        return all;
    }

    private static void addNamed(ObjectNode predicates, List<RulePredicate> all) {
        if (predicates.path("importance").isString()) {
            all.add(new ImportanceIs(predicates.path("importance").stringValue()));
        }
        if (predicates.path("sensitivity").isString()) {
            all.add(new SensitivityIs(predicates.path("sensitivity").stringValue()));
        }
        if (predicates.path("messageActionFlag").isString()) {
            all.add(new ActionFlagIs(predicates.path("messageActionFlag").stringValue()));
        }
        JsonNode range = predicates.path("withinSizeRange");
        if (range.isObject()) {
            all.add(new SizeWithin(
                    range.path("minimumSize").longValue(0) * 1024,
                    range.path("maximumSize").longValue(Integer.MAX_VALUE) * 1024));
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(Folding.fold(one.stringValue(""))));
        return texts;
    }

    private static Set<String> addresses(JsonNode list) {
        Set<String> addresses = new HashSet<>();
        for (JsonNode one : list) {
            String address = one.path("emailAddress").path("address").stringValue("");
            if (!address.isBlank()) {
                addresses.add(Folding.fold(address.strip()));
            }
        }
        return addresses;
    }
}
