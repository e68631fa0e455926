package dev.postern.graph.odata;

import dev.postern.graph.model.EnumType;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Order;
import java.util.ArrayList;
import java.util.List;

/** {@code $orderby}: paths to single values, each with an optional direction. */
final class OrderByParser {
    private static final int MAX_KEYS = 20;

    private OrderByParser() {}

    static List<Order> parse(String text, StructuredType type, TypeModel model) {
        PathResolver paths = new PathResolver(model);
        FilterLexer lexer = new FilterLexer(text);
        List<Order> orders = new ArrayList<>();
        FilterToken token = lexer.next();
        while (true) {
            List<String> segments = new ArrayList<>();
            do {
                if (!(token instanceof FilterToken.Name(var name, var _)) || segments.size() > FilterParser.MAX_DEPTH) {
                    throw unexpected(token, text);
                }
                segments.add(name);
                token = lexer.next();
            } while (isSign(token, '/') && (token = lexer.next()) != null);
            boolean descending = isWord(token, "desc");
            if (descending || isWord(token, "asc")) {
                token = lexer.next();
            }
            orders.add(order(paths.resolve(type, segments), descending));
            if (token instanceof FilterToken.End) {
                return orders;
            }
            if (!isSign(token, ',') || orders.size() == MAX_KEYS) {
                throw unexpected(token, text);
            }
            token = lexer.next();
        }
    }

    private static Order order(Resolved property, boolean descending) {
        if (!property.isSortable()) {
            throw QueryFailure.badRequest("The $orderby expression must evaluate to a single value of primitive type.");
        }
        return new Order(
                property.path(),
                property.valueType(),
                descending,
                property.type() instanceof EnumType type ? type.members() : List.of());
    }

    private static boolean isSign(FilterToken token, char sign) {
        return token instanceof FilterToken.Sign(var found, var _) && found == sign;
    }

    private static boolean isWord(FilterToken token, String word) {
        return token instanceof FilterToken.Name(var text, var _) && text.equalsIgnoreCase(word);
    }

    private static QueryFailure unexpected(FilterToken token, String text) {
        return token instanceof FilterToken.Sign
                ? QueryFailure.character(text, token.position())
                : QueryFailure.syntax(text, token.position());
    }
}
