package dev.postern.workflow.xml;

import java.util.function.LongConsumer;

/** The comparisons of XPath. One with nodes is true if it is true for one of them. */
record XPathComparison(String operator, LongConsumer work) {
    private static final int CHARACTERS = 32;

    boolean test(XPath.Value left, XPath.Value right) {
        if (left instanceof XPath.Flag || right instanceof XPath.Flag) {
            return single(new XPath.Flag(XPathValues.flag(left)), new XPath.Flag(XPathValues.flag(right)));
        }
        if (left instanceof XPath.Nodes nodes) {
            return nodes.all().stream().anyMatch(node -> test(text(node), right));
        }
        if (right instanceof XPath.Nodes nodes) {
            return nodes.all().stream().anyMatch(node -> test(left, text(node)));
        }
        return single(left, right);
    }

    private XPath.Value text(XmlNode node) {
        String text = node.text();
        work.accept(1 + text.length() / CHARACTERS);
        return new XPath.Text(text);
    }

    private boolean single(XPath.Value left, XPath.Value right) {
        boolean equality = operator.equals("=") || operator.equals("!=");
        if (equality) {
            return equal(left, right) == operator.equals("=");
        }
        double a = XPathValues.number(left);
        double b = XPathValues.number(right);
        return switch (operator) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case ">" -> a > b;
            default -> a >= b;
        };
    }

    private static boolean equal(XPath.Value left, XPath.Value right) {
        if (left instanceof XPath.Flag || right instanceof XPath.Flag) {
            return XPathValues.flag(left) == XPathValues.flag(right);
        }
        if (left instanceof XPath.Numeral || right instanceof XPath.Numeral) {
            return XPathValues.number(left) == XPathValues.number(right);
        }
        return XPathValues.text(left).equals(XPathValues.text(right));
    }
}
