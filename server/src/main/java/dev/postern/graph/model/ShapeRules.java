package dev.postern.graph.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code shapes.json}: order and defaults of answers, for a type and those derived from it. */
final class ShapeRules {
    private record Rule(List<String> order, Optional<Set<String>> defaults, Set<String> onlySelected) {}

    private static final Set<Primitive> PLAIN_IN_JSON =
            Set.of(Primitive.STRING, Primitive.BOOLEAN, Primitive.INT32, Primitive.DOUBLE);

    private static final Rule NONE = new Rule(List.of("id"), Optional.empty(), Set.of());

    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, List<Shown>> shown = new HashMap<>();

    /**
     * How a property of a type appears in answers. Worked out once, for it is asked for every property of every item.
     *
     * @param type of the value, or of each element
     * @param byDefault whether an answer without a selection has it even when it is unset
     * @param whenSet whether an answer without a selection has it if it is set
     * @param annotation the type that full metadata name beside it; null when the JSON tells
     */
    record Shown(
            ModelProperty property,
            GraphType type,
            boolean byDefault,
            boolean whenSet,
            boolean always,
            @Nullable String annotation) {
        String name() {
            return property.name();
        }
    }

    ShapeRules(TypeModel model) {
        TypeModelReader.resource("/dev/postern/graph/shapes.json")
                .required("types")
                .forEachEntry((type, rule) -> rules.put(
                        type,
                        new Rule(
                                names(rule.path("order")),
                                rule.has("default")
                                        ? Optional.of(Set.copyOf(names(rule.path("default"))))
                                        : Optional.empty(),
                                Set.copyOf(names(rule.path("onlySelected"))))));
        model.structuredTypes().forEach(type -> shown.put(type.typeName(), shown(type, model)));
    }

    /** Every property of the type, in the order of an answer. */
    List<Shown> of(StructuredType type) {
        return shown.getOrDefault(type.typeName(), List.of());
    }

    private List<Shown> shown(StructuredType type, TypeModel model) {
        Map<String, ModelProperty> inOrder = new LinkedHashMap<>();
        for (String name : rule(type).order()) {
            type.property(name).ifPresent(p -> inOrder.put(p.name(), p));
        }
        type.properties().forEach(p -> inOrder.putIfAbsent(p.name(), p));
        boolean directoryObject = type.isA("microsoft.graph.directoryObject");
        return inOrder.values().stream()
                .map(p -> new Shown(
                        p,
                        model.typeOf(p),
                        isDefault(type, p),
                        isShown(type, p),
                        p.name().equals("id") && !directoryObject,
                        annotation(p, model.typeOf(p))))
                .toList();
    }

    private boolean isDefault(StructuredType type, ModelProperty property) {
        return rule(type)
                .defaults()
                .map(names -> names.contains(property.name()))
                .orElse(false);
    }

    private boolean isShown(StructuredType type, ModelProperty property) {
        if (rule(type).onlySelected().contains(property.name())) {
            return false;
        }
        // what a derived type adds to a type with defaults is shown with them
        return rule(type).defaults().isEmpty() || isDefault(type, property) || isAddition(type, property);
    }

    private boolean isAddition(StructuredType type, ModelProperty property) {
        return type.lineage().stream()
                .takeWhile(name -> !rules.containsKey(name))
                .anyMatch(property.declaredBy()::equals);
    }

    private static @Nullable String annotation(ModelProperty property, GraphType type) {
        String name = property.type().startsWith("Edm.") ? property.type().substring("Edm.".length()) : property.type();
        if (property.collection()) {
            return "#Collection(" + name + ")";
        }
        return switch (type) {
            case Primitive primitive -> PLAIN_IN_JSON.contains(primitive) ? null : "#" + name;
            case EnumType _ -> "#" + name;
            case StructuredType _, GraphType.Undescribed _ -> null;
        };
    }

    private Rule rule(StructuredType type) {
        return type.lineage().stream()
                .filter(rules::containsKey)
                .map(rules::get)
                .findFirst()
                .orElse(NONE);
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }
}
