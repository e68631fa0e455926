package dev.postern.graph.model;

import dev.postern.query.Folding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All types, found by name. Immutable; load it once and share it. */
public final class TypeModel {
    private final Map<String, GraphType> byLowerCaseName;
    private final List<BoundOperation> operations;

    TypeModel(Map<String, GraphType> byLowerCaseName, List<BoundOperation> operations) {
        this.byLowerCaseName = Map.copyOf(byLowerCaseName);
        this.operations = List.copyOf(operations);
    }

    /** The model included in the program. */
    public static TypeModel load() {
        return TypeModelReader.read();
    }

    /** A required type, by its name without the namespace: {@code message}. */
    public StructuredType type(String shortName) {
        return structured(Namespace.of(shortName))
                .orElseThrow(() -> new IllegalArgumentException("no type '" + shortName + "'"));
    }

    /** Finds an entity or complex type by its name on the wire, with or without the leading {@code #}; the namespace may be its alias. */
    public Optional<StructuredType> structured(String name) {
        String plain = name.startsWith("#") ? name.substring(1) : name;
        return byLowerCaseName.get(Folding.lower(Namespace.full(plain))) instanceof StructuredType type
                ? Optional.of(type)
                : Optional.empty();
    }

    public GraphType typeOf(ModelProperty property) {
        return typeNamed(property.type());
    }

    public GraphType typeNamed(String name) {
        Primitive primitive = Primitive.named(name);
        if (primitive != null) {
            return primitive;
        }
        GraphType type = byLowerCaseName.get(Folding.lower(name));
        return type != null ? type : new GraphType.Undescribed(name);
    }

    /** The non-abstract types among this type and those derived from it. */
    public List<StructuredType> concrete(StructuredType base) {
        return structuredTypes()
                .filter(type -> !type.isAbstract() && type.isA(base))
                .toList();
    }

    Stream<StructuredType> structuredTypes() {
        return byLowerCaseName.values().stream()
                .filter(StructuredType.class::isInstance)
                .map(StructuredType.class::cast);
    }

    /** An action or function by its name, compared without case, and the type it is called on. */
    public Optional<BoundOperation> operation(String name, StructuredType on, boolean onCollection) {
        return operations.stream()
                .filter(o ->
                        o.name().equalsIgnoreCase(name) && o.boundToCollection() == onCollection && on.isA(o.boundTo()))
                .findFirst();
    }
}
