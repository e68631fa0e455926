package dev.postern.graph.model;

/**
 * A property of a type, or a parameter of an action.
 *
 * @param type of the value, or of each element
 * @param nullable for a collection, whether its elements may be null
 * @param navigation whether it leads to other entities, which a response contains only if they are expanded
 * @param declaredBy the type or operation that declares it; derived types inherit it
 */
public record ModelProperty(
        String name, String type, boolean collection, boolean nullable, boolean navigation, String declaredBy) {}
