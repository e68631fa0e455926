package dev.postern.graph.model;

import dev.postern.graph.model.ShapeRules.Shown;
import dev.postern.query.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts a stored document to its form in a response: the selected properties in Graph's order, with the annotations
 * of the metadata level. Members that the model does not know are never shown, except those of open types. Immutable.
 */
public final class Shaper {
    private static final List<String> OF_A_PROPERTY = List.of("@odata.context", "@odata.count", "@odata.nextLink");

    private final TypeModel model;
    private final ShapeRules rules;

    public Shaper(TypeModel model) {
        this.model = model;
        this.rules = new ShapeRules(model);
    }

    /** Annotations of the document (such as {@code @odata.etag}) are kept if the level permits them. */
    public ObjectNode shape(StructuredType declared, JsonNode document, Shape shape, MetadataLevel level) {
        StructuredType type = actualType(declared, document);
        ObjectNode out = new ObjectNode(JsonNodeFactory.instance, LinkedHashMap.newLinkedHashMap(document.size() + 4));
        boolean annotated = annotations(out, type, document, level);
        for (Shown property : rules.of(type)) {
            JsonNode value = property.property().navigation()
                    ? navigation(type, property, document, shape, level)
                    : shape.selection().isDefault()
                            ? unselected(property, document, level)
                            : selected(type, property, document, shape.selection(), level);
            if (value != null) {
                put(out, property, value, annotated ? document : null, level);
            }
        }
        if (type.isOpen()) {
            unknownMembers(out, type, document, shape.selection());
        }
        return out;
    }

    private @Nullable JsonNode unselected(Shown property, JsonNode document, MetadataLevel level) {
        JsonNode value = document.get(property.name());
        if (value == null) {
            return property.byDefault() ? unset(property) : null;
        }
        return property.whenSet() ? structural(property, value, level) : null;
    }

    private StructuredType actualType(StructuredType declared, JsonNode document) {
        JsonNode name = document.get("@odata.type");
        return name != null && name.isString()
                ? model.structured(name.stringValue())
                        .filter(type -> type.isA(declared))
                        .orElse(declared)
                : declared;
    }

    /**
     * Adds the annotations of the document. Returns whether it has one of a property too, such as {@code value@odata.count}: most
     * documents have none.
     */
    private static boolean annotations(ObjectNode out, StructuredType type, JsonNode document, MetadataLevel level) {
        boolean ofProperties = false;
        if (level == MetadataLevel.FULL && !document.has("@odata.type")) {
            out.put("@odata.type", "#" + type);
        }
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            int at = member.getKey().indexOf('@');
            if (at == 0 && level.keeps(member.getKey())) {
                out.set(member.getKey(), member.getValue());
            }
            ofProperties |= at > 0;
        }
        JsonNode changeKey = document.get("changeKey");
        if (level != MetadataLevel.NONE && changeKey != null && changeKey.isString() && !out.has("@odata.etag")) {
            out.put("@odata.etag", "W/\"" + changeKey.stringValue() + "\"");
        }
        return ofProperties;
    }

    private @Nullable JsonNode navigation(
            StructuredType type, Shown property, JsonNode document, Shape shape, MetadataLevel level) {
        Shape inner = null;
        for (Shape.Expansion expansion : shape.expansions()) {
            if (inner == null
                    && expansion.navigation().equals(property.name())
                    && expansion.onType().map(type::isA).orElse(true)) {
                inner = expansion.shape();
            }
        }
        if (inner == null) {
            return null;
        }
        JsonNode value = document.get(property.name());
        if (value == null || value.isNull()) {
            return unset(property);
        }
        if (!(property.type() instanceof StructuredType target)) {
            return value;
        }
        if (!value.isArray()) {
            return shape(target, value, inner, level);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : value) {
            all.add(shape(target, element, inner, level));
        }
        return all;
    }

    private @Nullable JsonNode selected(
            StructuredType type, Shown property, JsonNode document, Selection selection, MetadataLevel level) {
        List<Selection.Item> items = selection.of(property.name());
        if (items.isEmpty() && !property.always()) {
            return null;
        }
        boolean whole = items.isEmpty();
        boolean named = whole;
        for (Selection.Item item : items) {
            if (item.onType().isEmpty() || type.isA(item.onType().get())) {
                named = true;
                whole |= item.path().segments().size() == 1;
            }
        }
        if (!named && !property.always()) {
            return null;
        }
        JsonNode value = document.get(property.name());
        if (value == null || value.isNull()) {
            return unset(property);
        }
        return whole || !named
                ? structural(property, value, level)
                : part(property, value, new Shape(below(type, items), List.of()), level);
    }

    /** The selection within a property. */
    private static Selection below(StructuredType type, List<Selection.Item> items) {
        return new Selection(items.stream()
                .filter(item -> item.onType().map(type::isA).orElse(true))
                .map(item -> item.path().segments())
                .map(path -> new Selection.Item(Optional.empty(), new Path(path.subList(1, path.size()))))
                .toList());
    }

    private JsonNode part(Shown property, JsonNode value, Shape inner, MetadataLevel level) {
        return property.type() instanceof StructuredType type && value.isObject()
                ? shape(type, value, inner, level)
                : structural(property, value, level);
    }

    /** A complex value is shown completely, in Graph's order if one is defined. */
    private JsonNode structural(Shown property, JsonNode value, MetadataLevel level) {
        if (!(property.type() instanceof StructuredType type)) {
            return value;
        }
        if (value.isArray()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : value) {
                all.add(element.isObject() ? shape(type, element, Shape.DEFAULT, level) : element);
            }
            return all;
        }
        return value.isObject() ? shape(type, value, Shape.DEFAULT, level) : value;
    }

    /**
     * @param annotated the document if it has annotations of properties
     */
    private static void put(
            ObjectNode out, Shown property, JsonNode value, @Nullable JsonNode annotated, MetadataLevel level) {
        if (level == MetadataLevel.FULL && property.annotation() != null) {
            out.put(property.name() + "@odata.type", property.annotation());
        }
        if (annotated != null) {
            for (String suffix : OF_A_PROPERTY) {
                JsonNode given = annotated.get(property.name() + suffix);
                if (given != null && level.keeps(suffix)) {
                    out.set(property.name() + suffix, given);
                }
            }
        }
        out.set(property.name(), value);
    }

    private static void unknownMembers(ObjectNode out, StructuredType type, JsonNode document, Selection selection) {
        Set<String> known = type.properties().stream().map(ModelProperty::name).collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            String name = member.getKey();
            if (!known.contains(name) && name.indexOf('@') < 0 && (selection.isDefault() || selection.names(name))) {
                out.set(name, member.getValue());
            }
        }
    }

    private static JsonNode unset(Shown property) {
        return property.property().collection()
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.nullNode();
    }
}
