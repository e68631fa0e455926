package dev.postern.workflow.xml;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The nodes in each direction from a node, the nearest first, and the tests of a step. What is passed over counts as work too. */
final class XPathAxes {
    private XPathAxes() {}

    static void each(XPathTree.Axis axis, XmlNode node, Consumer<XmlNode> take, LongConsumer work) {
        switch (axis) {
            case SELF -> take.accept(node);
            case CHILD -> node.children().forEach(take);
            case ATTRIBUTE -> node.attributes().forEach(take);
            case DESCENDANT -> node.children().forEach(child -> withDescendants(child, take));
            case DESCENDANT_OR_SELF -> withDescendants(node, take);
            case PARENT -> ancestors(node.parent(), take, true);
            case ANCESTOR -> ancestors(node.parent(), take, false);
            case ANCESTOR_OR_SELF -> ancestors(node, take, false);
            case FOLLOWING_SIBLING -> siblings(node, take, false, work);
            case PRECEDING_SIBLING -> siblings(node, take, true, work);
            case FOLLOWING -> outside(node, take, false, work);
            case PRECEDING -> outside(node, take, true, work);
        }
    }

    private static void withDescendants(XmlNode node, Consumer<XmlNode> take) {
        take.accept(node);
        node.children().forEach(child -> withDescendants(child, take));
    }

    private static void withDescendantsBackwards(XmlNode node, Consumer<XmlNode> take) {
        List<XmlNode> children = node.children();
        for (int i = children.size() - 1; i >= 0; i--) {
            withDescendantsBackwards(children.get(i), take);
        }
        take.accept(node);
    }

    private static void ancestors(@Nullable XmlNode first, Consumer<XmlNode> take, boolean one) {
        for (XmlNode node = first; node != null; node = one ? null : node.parent()) {
            take.accept(node);
        }
    }

    private static void siblings(XmlNode node, Consumer<XmlNode> take, boolean backwards, LongConsumer work) {
        @Nullable XmlNode parent = node.parent();
        if (parent == null || node.kind() == XmlNode.Kind.ATTRIBUTE) {
            return;
        }
        work.accept(parent.children().size());
        List<XmlNode> all = backwards ? parent.children().reversed() : parent.children();
        boolean passed = false;
        for (XmlNode sibling : all) {
            if (passed) {
                take.accept(sibling);
            }
            passed |= sibling == node;
        }
    }

    private static void outside(XmlNode node, Consumer<XmlNode> take, boolean backwards, LongConsumer work) {
        for (XmlNode inside = node; inside != null; inside = inside.parent()) {
            siblings(
                    inside,
                    sibling -> {
                        if (backwards) {
                            withDescendantsBackwards(sibling, take);
                        } else {
                            withDescendants(sibling, take);
                        }
                    },
                    backwards,
                    work);
        }
    }

    static boolean selects(XPathTree.Step step, XmlNode node) {
        boolean attribute = step.axis() == XPathTree.Axis.ATTRIBUTE;
        if (node.kind() == XmlNode.Kind.DECLARATION
                || (attribute && node.namespace().equals(XmlNode.XMLNS))) {
            return false;
        }
        boolean principal = node.kind() == (attribute ? XmlNode.Kind.ATTRIBUTE : XmlNode.Kind.ELEMENT);
        return switch (step.test()) {
            case XPathTree.Test.Any any -> principal;
            case XPathTree.Test.Named(String name) ->
                principal && node.local().equals(name) && node.namespace().isEmpty();
            case XPathTree.Test.Type(String type, String target) ->
                switch (type) {
                    case "text" -> node.isText();
                    case "comment" -> node.kind() == XmlNode.Kind.COMMENT;
                    case "processing-instruction" ->
                        node.kind() == XmlNode.Kind.INSTRUCTION
                                && (target.isEmpty() || node.local().equals(target));
                    default -> true;
                };
        };
    }
}
