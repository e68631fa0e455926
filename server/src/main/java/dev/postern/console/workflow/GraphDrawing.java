package dev.postern.console.workflow;

import static dev.postern.console.workflow.GraphSizes.AROUND;

import dev.postern.console.workflow.GraphPicture.Box;
import dev.postern.console.workflow.GraphPicture.Edge;
import dev.postern.console.workflow.LaidScope.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws a definition: triggers at the top, actions below what they run after, and in boxes what is inside others. */
final class GraphDrawing {
    private final List<Box> boxes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Function<ActionNode, State> states;

    /**
     * How an action is shown.
     *
     * @param status empty in a definition, and for what has not started
     * @param link the page about it, or empty
     */
    record State(String status, String link) {
        static final State NONE = new State("", "");
    }

    private GraphDrawing(Function<ActionNode, State> states) {
        this.states = states;
    }

    /** Draws a definition. */
    static GraphPicture of(String name, DefinitionTree tree, Function<ActionNode, State> states) {
        var all = new ArrayList<>(tree.triggers());
        var before = new LinkedHashMap<String, List<String>>();
        tree.triggers().forEach(one -> before.put(one.key(), List.of("Succeeded")));
        tree.actions().forEach(one -> all.add(one.runAfter().isEmpty() ? after(one, before) : one));
        LaidScope scope = new LaidScope(all);
        GraphDrawing drawing = new GraphDrawing(states);
        scope.draw(drawing, AROUND, AROUND);
        return new GraphPicture(
                name, scope.width() + 2 * AROUND, scope.height() + 2 * AROUND, drawing.boxes, drawing.edges);
    }

    private static ActionNode after(ActionNode action, Map<String, List<String>> before) {
        return new ActionNode(action.name(), action.type(), false, before, action.branches());
    }

    void node(ActionNode node, int x, int y, int width, int height) {
        State state = states.apply(node);
        String kind = node.trigger() ? node.type() + " trigger" : node.type();
        String detail = state.status().isEmpty() ? kind : kind + " · " + Tone.words(state.status());
        boxes.add(new Box(
                x,
                y,
                width,
                height,
                Tone.of(state.status()),
                node.name() + " (" + detail + ")",
                GraphSizes.fitting(node.name(), width),
                GraphSizes.fittingSmall(detail, width),
                state.link()));
    }

    void branch(String label, int x, int y, int width, int height) {
        boxes.add(new Box(x, y, width, height, "branch", label, "", GraphSizes.fittingSmall(label, width), ""));
    }

    /** @param spots those that the edge leads through, from a corner at {@code x}, {@code y} */
    void edge(List<Spot> spots, String label, int x, int y) {
        Spot first = spots.getFirst();
        var path = new StringBuilder("M" + (x + first.middle()) + " " + (y + first.bottom()));
        Spot from = first;
        int labelX = 0;
        int labelY = 0;
        for (Spot to : spots.subList(1, spots.size())) {
            // to the end of the layer first, so that it crosses nothing that is taller
            path.append("V").append(y + from.end());
            int half = y + (from.end() + to.y()) / 2;
            path.append(
                    from.middle() == to.middle()
                            ? "V" + (y + to.y())
                            : "C" + (x + from.middle()) + " " + half + " " + (x + to.middle()) + " " + half + " "
                                    + (x + to.middle()) + " " + (y + to.y()));
            labelX = x + (from.middle() + to.middle()) / 2;
            labelY = half + 4;
            from = to;
        }
        edges.add(new Edge(path.toString(), label, labelX, labelY));
    }
}
