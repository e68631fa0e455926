package dev.postern.graph.item;

import dev.postern.mailbox.MapiConditions;
import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.List;

/**
 * Conditions on properties that programs add. They name an extension by its name as well as by its id, which is longer, and extended
 * properties in several forms.
 */
public final class ExtensionNames {
    private static final Path EXTENSIONS = Path.of("extensions");
    private static final Path ID = Path.of("id");

    private ExtensionNames() {}

    /** The same condition on messages, true for all forms of the names. */
    public static Condition understood(Condition condition) {
        return MapiConditions.understood(extensions(condition));
    }

    /** The same condition on items of a kind for which no extended property is computed. */
    public static Condition stored(Condition condition) {
        return MapiConditions.canonical(extensions(condition));
    }

    private static Condition extensions(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) ->
                new Condition.And(all.stream().map(ExtensionNames::extensions).toList());
            case Condition.Or(var any) ->
                new Condition.Or(any.stream().map(ExtensionNames::extensions).toList());
            case Condition.Not(var inner) -> new Condition.Not(extensions(inner));
            case Condition.Any(var path, var element) ->
                path.equals(EXTENSIONS) ? new Condition.Any(path, either(element)) : condition;
            default -> condition;
        };
    }

    private static Condition either(Condition element) {
        return switch (element) {
            case Condition.And(var all) ->
                new Condition.And(all.stream().map(ExtensionNames::either).toList());
            case Condition.Or(var any) ->
                new Condition.Or(any.stream().map(ExtensionNames::either).toList());
            case Condition.Compare(var path, var operator, var literal)
            when path.equals(ID) && operator == Condition.Operator.EQ ->
                new Condition.Or(List.of(element, new Condition.Compare(path, operator, longer(literal))));
            default -> element;
        };
    }

    private static Literal longer(Literal literal) {
        return switch (literal) {
            case Literal.Text(var name) -> new Literal.Text(OpenProperties.EXTENSION_ID + name);
            case Literal.Exact(var name) -> new Literal.Exact(OpenProperties.EXTENSION_ID + name);
            default -> literal;
        };
    }
}
