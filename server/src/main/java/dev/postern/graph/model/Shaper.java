package dev.postern.graph.model;

import dev.postern.query.Path;
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
 * Turns a stored document into what an answer shows of it: the selected properties in Graph's order, with the
 * annotations of the metadata level. Members the model does not know never leave the house, except those of open types.
 * Immutable.
 */
public final class Shaper {
    private static final Set<Primitive> PLAIN_IN_JSON =
            Set.of(Primitive.STRING, Primitive.BOOLEAN, Primitive.INT32, Primitive.DOUBLE);

    private static final List<String> OF_A_PROPERTY = List.of("@odata.context", "@odata.count", "@odata.nextLink");

    private final TypeModel model;
    private final ShapeRules rules;

    public Shaper(TypeModel model) {
        this.model = model;
        this.rules = new ShapeRules(model);
    }

    /** Annotations that the document has (such as {@code @odata.etag}) are kept as far as the level lets them. */
    public ObjectNode shape(StructuredType declared, JsonNode document, Shape shape, MetadataLevel level) {
        StructuredType type = actualType(declared, document);
        ObjectNode out = annotations(type, document, level);
        for (Property property : rules.ordered(type)) {
            if (property.navigation()) {
                navigation(out, type, property, document, shape, level);
            } else if (shape.selection().isDefault()) {
                JsonNode value = document.get(property.name());
                if (value == null ? rules.isDefault(type, property) : rules.isShown(type, property)) {
                    put(
                            out,
                            property,
                            value == null ? unset(property) : structural(property, value, level),
                            document,
                            level);
                }
            } else {
                selected(out, type, property, document, shape.selection(), level);
            }
        }
        if (type.isOpen()) {
            unknownMembers(out, type, document, shape.selection());
        }
        return out;
    }

    private StructuredType actualType(StructuredType declared, JsonNode document) {
        JsonNode name = document.get("@odata.type");
        return name != null && name.isString()
                ? model.structured(name.stringValue())
                        .filter(type -> type.isA(declared))
                        .orElse(declared)
                : declared;
    }

    private static ObjectNode annotations(StructuredType type, JsonNode document, MetadataLevel level) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (level == MetadataLevel.FULL && !document.has("@odata.type")) {
            out.put("@odata.type", "#" + type);
        }
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (member.getKey().startsWith("@") && level.keeps(member.getKey())) {
                out.set(member.getKey(), member.getValue());
            }
        }
        JsonNode changeKey = document.get("changeKey");
        if (level != MetadataLevel.NONE && changeKey != null && changeKey.isString() && !out.has("@odata.etag")) {
            out.put("@odata.etag", "W/\"" + changeKey.stringValue() + "\"");
        }
        return out;
    }

    private void navigation(
            ObjectNode out,
            StructuredType type,
            Property property,
            JsonNode document,
            Shape shape,
            MetadataLevel level) {
        Optional<Shape.Expansion> expansion = shape.expansions().stream()
                .filter(e -> e.navigation().equals(property.name())
                        && e.onType().map(type::isA).orElse(true))
                .findFirst();
        if (expansion.isEmpty()) {
            return;
        }
        JsonNode value = document.get(property.name());
        Shape inner = expansion.get().shape();
        if (value == null || value.isNull()) {
            put(out, property, unset(property), document, level);
        } else if (!(model.typeOf(property) instanceof StructuredType target)) {
            put(out, property, value, document, level);
        } else if (value.isArray()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> all.add(shape(target, element, inner, level)));
            put(out, property, all, document, level);
        } else {
            put(out, property, shape(target, value, inner, level), document, level);
        }
    }

    private void selected(
            ObjectNode out,
            StructuredType type,
            Property property,
            JsonNode document,
            Selection selection,
            MetadataLevel level) {
        List<Path> paths = selection.items().stream()
                .filter(item -> item.onType().map(type::isA).orElse(true))
                .map(Selection.Item::path)
                .filter(path -> path.segments().getFirst().equals(property.name()))
                .toList();
        boolean always = property.name().equals("id") && !type.isA("microsoft.graph.directoryObject");
        if (paths.isEmpty() && !always) {
            return;
        }
        JsonNode value = document.get(property.name());
        if (value == null || value.isNull()) {
            put(out, property, unset(property), document, level);
        } else if (paths.stream().anyMatch(path -> path.segments().size() == 1) || paths.isEmpty()) {
            put(out, property, structural(property, value, level), document, level);
        } else {
            Selection inner = new Selection(paths.stream()
                    .map(path -> new Selection.Item(
                            Optional.empty(),
                            new Path(path.segments().subList(1, path.segments().size()))))
                    .toList());
            put(out, property, part(property, value, new Shape(inner, List.of()), level), document, level);
        }
    }

    private JsonNode part(Property property, JsonNode value, Shape inner, MetadataLevel level) {
        return model.typeOf(property) instanceof StructuredType type && value.isObject()
                ? shape(type, value, inner, level)
                : structural(property, value, level);
    }

    /** A complex value is shown whole, in Graph's order where there is one. */
    private JsonNode structural(Property property, JsonNode value, MetadataLevel level) {
        if (!(model.typeOf(property) instanceof StructuredType type)) {
            return value;
        }
        if (value.isArray()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            value.forEach(
                    element -> all.add(element.isObject() ? shape(type, element, Shape.DEFAULT, level) : element));
            return all;
        }
        return value.isObject() ? shape(type, value, Shape.DEFAULT, level) : value;
    }

    private void put(ObjectNode out, Property property, JsonNode value, JsonNode document, MetadataLevel level) {
        String annotation = level == MetadataLevel.FULL ? typeAnnotation(property) : null;
        if (annotation != null) {
            out.put(property.name() + "@odata.type", annotation);
        }
        for (String suffix : OF_A_PROPERTY) {
            JsonNode given = document.get(property.name() + suffix);
            if (given != null && level.keeps(suffix)) {
                out.set(property.name() + suffix, given);
            }
        }
        out.set(property.name(), value);
    }

    private @Nullable String typeAnnotation(Property property) {
        GraphType type = model.typeOf(property);
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

    private static void unknownMembers(ObjectNode out, StructuredType type, JsonNode document, Selection selection) {
        Set<String> known = type.properties().stream().map(Property::name).collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            String name = member.getKey();
            if (!known.contains(name) && name.indexOf('@') < 0 && (selection.isDefault() || selection.names(name))) {
                out.set(name, member.getValue());
            }
        }
    }

    private static JsonNode unset(Property property) {
        return property.collection() ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.nullNode();
    }
}
