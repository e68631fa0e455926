package dev.postern.workflow.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Evaluates XPath 1.0 on one document, and counts every node that it looks at. */
public final class XPath {
    private final LongConsumer work;

    private XPath(LongConsumer work) {
        this.work = work;
    }

    /** The result of an expression. */
    public sealed interface Value {}

    /** Nodes in the order of the document. */
    public record Nodes(List<XmlNode> all) implements Value {}

    public record Numeral(double value) implements Value {}

    public record Text(String value) implements Value {}

    public record Flag(boolean value) implements Value {}

    /** @param position counted from 1 */
    record Context(XmlNode node, int position, int size) {}

    /**
     * Evaluates an expression.
     *
     * @param work is told the number of steps; it throws when there are too many
     */
    public static Value evaluate(String expression, XmlNode document, LongConsumer work) {
        return new XPath(work).value(XPathParser.parse(expression), new Context(document, 1, 1));
    }

    void spend(long steps) {
        work.accept(steps);
    }

    Value value(XPathTree tree, Context context) {
        spend(1);
        return switch (tree) {
            case XPathTree.Numeral(double number) -> new Numeral(number);
            case XPathTree.Text(String text) -> new Text(text);
            case XPathTree.Negative(XPathTree inner) -> new Numeral(-XPathValues.number(value(inner, context)));
            case XPathTree.Root() -> new Nodes(List.of(root(context.node())));
            case XPathTree.Call call -> new XPathFunctions(this, context).call(call);
            case XPathTree.Binary binary -> binary(binary, context);
            case XPathTree.Filter(XPathTree inner, List<XPathTree> predicates) -> {
                List<XmlNode> nodes = nodes(value(inner, context));
                for (XPathTree predicate : predicates) {
                    nodes = filtered(nodes, predicate);
                }
                yield new Nodes(nodes);
            }
            case XPathTree.Path path -> path(path, context);
        };
    }

    static List<XmlNode> nodes(Value value) {
        if (value instanceof Nodes nodes) {
            return nodes.all();
        }
        throw new XmlFailure("Expression must evaluate to a node-set.");
    }

    private static XmlNode root(XmlNode node) {
        XmlNode root = node;
        while (true) {
            @Nullable XmlNode parent = root.parent();
            if (parent == null) {
                return root;
            }
            root = parent;
        }
    }

    private Value binary(XPathTree.Binary binary, Context context) {
        Value left = value(binary.left(), context);
        switch (binary.operator()) {
            case "or" -> {
                return new Flag(XPathValues.flag(left) || XPathValues.flag(value(binary.right(), context)));
            }
            case "and" -> {
                return new Flag(XPathValues.flag(left) && XPathValues.flag(value(binary.right(), context)));
            }
            default -> {
                // the others need both operands
            }
        }
        Value right = value(binary.right(), context);
        return switch (binary.operator()) {
            case "|" -> {
                var all = new ArrayList<>(nodes(left));
                all.addAll(nodes(right));
                yield new Nodes(ordered(all));
            }
            case "+", "-", "*", "div", "mod" ->
                new Numeral(arithmetic(binary.operator(), XPathValues.number(left), XPathValues.number(right)));
            default -> new Flag(new XPathComparison(binary.operator(), this::spend).test(left, right));
        };
    }

    private static double arithmetic(String operator, double left, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "div" -> left / right;
            default -> left % right;
        };
    }

    private Value path(XPathTree.Path path, Context context) {
        @Nullable XPathTree start = path.start();
        List<XmlNode> nodes = start == null ? List.of(context.node()) : nodes(value(start, context));
        for (XPathTree.Step step : path.steps()) {
            var found = new ArrayList<XmlNode>();
            for (XmlNode node : nodes) {
                found.addAll(step(step, node));
            }
            nodes = nodes.size() == 1 && !step.axis().reverse() ? found : ordered(found);
        }
        return new Nodes(nodes);
    }

    private List<XmlNode> step(XPathTree.Step step, XmlNode node) {
        var found = new ArrayList<XmlNode>();
        XPathAxes.each(
                step.axis(),
                node,
                candidate -> {
                    spend(1);
                    if (XPathAxes.selects(step, candidate)) {
                        found.add(candidate);
                    }
                },
                work);
        List<XmlNode> selected = found;
        for (XPathTree predicate : step.predicates()) {
            selected = filtered(selected, predicate);
        }
        return selected;
    }

    private List<XmlNode> filtered(List<XmlNode> nodes, XPathTree predicate) {
        var kept = new ArrayList<XmlNode>();
        for (int i = 0; i < nodes.size(); i++) {
            Value value = value(predicate, new Context(nodes.get(i), i + 1, nodes.size()));
            boolean keeps = value instanceof Numeral number ? number.value() == i + 1 : XPathValues.flag(value);
            if (keeps) {
                kept.add(nodes.get(i));
            }
        }
        return kept;
    }

    /** Every node once, in the order of the document. */
    private List<XmlNode> ordered(List<XmlNode> nodes) {
        spend(nodes.size());
        return nodes.stream()
                .distinct()
                .sorted(Comparator.comparingInt(XmlNode::order))
                .toList();
    }
}
