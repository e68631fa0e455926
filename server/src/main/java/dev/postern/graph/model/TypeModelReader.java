package dev.postern.graph.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code entities.json}. */
final class TypeModelReader {
    /** Lists of members contain several types; {@code displayName} can be selected without a cast. */
    private static final String DIRECTORY_OBJECT = "microsoft.graph.directoryObject";

    private final JsonNode types;
    private final Map<String, GraphType> byLowerCaseName = new HashMap<>();

    private TypeModelReader(JsonNode types) {
        this.types = types;
    }

    static TypeModel read() {
        JsonNode root = resource("/dev/postern/graph/entities.json");
        TypeModelReader reader = new TypeModelReader(root.required("types"));
        reader.types.propertyNames().forEach(reader::add);
        return new TypeModel(
                reader.byLowerCaseName,
                root.required("boundOperations")
                        .valueStream()
                        .map(TypeModelReader::operation)
                        .toList());
    }

    static JsonNode resource(String name) {
        try (InputStream in = TypeModelReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name) {
        JsonNode type = types.required(name);
        byLowerCaseName.put(
                name.toLowerCase(Locale.ROOT),
                text(type, "kind").equals("enum")
                        ? new EnumType(
                                name,
                                type.required("isFlags").booleanValue(),
                                type.required("members")
                                        .valueStream()
                                        .map(m -> text(m, "name"))
                                        .toList())
                        : structured(name, type));
    }

    private StructuredType structured(String name, JsonNode type) {
        List<String> lineage = new ArrayList<>();
        Map<String, ModelProperty> properties = new LinkedHashMap<>();
        collect(name, lineage, properties);
        boolean entity = text(type, "kind").equals("entity");
        // entities such as message are declared open only for extensions; other unknown members are errors
        boolean open =
                type.required("openType").booleanValue() && (!entity || lineage.contains("microsoft.graph.extension"));
        return new StructuredType(
                name,
                entity,
                type.required("abstract").booleanValue(),
                open,
                lineage,
                List.copyOf(properties.values()),
                name.equals(DIRECTORY_OBJECT) ? ofDescendants(name) : List.of());
    }

    private List<ModelProperty> ofDescendants(String base) {
        return types.properties().stream()
                .filter(type -> base.equals(type.getValue().path("baseType").asString("")))
                .flatMap(type -> {
                    Map<String, ModelProperty> properties = new LinkedHashMap<>();
                    collect(type.getKey(), new ArrayList<>(), properties);
                    return properties.values().stream();
                })
                .toList();
    }

    private void collect(String name, List<String> lineage, Map<String, ModelProperty> properties) {
        JsonNode type = types.required(name);
        lineage.add(name);
        JsonNode base = type.required("baseType");
        if (base.isString()) {
            collect(base.stringValue(), lineage, properties);
        }
        type.path("properties").forEach(p -> properties.put(text(p, "name"), property(p, false, name)));
        type.path("navigationProperties").forEach(p -> properties.put(text(p, "name"), property(p, true, name)));
    }

    private static ModelProperty property(JsonNode p, boolean navigation, String declaredBy) {
        return new ModelProperty(
                text(p, "name"),
                text(p, "type"),
                p.required("collection").booleanValue(),
                p.required("nullable").booleanValue(),
                navigation,
                declaredBy);
    }

    private static BoundOperation operation(JsonNode o) {
        return new BoundOperation(
                text(o, "name"),
                text(o, "boundTo"),
                o.required("boundToCollection").booleanValue(),
                text(o, "kind").equals("action"),
                o.required("parameters")
                        .valueStream()
                        .map(p -> property(p, false, text(o, "name")))
                        .toList());
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }
}
