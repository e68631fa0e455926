package dev.postern.mailbox.rule;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The enabled rules of a mailbox in their order, ready to be matched. Immutable; thread-safe. */
public final class RuleSet {
    private final List<Ready> rules;
    private final Map<RulePlace, Set<String>> terms = new EnumMap<>(RulePlace.class);
    private final long size;

    /** A rule with its parts as they are evaluated. */
    record Ready(
            MessageRule rule, List<RulePredicate> conditions, List<RulePredicate> exceptions, RuleActions actions) {
        static Ready of(MessageRule rule) {
            return new Ready(
                    rule,
                    RulePredicate.of(rule.conditions()),
                    RulePredicate.of(rule.exceptions()),
                    RuleActions.of(rule.actions()));
        }
    }

    RuleSet(List<MessageRule> all) {
        rules = all.stream()
                .filter(MessageRule::enabled)
                .sorted(Comparator.comparingInt(MessageRule::sequence).thenComparingLong(MessageRule::id))
                .map(Ready::of)
                .toList();
        size = all.stream().mapToLong(MessageRule::size).sum();
        for (Ready rule : rules) {
            addTerms(rule.conditions());
            addTerms(rule.exceptions());
        }
    }

    private void addTerms(List<RulePredicate> predicates) {
        for (RulePredicate predicate : predicates) {
            if (predicate instanceof RulePredicate.TermIn(Set<RulePlace> places, List<String> some)) {
                places.forEach(place ->
                        terms.computeIfAbsent(place, _ -> new HashSet<>()).addAll(some));
            }
        }
    }

    long size() {
        return size;
    }

    /**
     * The rules that match, whatever the rules before them do.
     *
     * @param own the folded addresses of the owner
     */
    public List<Match> matching(ArrivingMessage message, Set<String> own) {
        var search = new Search(message, own);
        var matching = new ArrayList<Match>();
        for (Ready rule : rules) {
            if (rule.conditions().stream().allMatch(search::holds)
                    && rule.exceptions().stream().noneMatch(search::holds)) {
                matching.add(new Match(rule.rule(), rule.actions()));
            }
        }
        return matching;
    }

    /** A rule that matches a message. */
    public record Match(MessageRule rule, RuleActions actions) {}

    /** One evaluation: in each place, the terms of all rules are searched at once when the first is needed. */
    private final class Search {
        private final ArrivingMessage message;
        private final Set<String> own;
        private final Map<RulePlace, Set<String>> found = new EnumMap<>(RulePlace.class);

        Search(ArrivingMessage message, Set<String> own) {
            this.message = message;
            this.own = own;
        }

        private Set<String> found(RulePlace place) {
            return found.computeIfAbsent(
                    place, _ -> TextSearch.found(message.text(place), terms.getOrDefault(place, Set.of())));
        }

        boolean holds(RulePredicate predicate) {
            return switch (predicate) {
                case RulePredicate.TermIn(var places, var some) ->
                    places.stream().anyMatch(place -> some.stream().anyMatch(found(place)::contains));
                case RulePredicate.AuthorIn(var addresses) -> addresses.contains(message.author());
                case RulePredicate.RecipientIn(var addresses) ->
                    message.to().stream().anyMatch(addresses::contains)
                            || message.cc().stream().anyMatch(addresses::contains);
                case RulePredicate.FactHolds(var fact) -> fact.holds(message, own);
                case RulePredicate.ImportanceIs(var importance) ->
                    Folding.fold(importance).equals(Folding.fold(message.importance()));
                case RulePredicate.SensitivityIs(var sensitivity) -> sensitivity.equals(message.sensitivity());
                case RulePredicate.CategoryIn(var categories) ->
                    message.categories().stream().anyMatch(categories::contains);
                case RulePredicate.SizeWithin(var minimum, var maximum) ->
                    minimum <= message.size() && message.size() <= maximum;
                case RulePredicate.ActionFlagIs(var flag) -> ActionFlag.holds(flag, message.actionFlag());
            };
        }
    }
}
