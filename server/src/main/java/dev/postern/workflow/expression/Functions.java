package dev.postern.workflow.expression;

import dev.postern.query.Folding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of all functions, by name without regard to case. */
public final class Functions {
    private static final Map<String, Function> ALL = table();

    private Functions() {}

    static @Nullable Function named(String name) {
        return ALL.get(Folding.lower(name));
    }

    static String arity(Function function) {
        if (function.max() == Function.MANY) {
            return "at least '" + function.min() + "' arguments";
        }
        return function.min() == function.max()
                ? "'" + function.min() + "' arguments"
                : "'" + function.min() + "' to '" + function.max() + "' arguments";
    }

    private static Map<String, Function> table() {
        var table = new HashMap<String, Function>();
        List.of(
                        LogicFunctions.all(),
                        StringFunctions.all(),
                        CollectionFunctions.all(),
                        ConversionFunctions.all(),
                        BinaryFunctions.all(),
                        MathFunctions.all(),
                        DateFunctions.all(),
                        XmlFunctions.all(),
                        UriFunctions.all(),
                        ObjectFunctions.all(),
                        WorkflowFunctions.all())
                .forEach(group -> group.forEach(function -> table.put(Folding.lower(function.name()), function)));
        return Map.copyOf(table);
    }
}
