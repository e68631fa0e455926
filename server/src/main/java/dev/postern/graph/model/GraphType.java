package dev.postern.graph.model;

/** What a property can hold one of. */
public sealed interface GraphType permits Primitive, EnumType, StructuredType, GraphType.Undescribed {
    /** As the wire names it: {@code Edm.String}, {@code microsoft.graph.message}. */
    String typeName();

    /** A type that the model mentions and does not describe; its values are passed through unread. */
    record Undescribed(String typeName) implements GraphType {}
}
