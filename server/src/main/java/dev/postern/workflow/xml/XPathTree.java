package dev.postern.workflow.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed XPath expression. */
sealed interface XPathTree {
    record Numeral(double value) implements XPathTree {}

    record Text(String value) implements XPathTree {}

    /** @param operator {@code or and = != < <= > >= + - * div mod |} */
    record Binary(String operator, XPathTree left, XPathTree right) implements XPathTree {}

    record Negative(XPathTree value) implements XPathTree {}

    record Call(String function, List<XPathTree> arguments) implements XPathTree {}

    record Filter(XPathTree value, List<XPathTree> predicates) implements XPathTree {}

    /** @param start where the steps begin; null for the context node */
    record Path(@Nullable XPathTree start, List<Step> steps) implements XPathTree {}

    /** The document that contains the context node. */
    record Root() implements XPathTree {}

    record Step(Axis axis, Test test, List<XPathTree> predicates) {}

    /** The directions of a step. A reverse axis counts from the context node backwards. */
    enum Axis {
        CHILD("child", false),
        DESCENDANT("descendant", false),
        DESCENDANT_OR_SELF("descendant-or-self", false),
        SELF("self", false),
        PARENT("parent", true),
        ANCESTOR("ancestor", true),
        ANCESTOR_OR_SELF("ancestor-or-self", true),
        ATTRIBUTE("attribute", false),
        FOLLOWING("following", false),
        FOLLOWING_SIBLING("following-sibling", false),
        PRECEDING("preceding", true),
        PRECEDING_SIBLING("preceding-sibling", true);

        private final String text;
        private final boolean reverse;

        Axis(String text, boolean reverse) {
            this.text = text;
            this.reverse = reverse;
        }

        boolean reverse() {
            return reverse;
        }

        static Axis named(String name) {
            for (Axis axis : values()) {
                if (axis.text.equals(name)) {
                    return axis;
                }
            }
            throw new XmlFailure("The XPath axis '" + name + "' is not supported.");
        }
    }

    /** Which nodes of an axis a step selects. */
    sealed interface Test {
        /** Every node of the kind that the axis contains: elements or attributes. */
        record Any() implements Test {}

        record Named(String name) implements Test {}

        /** @param type {@code node text comment processing-instruction} */
        record Type(String type, String target) implements Test {}
    }
}
