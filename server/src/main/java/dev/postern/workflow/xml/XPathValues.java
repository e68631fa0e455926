package dev.postern.workflow.xml;

import java.math.BigDecimal;

/** The conversions of XPath between its four types. */
final class XPathValues {
    private XPathValues() {}

    static String text(XPath.Value value) {
        return switch (value) {
            case XPath.Text(String text) -> text;
            case XPath.Numeral(double number) -> text(number);
            case XPath.Flag(boolean flag) -> flag ? "true" : "false";
            case XPath.Nodes nodes ->
                nodes.all().isEmpty() ? "" : nodes.all().getFirst().text();
        };
    }

    private static String text(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        return number == 0
                ? "0"
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    static double number(XPath.Value value) {
        return switch (value) {
            case XPath.Numeral(double number) -> number;
            case XPath.Flag(boolean flag) -> flag ? 1 : 0;
            default -> number(text(value));
        };
    }

    static double number(String text) {
        String stripped = text.strip();
        if (!stripped.matches("-?([0-9]++(\\.[0-9]*+)?|\\.[0-9]++)")) {
            return Double.NaN;
        }
        return Double.parseDouble(stripped);
    }

    static boolean flag(XPath.Value value) {
        return switch (value) {
            case XPath.Flag(boolean flag) -> flag;
            case XPath.Numeral(double number) -> number != 0 && !Double.isNaN(number);
            case XPath.Text(String text) -> !text.isEmpty();
            case XPath.Nodes nodes -> !nodes.all().isEmpty();
        };
    }
}
