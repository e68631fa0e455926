package dev.postern.graph.model;

/** The type of a property's value. */
public sealed interface GraphType permits Primitive, EnumType, StructuredType, GraphType.Undescribed {
    /** The name on the wire: {@code Edm.String}, {@code microsoft.graph.message}. */
    String typeName();

    /** A type that the model mentions but does not describe; its values are passed through unchanged. */
    record Undescribed(String typeName) implements GraphType {}
}
