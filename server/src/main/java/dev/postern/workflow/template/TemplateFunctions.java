package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The functions of templates that depend on nothing but their arguments, by name. Names are compared without regard to case. */
final class TemplateFunctions {
    /** The maximum number of arguments of functions that accept any number. */
    static final int MANY = 256;

    private static final Map<String, Entry> ALL = all();

    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(int min, int max, Function<TemplateArguments, JsonNode> body) {}

    private TemplateFunctions() {}

    private static Map<String, Entry> all() {
        TemplateFunctions all = new TemplateFunctions();
        TextFunctions.addTo(all);
        ListFunctions.addTo(all);
        ValueFunctions.addTo(all);
        return Map.copyOf(all.entries);
    }

    /** Adds a function with a minimum and a maximum number of arguments. */
    void add(String name, int min, int max, Function<TemplateArguments, JsonNode> body) {
        entries.put(Folding.lower(name), new Entry(min, max, body));
    }

    void text(String name, int min, int max, Function<TemplateArguments, String> body) {
        add(name, min, max, a -> JsonValues.text(body.apply(a)));
    }

    void flag(String name, int min, int max, Function<TemplateArguments, Boolean> body) {
        add(name, min, max, a -> JsonValues.flag(body.apply(a)));
    }

    /** Returns the value of a function; null if there is no such function. */
    static @Nullable JsonNode call(TemplateArguments arguments) {
        Entry entry = ALL.get(Folding.lower(arguments.function()));
        if (entry == null) {
            return null;
        }
        if (arguments.size() < entry.min() || arguments.size() > entry.max()) {
            throw arguments.wrong("does not accept " + arguments.size() + " arguments");
        }
        return entry.body().apply(arguments);
    }
}
