package dev.postern.graph.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code shapes.json}: order and defaults of responses, for a type and those derived from it. */
final class ShapeRules {
    private record Rule(List<String> order, Optional<Set<String>> defaults, Set<String> onlySelected) {}

    private static final Set<Primitive> PLAIN_IN_JSON =
            Set.of(Primitive.STRING, Primitive.BOOLEAN, Primitive.INT32, Primitive.DOUBLE);

    private static final Rule NONE = new Rule(List.of("id"), Optional.empty(), Set.of());

    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, List<Shown>> shown = new HashMap<>();

    /**
     * How a property of a type appears in responses. Computed once, because it is needed for every property of every
     * item.
     *
     * @param type of the value, or of each element
     * @param byDefault whether a response without a selection contains it even if it is unset
     * @param whenSet whether a response without a selection contains it if it is set
     * @param annotation its type annotation at the full metadata level; null if the JSON type is unambiguous
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

    /** Every property of the type, in the order of a response. */
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
        // the additions of a derived type are shown with the defaults of its base type
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
