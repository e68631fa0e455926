package dev.postern.console.workflow;

import static dev.postern.console.workflow.GraphSizes.ASIDE;
import static dev.postern.console.workflow.GraphSizes.BETWEEN;
import static dev.postern.console.workflow.GraphSizes.EMPTY_HEIGHT;
import static dev.postern.console.workflow.GraphSizes.PASSAGE_WIDTH;

import dev.postern.console.workflow.ScopeLayers.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Where the actions of a scope are, from its own corner. Each layer is centred. */
final class LaidScope {
    private final Map<String, LaidNode> nodes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ScopeLayers layers;
    private final Map<Slot, Spot> spots = new HashMap<>();
    private final int width;
    private final int height;

    /**
     * A rectangle.
     *
     * @param end where its layer ends, below the tallest of it
     */
    record Spot(int x, int y, int width, int height, int end) {
        int middle() {
            return x + width / 2;
        }

        int bottom() {
            return y + height;
        }
    }

    LaidScope(List<ActionNode> scope) {
        scope.forEach(one -> nodes.put(one.key(), LaidNode.of(one)));
        this.layers = new ScopeLayers(scope);
        this.width = layers.layers().stream().mapToInt(this::widthOf).max().orElse(0);
        int y = 0;
        for (List<Slot> layer : layers.layers()) {
            int tall = layer.stream().mapToInt(this::heightOf).max().orElse(0);
            int x = (width - widthOf(layer)) / 2;
            for (Slot slot : layer) {
                spots.put(slot, new Spot(x, y, widthOf(slot), heightOf(slot), y + tall));
                x += widthOf(slot) + ASIDE;
            }
            y += tall + BETWEEN;
        }
        this.height = scope.isEmpty() ? EMPTY_HEIGHT : y - BETWEEN;
    }

    private LaidNode node(ScopeLayers.Action action) {
        return Objects.requireNonNull(nodes.get(action.key()));
    }

    private int widthOf(Slot slot) {
        return slot instanceof ScopeLayers.Action action ? node(action).width() : PASSAGE_WIDTH;
    }

    private int heightOf(Slot slot) {
        return slot instanceof ScopeLayers.Action action ? node(action).height() : 0;
    }

    private int widthOf(List<Slot> layer) {
        return layer.stream().mapToInt(this::widthOf).sum() + ASIDE * Math.max(0, layer.size() - 1);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Draws the edges, and the actions over them. */
    void draw(GraphDrawing drawing, int x, int y) {
        for (ScopeLayers.Path path : layers.paths()) {
            drawing.edge(path.slots().stream().map(this::spot).toList(), path.label(), x, y);
        }
        for (List<Slot> layer : layers.layers()) {
            for (Slot slot : layer) {
                if (slot instanceof ScopeLayers.Action action) {
                    node(action)
                            .draw(drawing, x + spot(slot).x(), y + spot(slot).y());
                }
            }
        }
    }

    private Spot spot(Slot slot) {
        return Objects.requireNonNull(spots.get(slot));
    }
}
