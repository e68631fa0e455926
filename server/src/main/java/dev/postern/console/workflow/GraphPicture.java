package dev.postern.console.workflow;

import java.util.List;

/**
 * A graph as it is drawn, in pixels. The numbers are whole, because the template writes them as they are.
 *
 * @param name what it shows
 */
public record GraphPicture(String name, int width, int height, List<Box> boxes, List<Edge> edges) {
    public GraphPicture {
        boxes = List.copyOf(boxes);
        edges = List.copyOf(edges);
    }

    /**
     * An action, a trigger, or a branch.
     *
     * @param tone the class for its status, or empty
     * @param title the whole name, and what it is
     * @param name as it fits
     * @param detail below the name, or empty
     * @param link the page about it, or empty
     */
    public record Box(
            int x, int y, int width, int height, String tone, String title, String name, String detail, String link) {}

    /** @param label at {@code labelX}, {@code labelY}, or empty */
    public record Edge(String path, String label, int labelX, int labelY) {}
}
