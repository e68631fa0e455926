package dev.postern.graph.model;

/**
 * A property of a type, or a parameter of an action.
 *
 * @param type of the value, or of each element
 * @param nullable for a collection this speaks of the elements
 * @param navigation whether it leads to other entities, which an answer holds only when they are expanded
 * @param declaredBy the type or operation that declares it; a type derived from it has it too
 */
public record ModelProperty(
        String name, String type, boolean collection, boolean nullable, boolean navigation, String declaredBy) {}
