package dev.postern.workflow.xml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of XPath 1.0 except {@code id}, which needs a document type. */
record XPathFunctions(XPath evaluator, XPath.Context context) {
    private static final int MANY = Integer.MAX_VALUE;
    private static final int CHARACTERS = 32;
    private static final int MAX_TEXT = 131_072;

    private record Arity(int min, int max) {}

    private static final Map<String, Arity> KNOWN = Map.ofEntries(
            Map.entry("last", new Arity(0, 0)),
            Map.entry("position", new Arity(0, 0)),
            Map.entry("count", new Arity(1, 1)),
            Map.entry("local-name", new Arity(0, 1)),
            Map.entry("namespace-uri", new Arity(0, 1)),
            Map.entry("name", new Arity(0, 1)),
            Map.entry("string", new Arity(0, 1)),
            Map.entry("concat", new Arity(2, MANY)),
            Map.entry("starts-with", new Arity(2, 2)),
            Map.entry("contains", new Arity(2, 2)),
            Map.entry("substring-before", new Arity(2, 2)),
            Map.entry("substring-after", new Arity(2, 2)),
            Map.entry("substring", new Arity(2, 3)),
            Map.entry("string-length", new Arity(0, 1)),
            Map.entry("normalize-space", new Arity(0, 1)),
            Map.entry("translate", new Arity(3, 3)),
            Map.entry("boolean", new Arity(1, 1)),
            Map.entry("not", new Arity(1, 1)),
            Map.entry("true", new Arity(0, 0)),
            Map.entry("false", new Arity(0, 0)),
            Map.entry("lang", new Arity(1, 1)),
            Map.entry("number", new Arity(0, 1)),
            Map.entry("sum", new Arity(1, 1)),
            Map.entry("floor", new Arity(1, 1)),
            Map.entry("ceiling", new Arity(1, 1)),
            Map.entry("round", new Arity(1, 1)));

    /** Throws if there is no such function, or none that takes so many arguments. */
    static void check(String function, int arguments) {
        @Nullable Arity arity = KNOWN.get(function);
        if (arity == null) {
            throw new XmlFailure("The XPath function '" + function + "' is not supported.");
        }
        if (arguments < arity.min() || arguments > arity.max()) {
            throw new XmlFailure("Function '" + function + "' in XPath has an invalid number of arguments.");
        }
    }

    XPath.Value call(XPathTree.Call call) {
        List<XPath.Value> values = call.arguments().stream()
                .map(argument -> evaluator.value(argument, context))
                .toList();
        return switch (call.function()) {
            case "last" -> new XPath.Numeral(context.size());
            case "position" -> new XPath.Numeral(context.position());
            case "count" -> new XPath.Numeral(XPath.nodes(values.getFirst()).size());
            case "sum" -> sum(XPath.nodes(values.getFirst()));
            case "local-name" -> new XPath.Text(named(values).local());
            case "namespace-uri" -> new XPath.Text(named(values).namespace());
            case "name" -> new XPath.Text(named(values).name());
            case "string" -> new XPath.Text(own(values));
            case "string-length" ->
                new XPath.Numeral(own(values).codePointCount(0, own(values).length()));
            case "normalize-space" -> new XPath.Text(normalized(own(values)));
            case "number" ->
                new XPath.Numeral(
                        values.isEmpty() ? XPathValues.number(own(values)) : XPathValues.number(values.getFirst()));
            case "floor" -> new XPath.Numeral(Math.floor(XPathValues.number(values.getFirst())));
            case "ceiling" -> new XPath.Numeral(Math.ceil(XPathValues.number(values.getFirst())));
            case "round" -> new XPath.Numeral(Math.floor(XPathValues.number(values.getFirst()) + 0.5));
            case "boolean" -> new XPath.Flag(XPathValues.flag(values.getFirst()));
            case "not" -> new XPath.Flag(!XPathValues.flag(values.getFirst()));
            case "true" -> new XPath.Flag(true);
            case "false" -> new XPath.Flag(false);
            case "lang" -> new XPath.Flag(speaks(text(values.getFirst())));
            default -> onTexts(call.function(), values.stream().map(this::text).toList(), values);
        };
    }

