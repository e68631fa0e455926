package dev.postern.console.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The actions of one scope in layers: each below all that it runs after. Where an edge passes a layer, the layer has a passage for it, so that the edge crosses no
 * action.
 */
final class ScopeLayers {
    /** With more passages, edges are drawn straight. */
    private static final int MAX_PASSAGES = 1_000;

    private static final int SWEEPS = 4;

    private final Map<String, ActionNode> nodes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Integer> layerOf = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<List<Slot>> layers = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private int passageCount;
    private final Map<Slot, List<Slot>> above = new HashMap<>();
    private final Map<Slot, List<Slot>> below = new HashMap<>();

    /** A place in a layer. */
    sealed interface Slot {}

    record Action(String key) implements Slot {}

    /** @param number distinguishes the passages of one drawing */
    record Passage(int number) implements Slot {}

    /**
     * An edge.
     *
     * @param slots from the action that is waited for to the one that waits
     */
    record Path(List<Slot> slots, String label) {}

    ScopeLayers(List<ActionNode> scope) {
        scope.forEach(one -> nodes.put(one.key(), one));
        scope.forEach(one -> layer(one, new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
        int depth = layerOf.values().stream().mapToInt(layer -> layer + 1).max().orElse(0);
        for (int i = 0; i < depth; i++) {
            layers.add(new ArrayList<>());
        }
        scope.forEach(one -> layers.get(layerOf.getOrDefault(one.key(), 0)).add(new Action(one.key())));
        boolean passages = passages(scope) <= MAX_PASSAGES;
        scope.forEach(one -> connect(one, passages));
        for (int i = 0; i < SWEEPS; i++) {
            order(layers, above);
            order(layers.reversed(), below);
        }
        order(layers, above);
    }

    /** The places from left to right, the topmost layer first. */
    List<List<Slot>> layers() {
        return layers;
    }

    /** The number of the layer of each action. */
    Map<String, Integer> places() {
        return layerOf;
    }

    List<Path> paths() {
        return paths;
    }

    /** @param open the actions that are being looked at: a definition has no cycles, but this does not rely on it */
    private int layer(ActionNode node, Set<String> open) {
        Integer known = layerOf.get(node.key());
        if (known != null) {
            return known;
        }
        open.add(node.key());
        int layer = 0;
        for (String name : node.runAfter().keySet()) {
            ActionNode before = nodes.get(name);
            if (before != null && !open.contains(name)) {
                layer = Math.max(layer, layer(before, open) + 1);
            }
        }
        open.remove(node.key());
        layerOf.put(node.key(), layer);
        return layer;
    }

    private int passages(List<ActionNode> scope) {
        int count = 0;
        for (ActionNode node : scope) {
            for (String before : node.runAfter().keySet()) {
                count += Math.max(0, layerOf.getOrDefault(node.key(), 0) - layerOf.getOrDefault(before, 0) - 1);
            }
        }
        return count;
    }

    private void connect(ActionNode node, boolean passages) {
        // by name, because the order of runAfter must not change the picture
        node.runAfter().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            ActionNode before = nodes.get(entry.getKey());
            if (before == null) {
                return;
            }
            var slots = new ArrayList<Slot>();
            slots.add(new Action(before.key()));
            int to = layerOf.getOrDefault(node.key(), 0);
            for (int i = layerOf.getOrDefault(before.key(), 0) + 1; passages && i < to; i++) {
                Passage passage = new Passage(passageCount++);
                layers.get(i).add(passage);
                slots.add(passage);
            }
            slots.add(new Action(node.key()));
            paths.add(new Path(List.copyOf(slots), ActionNode.label(entry.getValue())));
            for (int i = 1; i < slots.size(); i++) {
                above.computeIfAbsent(slots.get(i), _ -> new ArrayList<>()).add(slots.get(i - 1));
                below.computeIfAbsent(slots.get(i - 1), _ -> new ArrayList<>()).add(slots.get(i));
            }
        });
    }

    /** Orders each layer by the middle of what its places are connected with in the layer before. */
    private static void order(List<List<Slot>> layers, Map<Slot, List<Slot>> neighbours) {
        Map<Slot, Double> places = new HashMap<>();
        for (List<Slot> layer : layers) {
            Map<Slot, Double> wanted = new HashMap<>();
            for (int i = 0; i < layer.size(); i++) {
                double own = layer.size() < 2 ? 0.5 : (double) i / (layer.size() - 1);
                wanted.put(
                        layer.get(i),
                        neighbours.getOrDefault(layer.get(i), List.of()).stream()
                                .map(places::get)
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(own));
            }
            layer.sort(Comparator.comparingDouble(slot -> wanted.getOrDefault(slot, 0.5)));
            for (int i = 0; i < layer.size(); i++) {
                places.put(layer.get(i), layer.size() < 2 ? 0.5 : (double) i / (layer.size() - 1));
            }
        }
    }
}
