package dev.postern.graph.model;

import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entity or complex type with everything it inherits. Immutable. */
public final class StructuredType implements GraphType {
    private final String typeName;
    private final boolean entity;
    private final boolean isAbstract;
    private final boolean open;
    private final List<String> lineage;
    private final List<ModelProperty> properties;
    private final Map<String, ModelProperty> byLowerCaseName = new LinkedHashMap<>();

    /**
     * @param lineage the name of this type, then its base type, and so on
     *
     * @param properties inherited ones first
     * @param ofDescendants properties of derived types that a query on this type may also name
     */
    StructuredType(
            String typeName,
            boolean entity,
            boolean isAbstract,
            boolean open,
            List<String> lineage,
            List<ModelProperty> properties,
            List<ModelProperty> ofDescendants) {
        this.typeName = typeName;
        this.entity = entity;
        this.isAbstract = isAbstract;
        this.open = open;
        this.lineage = List.copyOf(lineage);
        this.properties = List.copyOf(properties);
        properties.forEach(p -> byLowerCaseName.put(Folding.lower(p.name()), p));
        ofDescendants.forEach(p -> byLowerCaseName.putIfAbsent(Folding.lower(p.name()), p));
    }

    @Override
    public String typeName() {
        return typeName;
    }

    public boolean isEntity() {
        return entity;
    }

    public boolean isAbstract() {
        return isAbstract;
    }

    /** Whether a value may have undeclared members. */
    public boolean isOpen() {
        return open;
    }

    /** The name of this type, then its base type, and so on. */
    public List<String> lineage() {
        return lineage;
    }

    public boolean isA(StructuredType other) {
        return isA(other.typeName);
    }

    public boolean isA(String otherName) {
        return lineage.contains(otherName);
    }

    /** Inherited properties first. */
    public List<ModelProperty> properties() {
        return properties;
    }

    /** Finds a property, compared without case. */
    public Optional<ModelProperty> property(String name) {
        return Optional.ofNullable(byLowerCaseName.get(Folding.lower(name)));
    }

    @Override
    public String toString() {
        return typeName;
    }
}
