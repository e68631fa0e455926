package dev.postern.graph.model;

import java.util.List;
import java.util.Optional;

/** Which parts of a document an answer shows. */
public record Shape(Selection selection, List<Expansion> expansions) {
    public static final Shape DEFAULT = new Shape(Selection.DEFAULT, List.of());

    public Shape {
        expansions = List.copyOf(expansions);
    }

    /**
     * A navigation property that is shown because it was expanded; its content is in the document already.
     *
     * @param onType as in {@link Selection.Item}
     */
    public record Expansion(String navigation, Optional<String> onType, Shape shape) {}
}