    private XPath.Value onTexts(String function, List<String> texts, List<XPath.Value> values) {
        String first = texts.get(0);
        String second = texts.get(1);
        int at = first.indexOf(second);
        return switch (function) {
            case "starts-with" -> new XPath.Flag(first.startsWith(second));
            case "contains" -> new XPath.Flag(at >= 0);
            case "substring-before" -> new XPath.Text(at < 0 ? "" : first.substring(0, at));
            case "substring-after" -> new XPath.Text(at < 0 ? "" : first.substring(at + second.length()));
            case "concat" -> concat(texts);
            case "translate" -> translate(first, second, texts.get(2));
            default ->
                substring(
                        first,
                        XPathValues.number(values.get(1)),
                        values.size() == 3 ? XPathValues.number(values.get(2)) : Double.POSITIVE_INFINITY);
        };
    }

    private String text(XPath.Value value) {
        String text = XPathValues.text(value);
        evaluator.spend(1 + text.length() / CHARACTERS);
        return text;
    }

    /** The text of the argument, or of the context node if there is none. */
    private String own(List<XPath.Value> values) {
        return text(values.isEmpty() ? new XPath.Nodes(List.of(context.node())) : values.getFirst());
    }

    private XmlNode named(List<XPath.Value> values) {
        if (values.isEmpty()) {
            return context.node();
        }
        List<XmlNode> nodes = XPath.nodes(values.getFirst());
        return nodes.isEmpty() ? new XmlNode(XmlNode.Kind.TEXT, null, 0, XmlNode.Name.NONE, "") : nodes.getFirst();
    }

    private XPath.Value sum(List<XmlNode> nodes) {
        double sum = 0;
        for (XmlNode node : nodes) {
            sum += XPathValues.number(text(new XPath.Nodes(List.of(node))));
        }
        return new XPath.Numeral(sum);
    }

    private XPath.Value concat(List<String> texts) {
        long length = texts.stream().mapToLong(String::length).sum();
        if (length > MAX_TEXT) {
            throw new XmlFailure("An XPath expression made a text of more than '" + MAX_TEXT + "' characters.");
        }
        return new XPath.Text(String.join("", texts));
    }

    /** Positions count from 1, and are rounded. */
    private static XPath.Value substring(String text, double start, double length) {
        double from = Math.floor(start + 0.5);
        double to = from + Math.floor(length + 0.5);
        if (Double.isNaN(from) || Double.isNaN(to)) {
            return new XPath.Text("");
        }
        int begin = (int) Math.clamp(from - 1, 0, text.length());
        int end = (int) Math.clamp(to - 1, 0, text.length());
        return new XPath.Text(begin < end ? text.substring(begin, end) : "");
    }

    private XPath.Value translate(String text, String from, String to) {
        evaluator.spend((long) text.length() * Math.max(1, from.length()) / CHARACTERS);
        var made = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int at = from.indexOf(text.charAt(i));
            if (at < 0) {
                made.append(text.charAt(i));
            } else if (at < to.length()) {
                made.append(to.charAt(at));
            }
        }
        return new XPath.Text(made.toString());
    }

    private static String normalized(String text) {
        return text.replaceAll("[ \t\r\n]+", " ").strip();
    }

    private boolean speaks(String wanted) {
        for (@Nullable XmlNode node = context.node(); node != null; node = node.parent()) {
            for (XmlNode attribute : node.attributes()) {
                if (attribute.name().equals("xml:lang")) {
                    String language = attribute.value();
                    return language.equalsIgnoreCase(wanted)
                            || language.regionMatches(true, 0, wanted + "-", 0, wanted.length() + 1);
                }
            }
        }
        return false;
    }
}
