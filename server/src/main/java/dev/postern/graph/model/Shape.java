package dev.postern.graph.model;

import java.util.List;
import java.util.Optional;

/** The parts of a document that a response shows. */
public record Shape(Selection selection, List<Expansion> expansions) {
    public static final Shape DEFAULT = new Shape(Selection.DEFAULT, List.of());

    public Shape {
        expansions = List.copyOf(expansions);
    }

    /**
     * An expanded navigation property; its content is already in the document.
     *
     * @param onType as in {@link Selection.Item}
     */
    public record Expansion(String navigation, Optional<String> onType, Shape shape) {}
}
