package dev.postern.workflow.xml;

import dev.postern.workflow.xml.XPathLexer.Token;
import dev.postern.workflow.xml.XPathTree.Axis;
import dev.postern.workflow.xml.XPathTree.Step;
import dev.postern.workflow.xml.XPathTree.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A recursive descent parser for XPath 1.0, without variables and the namespace axis. */
final class XPathParser {
    private static final int MAX_DEPTH = 60;
    private static final Set<String> NODE_TYPES = Set.of("node", "text", "comment", "processing-instruction");
    private static final List<List<String>> LEVELS = List.of(
            List.of("or"),
            List.of("and"),
            List.of("=", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("+", "-"),
            List.of("*", "div", "mod"));
    private static final Step ANYWHERE = new Step(Axis.DESCENDANT_OR_SELF, new Test.Type("node", ""), List.of());

    private final String text;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private XPathParser(String text) {
        this.text = text;
        this.tokens = XPathLexer.tokens(text);
    }

    static XPathTree parse(String text) {
        XPathParser parser = new XPathParser(text);
        XPathTree tree = parser.level(0);
        if (parser.token().type() != XPathLexer.Type.END) {
            throw parser.invalid();
        }
        return tree;
    }

    private XPathTree level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        if (level == 0 && ++depth > MAX_DEPTH) {
            throw new XmlFailure("The XPath expression is nested more than '" + MAX_DEPTH + "' levels deep.");
        }
        XPathTree left = level(level + 1);
        int chained = 0;
        while (token().type() == XPathLexer.Type.OPERATOR && LEVELS.get(level).contains(token().text())) {
            if (++chained > MAX_DEPTH) {
                throw new XmlFailure("The XPath expression has more than '" + MAX_DEPTH + "' operators in a row.");
            }
            String operator = token().text();
            at++;
            left = new XPathTree.Binary(operator, left, level(level + 1));
        }
        depth -= level == 0 ? 1 : 0;
        return left;
    }

    private XPathTree unary() {
        int minus = 0;
        while (take("-")) {
            minus++;
        }
        XPathTree value = union();
        return minus == 0
                ? value
                : minus % 2 == 1
                        ? new XPathTree.Negative(value)
                        : new XPathTree.Negative(new XPathTree.Negative(value));
    }

    private XPathTree union() {
        XPathTree left = path();
        int chained = 0;
        while (take("|")) {
            if (++chained > MAX_DEPTH) {
                throw invalid();
            }
            left = new XPathTree.Binary("|", left, path());
        }
        return left;
    }

    private XPathTree path() {
        if (take("/")) {
            return startsStep()
                    ? new XPathTree.Path(new XPathTree.Root(), steps(new ArrayList<>()))
                    : new XPathTree.Root();
        }
        if (take("//")) {
            return new XPathTree.Path(new XPathTree.Root(), steps(new ArrayList<>(List.of(ANYWHERE))));
        }
        @Nullable XPathTree primary = primary();
        if (primary == null) {
            return new XPathTree.Path(null, steps(new ArrayList<>()));
        }
        List<XPathTree> predicates = predicates();
        XPathTree start = predicates.isEmpty() ? primary : new XPathTree.Filter(primary, predicates);
        if (take("/")) {
            return new XPathTree.Path(start, steps(new ArrayList<>()));
        }
        if (take("//")) {
            return new XPathTree.Path(start, steps(new ArrayList<>(List.of(ANYWHERE))));
        }
        return start;
    }

    /** Returns a literal, a call or an expression in parentheses; null if a step begins here. */
    private @Nullable XPathTree primary() {
        Token token = token();
        if (token.type() == XPathLexer.Type.TEXT) {
            at++;
            return new XPathTree.Text(token.text());
        }
        if (token.type() == XPathLexer.Type.NUMBER) {
            at++;
            return new XPathTree.Numeral(number(token.text()));
        }
        if (take("(")) {
            XPathTree inner = level(0);
            expect(")");
            return inner;
        }
        boolean call = token.type() == XPathLexer.Type.NAME
                && tokens.get(at + 1).is("(")
                && !NODE_TYPES.contains(token.text());
        return call ? call(token.text()) : null;
    }

    private double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private XPathTree call(String function) {
        at += 2;
        var arguments = new ArrayList<XPathTree>();
        if (!take(")")) {
            arguments.add(level(0));
            while (take(",")) {
                arguments.add(level(0));
            }
            expect(")");
        }
        XPathFunctions.check(function, arguments.size());
        return new XPathTree.Call(function, List.copyOf(arguments));
    }

    private boolean startsStep() {
        Token token = token();
        return token.type() == XPathLexer.Type.NAME
                || (token.type() == XPathLexer.Type.SIGN
                        && List.of("*", "@", ".", "..").contains(token.text()));
    }

    private List<Step> steps(List<Step> steps) {
        steps.add(step());
        while (true) {
            if (take("//")) {
                steps.add(ANYWHERE);
            } else if (!take("/")) {
                return List.copyOf(steps);
            }
            steps.add(step());
        }
    }

    private Step step() {
        if (take(".")) {
            return new Step(Axis.SELF, new Test.Type("node", ""), List.of());
        }
        if (take("..")) {
            return new Step(Axis.PARENT, new Test.Type("node", ""), List.of());
        }
        Axis axis = Axis.CHILD;
        if (take("@")) {
            axis = Axis.ATTRIBUTE;
        } else if (token().type() == XPathLexer.Type.NAME && tokens.get(at + 1).is("::")) {
            axis = Axis.named(token().text());
            at += 2;
        }
        return new Step(axis, test(), predicates());
    }

    private Test test() {
        if (take("*")) {
            return new Test.Any();
        }
        Token name = token();
        if (name.type() != XPathLexer.Type.NAME) {
            throw invalid();
        }
        at++;
        if (take("(")) {
            if (!NODE_TYPES.contains(name.text())) {
                throw invalid();
            }
            String target =
                    token().type() == XPathLexer.Type.TEXT ? tokens.get(at++).text() : "";
            expect(")");
            return new Test.Type(name.text(), target);
        }
        if (name.text().indexOf(':') >= 0) {
            throw new XmlFailure(
                    "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined"
                            + " function.");
        }
        return new Test.Named(name.text());
    }

    private List<XPathTree> predicates() {
        var predicates = new ArrayList<XPathTree>();
        while (take("[")) {
            predicates.add(level(0));
            expect("]");
        }
        return List.copyOf(predicates);
    }

    private Token token() {
        return tokens.get(at);
    }

    private boolean take(String sign) {
        boolean found = token().is(sign);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String sign) {
        if (!take(sign)) {
            throw invalid();
        }
    }

    private XmlFailure invalid() {
        return new XmlFailure("'" + text + "' has an invalid token.");
    }
}
