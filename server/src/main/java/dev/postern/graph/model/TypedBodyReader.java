package dev.postern.graph.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads request bodies against the model. The result has canonical names, canonical enum members and dates in UTC. A
 * value that does not match is refused with Graph's message. Immutable.
 *
 * <p>Annotations are dropped, except {@code @odata.type} where it names a derived type, and {@code ...@odata.bind},
 * which is a value.
 */
public final class TypedBodyReader {
    /** An item can have an item as its attachment, and so on. */
    private static final int MAX_DEPTH = 40;

    /** Bookkeeping of generated clients that some of them send, without content. */
    private static final Set<String> CLIENT_BOOKKEEPING = Set.of("backingStore", "additionalData", "odataType");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final TypeModel model;
    private final boolean tolerant;

    public TypedBodyReader(TypeModel model) {
        this(model, false);
    }

    private TypedBodyReader(TypeModel model, boolean tolerant) {
        this.model = model;
        this.tolerant = tolerant;
    }

    /**
     * A reader for calendars, whose clients rely on more: booleans and whole numbers as text, null for every property, which is then
     * omitted, and dates that cannot be read are a body that cannot be read.
     */
    public TypedBodyReader tolerant() {
        return new TypedBodyReader(model, true);
    }

    /** Reads an entity or complex value. */
    public ObjectNode read(StructuredType type, JsonNode body) {
        if (!body.isObject()) {
            throw BodyFailure.notReadable();
        }
        return object(type, body, 0);
    }

    /** Reads the parameters of an action. Booleans may be given as text there. */
    public ObjectNode parameters(BoundOperation action, JsonNode body) {
        if (!body.isObject()) {
            throw BodyFailure.notReadable();
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (isDroppedAnnotation(member.getKey())) {
                continue;
            }
            ModelProperty parameter = action.parameters().stream()
                    .filter(p -> p.name().equalsIgnoreCase(member.getKey()))
                    .findFirst()
                    .orElseThrow(BodyFailure::notReadable);
            put(out, parameter, spelledBoolean(parameter, member.getValue()), 0);
        }
        if (action.parameters().stream().anyMatch(p -> !p.nullable() && !p.collection() && !out.has(p.name()))) {
            throw BodyFailure.notReadable();
        }
        return out;
    }

    private static JsonNode spelledBoolean(ModelProperty parameter, JsonNode value) {
        return parameter.type().equals("Edm.Boolean") ? spelled(Primitive.BOOLEAN, value) : value;
    }

