package dev.postern.directory;

import dev.postern.opath.OpathProperty;
import dev.postern.opath.PropertyType;
import dev.postern.query.Condition;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * On which values a filter depends: a property and one value where it only tests for this value, otherwise the property alone. When a
 * recipient changes, only the filters that depend on what has changed can match it and did not before.
 */
final class FilterTriggers {
    static final String MEMBER_OF_GROUP = "MemberOfGroup";

    private FilterTriggers() {}

    static Set<String> of(Condition condition, Map<String, OpathProperty> properties) {
        Set<String> triggers = new HashSet<>();
        add(condition, properties, triggers);
        return Set.copyOf(triggers);
    }

    /** @param folded the value without case; for MemberOfGroup, the distinguished name in its canonical form */
    static String value(String property, String folded) {
        return property + "=" + folded;
    }

    private static void add(Condition condition, Map<String, OpathProperty> properties, Set<String> triggers) {
        switch (condition) {
            case Condition.And(var all) -> all.forEach(one -> add(one, properties, triggers));
            case Condition.Or(var any) -> any.forEach(one -> add(one, properties, triggers));
            case Condition.Not(var inner) -> add(inner, properties, triggers);
            case Condition.Any(
                    Path path,
                    Condition.Compare(Path _, Condition.Operator operator, Literal.Text(String text)))
            when operator == Condition.Operator.EQ -> {
                OpathProperty property = property(path, properties);
                triggers.add(isComparedAsText(property) ? value(property.name(), Folding.fold(text)) : property.name());
            }
            case Condition.Any(Path path, Condition _) ->
                triggers.add(property(path, properties).name());
            case Condition.All(Path path, Condition _) ->
                triggers.add(property(path, properties).name());
            default -> throw new IllegalStateException("A filter does not contain " + condition);
        }
    }

    static boolean isComparedAsText(OpathProperty property) {
        return property.name().equals(MEMBER_OF_GROUP)
                || property.type() instanceof PropertyType.Text
                || property.type() instanceof PropertyType.Bool
                || (property.type() instanceof PropertyType.Names names && !names.flags());
    }

    static OpathProperty property(Path path, Map<String, OpathProperty> properties) {
        return Objects.requireNonNull(properties.get(path.segments().getFirst()));
    }
}
