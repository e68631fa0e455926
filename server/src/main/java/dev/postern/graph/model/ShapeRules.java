package dev.postern.graph.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code shapes.json}: order and defaults of answers, for a type and those derived from it. */
final class ShapeRules {
    private record Rule(List<String> order, Optional<Set<String>> defaults, Set<String> onlySelected) {}

    private static final Rule NONE = new Rule(List.of("id"), Optional.empty(), Set.of());

    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, List<Property>> ordered = new HashMap<>();

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
        model.structuredTypes().forEach(type -> ordered.put(type.typeName(), order(type)));
    }

    /** Every property of the type, in the order of an answer. */
    List<Property> ordered(StructuredType type) {
        return ordered.getOrDefault(type.typeName(), List.of());
    }

    private List<Property> order(StructuredType type) {
        Map<String, Property> inOrder = new LinkedHashMap<>();
        for (String name : rule(type).order()) {
            type.property(name).ifPresent(p -> inOrder.put(p.name(), p));
        }
        type.properties().forEach(p -> inOrder.putIfAbsent(p.name(), p));
        return List.copyOf(inOrder.values());
    }

    /** Whether an answer without a selection has this property even when it is unset. */
    boolean isDefault(StructuredType type, Property property) {
        return rule(type)
                .defaults()
                .map(names -> names.contains(property.name()))
                .orElse(false);
    }

    /** Whether an answer without a selection has this property if it is set. */
    boolean isShown(StructuredType type, Property property) {
        if (rule(type).onlySelected().contains(property.name())) {
            return false;
        }
        // what a derived type adds to a type with defaults is shown with them
        return rule(type).defaults().isEmpty() || isDefault(type, property) || isAddition(type, property);
    }

    private boolean isAddition(StructuredType type, Property property) {
        return type.lineage().stream()
                .takeWhile(name -> !rules.containsKey(name))
                .anyMatch(property.declaredBy()::equals);
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
