package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.opath.FilterRefused;
import dev.postern.opath.OpathFilter;
import dev.postern.opath.OpathParser;
import dev.postern.opath.OpathProperty;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filter of a management scope, compiled for decisions. It matches what {@link OpathFilter#test} matches, and compares the usual
 * properties without making a document of them. Immutable.
 */
final class ScopeFilter {
    private final Test test;
    private final Set<String> triggers;

    private ScopeFilter(Test test, Set<String> triggers) {
        this.test = test;
        this.triggers = triggers;
    }

    @FunctionalInterface
    private interface Test {
        boolean matches(RecipientSource source, MailRecipient recipient);
    }

    /** A filter that an earlier version accepted and this one refuses matches nothing. */
    static ScopeFilter of(ManagementScope scope) {
        try {
            OpathFilter read = OpathParser.parse(scope.filter(), RecipientProperties::find);
            return new ScopeFilter(
                    compile(read.condition(), read.properties()),
                    FilterTriggers.of(read.condition(), read.properties()));
        } catch (FilterRefused e) {
            return new ScopeFilter((source, recipient) -> false, Set.of());
        }
    }

    boolean matches(RecipientSource source, MailRecipient recipient) {
        return test.matches(source, recipient);
    }

    /** What its result depends on, see {@link FilterTriggers}. */
    Set<String> triggers() {
        return triggers;
    }

    private static Test compile(Condition condition, Map<String, OpathProperty> properties) {
        return switch (condition) {
            case Condition.And(List<Condition> all) -> {
                List<Test> tests =
                        all.stream().map(one -> compile(one, properties)).toList();
                yield (source, recipient) -> {
                    for (Test one : tests) {
                        if (!one.matches(source, recipient)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Condition.Or(List<Condition> any) -> {
                List<Test> tests =
                        any.stream().map(one -> compile(one, properties)).toList();
                yield (source, recipient) -> {
                    for (Test one : tests) {
                        if (one.matches(source, recipient)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Condition.Not(Condition inner) -> {
                Test negated = compile(inner, properties);
                yield (source, recipient) -> !negated.matches(source, recipient);
            }
            case Condition.Any(
                    Path path,
                    Condition.Compare(Path _, Condition.Operator operator, Literal.Text(String text)))
            when operator == Condition.Operator.EQ -> equal(FilterTriggers.property(path, properties), text, condition);
            case Condition.Any(Path path, Condition.Match(Path _, Condition.Position position, String text))
            when position == Condition.Position.START -> {
                String prefix = Folding.fold(text);
                var values = RecipientProperties.values(
                        FilterTriggers.property(path, properties).name());
                yield (source, recipient) -> {
                    for (String value : values.of(source, recipient)) {
                        if (Folding.foldsToStart(value, prefix)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Condition.Any(Path path, Condition _) ->
                document(FilterTriggers.property(path, properties), condition);
            case Condition.All(Path path, Condition _) ->
                document(FilterTriggers.property(path, properties), condition);
            default -> throw new IllegalStateException("A filter does not contain " + condition);
        };
    }

    private static Test equal(OpathProperty property, String text, Condition condition) {
        String expected = Folding.fold(text);
        if (property.name().equals(FilterTriggers.MEMBER_OF_GROUP)) {
            CanonicalName group = CanonicalName.of(expected);
            return (source, recipient) -> group != null && isMember(source, recipient, group);
        }
        if (!FilterTriggers.isComparedAsText(property)) {
            return document(property, condition);
        }
        var values = RecipientProperties.values(property.name());
        return (source, recipient) -> {
            for (String value : values.of(source, recipient)) {
                if (Folding.foldsTo(value, expected)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean isMember(RecipientSource source, MailRecipient recipient, CanonicalName expected) {
        for (ObjectId id : source.groupsOf(recipient.id())) {
            Group group = source.find(id, Group.class);
            Recipient named = group == null ? null : group.recipient();
            if (named != null && expected.isOf(source.tenant(), named.name())) {
                return true;
            }
        }
        return false;
    }

    /** The general way: the condition on a document with this property. */
    private static Test document(OpathProperty property, Condition condition) {
        var values = RecipientProperties.values(property.name());
        return (source, recipient) -> {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            ArrayNode array = document.putArray(property.name());
            values.of(source, recipient)
                    .forEach(value -> array.add(property.type().node(value)));
            return DocumentEvaluator.test(condition, document);
        };
    }
}