    /** A value of a type that was given as text. */
    private static JsonNode spelled(Primitive type, JsonNode value) {
        String text = value.stringValue("");
        return switch (type) {
            case BOOLEAN ->
                text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                        ? JsonNodeFactory.instance.booleanNode(text.equalsIgnoreCase("true"))
                        : value;
            case INT32 ->
                WHOLE_NUMBER.matcher(text).matches()
                        ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text))
                        : value;
            default -> value;
        };
    }

    private ObjectNode object(StructuredType declared, JsonNode body, int depth) {
        if (depth > MAX_DEPTH) {
            throw BodyFailure.read("The body is nested deeper than " + MAX_DEPTH + " levels.");
        }
        StructuredType type = actualType(declared, body);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (type != declared) {
            out.put("@odata.type", "#" + type.typeName());
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            Optional<ModelProperty> property = type.property(name);
            if (property.isPresent()) {
                put(out, property.get(), value, depth);
            } else if (name.endsWith("@odata.bind")) {
                bind(out, type, name, value);
            } else if (type.isOpen() && name.indexOf('@') < 0) {
                out.set(name, value);
            } else if (!isDroppedAnnotation(name) && !isClientBookkeeping(name, value)) {
                throw unknown(name, type);
            }
        }
        return out;
    }

    private StructuredType actualType(StructuredType declared, JsonNode body) {
        JsonNode annotation = body.get("@odata.type");
        if (annotation == null || annotation.isNull()) {
            if (!declared.isAbstract()) {
                return declared;
            }
            var concrete = model.concrete(declared);
            if (concrete.size() == 1) {
                return concrete.getFirst();
            }
            throw BodyFailure.read(
                    "The type '" + declared + "' is abstract; '@odata.type' must name a type of this kind.");
        }
        String name = annotation.isString() ? annotation.stringValue() : annotation.toString();
        StructuredType type = model.structured(name)
                .orElseThrow(() -> BodyFailure.read("A type named '" + name
                        + "' could not be resolved by the model. When a model is available, each type"
                        + " name must resolve to a valid type."));
        if (!type.isA(declared) || type.isAbstract()) {
            throw BodyFailure.read("The type '" + type + "' is not a valid subtype of '" + declared + "'.");
        }
        return type;
    }

    private void put(ObjectNode out, ModelProperty property, JsonNode value, int depth) {
        if (tolerant && value.isNull() && !property.nullable() && !property.collection()) {
            return;
        }
        if (out.has(property.name())) {
            throw BodyFailure.read("The property '" + property.name() + "' is given more than once.");
        }
        out.set(
                property.name(),
                property.collection() ? collection(property, value, depth) : one(property, value, depth));
    }

    private JsonNode collection(ModelProperty property, JsonNode value, int depth) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        if (value.isNull()) {
            return out;
        }
        if (!value.isArray()) {
            throw unexpected(value, "StartArray");
        }
        for (JsonNode element : value) {
            if (element.isNull()) {
                throw BodyFailure.read("The collection '" + property.name() + "' cannot contain null.");
            }
            out.add(one(property, element, depth));
        }
        return out;
    }

    private JsonNode one(ModelProperty property, JsonNode value, int depth) {
        if (value.isNull()) {
            if (!property.nullable()) {
                throw BodyFailure.read("A null value was found for the property named '" + property.name()
                        + "', which has the expected type '" + property.type() + "[Nullable=False]'.");
            }
            return value;
        }
        return switch (model.typeOf(property)) {
            case Primitive primitive ->
                PrimitiveReader.read(primitive, scalar(tolerant ? spelled(primitive, value) : value))
                        .orElseThrow(() -> tolerant && primitive == Primitive.DATE
                                ? BodyFailure.notReadable()
                                : unfit(value, property));
            case EnumType type ->
                value.isString()
                        ? JsonNodeFactory.instance.stringNode(
                                type.canonical(value.stringValue()).orElseThrow(() -> unfit(value, property)))
                        : throwUnfit(scalar(value), property);
            case StructuredType type -> {
                if (!value.isObject()) {
                    throw unexpected(value, "StartObject");
                }
                yield object(type, value, depth + 1);
            }
            case GraphType.Undescribed type -> {
                if (property.navigation()) {
                    throw BodyFailure.read("The property '" + property.name() + "' of type '" + type.typeName()
                            + "' is not supported.");
                }
                yield value;
            }
        };
    }

    private static JsonNode throwUnfit(JsonNode value, ModelProperty property) {
        throw unfit(value, property);
    }

    private static JsonNode scalar(JsonNode value) {
        if (value.isContainer()) {
            throw unexpected(value, "PrimitiveValue");
        }
        return value;
    }

    private static void bind(ObjectNode out, StructuredType type, String name, JsonNode value) {
        String target = name.substring(0, name.indexOf('@'));
        ModelProperty property =
                type.property(target).filter(ModelProperty::navigation).orElseThrow(() -> unknown(target, type));
        out.set(property.name() + "@odata.bind", value);
    }

    private static boolean isDroppedAnnotation(String name) {
        int at = name.indexOf('@');
        return at >= 0 && name.startsWith("@odata.", at) && !name.endsWith("@odata.bind");
    }

    private static boolean isClientBookkeeping(String name, JsonNode value) {
        return CLIENT_BOOKKEEPING.contains(name) && (value.isNull() || (value.isObject() && value.isEmpty()));
    }

    private static BodyFailure unknown(String name, StructuredType type) {
        return BodyFailure.read("The property '" + name + "' does not exist on type '" + type
                + "'. Make sure to only use property names that are defined by the type.");
    }

    private static BodyFailure unfit(JsonNode value, ModelProperty property) {
        String literal = value.isString() ? value.stringValue() : value.toString();
        String shown = literal.length() > 100 ? literal.substring(0, 100) + "..." : literal;
        return BodyFailure.read(
                "Cannot convert the literal '" + shown + "' to the expected type '" + property.type() + "'.");
    }

    private static BodyFailure unexpected(JsonNode value, String expected) {
        String found = value.isArray() ? "StartArray" : value.isObject() ? "StartObject" : "PrimitiveValue";
        return BodyFailure.read("An unexpected '" + found + "' node was found when reading from the JSON reader. A '"
                + expected + "' node was expected.");
    }
}
