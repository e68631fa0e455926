package dev.postern.graph.odata;

import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.QueryOptions.Expand;
import dev.postern.graph.odata.QueryOptions.Paging;
import dev.postern.graph.odata.QueryOptions.View;
import dev.postern.graph.odata.QueryString.Option;
import dev.postern.query.Condition;
import dev.postern.query.Folding;
import dev.postern.query.Order;
import dev.postern.query.SearchExpression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the options of one query or of one expansion one after the other. */
final class OptionReader {
    private static final Set<String> KNOWN = Set.of(
            "filter",
            "orderby",
            "select",
            "expand",
            "top",
            "skip",
            "count",
            "search",
            "skiptoken",
            "deltatoken",
            "format",
            "levels",
            "apply",
            "compute");
    private static final Set<String> OF_COLLECTIONS = Set.of("filter", "orderby", "count", "skip", "top");

    private final QueryTarget target;
    private final TypeModel model;
    private final int depth;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> custom = new HashMap<>();
    private Optional<Condition> filter = Optional.empty();
    private Optional<SearchExpression> search = Optional.empty();
    private List<Order> orders = List.of();
    private Selection selection = Selection.DEFAULT;
    private List<Expand> expands = List.of();
    private Optional<MetadataLevel> metadata = Optional.empty();
    private OptionalInt top = OptionalInt.empty();
    private OptionalInt skip = OptionalInt.empty();
    private boolean count;
    private Optional<String> skipToken = Optional.empty();
    private Optional<String> deltaToken = Optional.empty();
    private Optional<String> levels = Optional.empty();

    OptionReader(QueryTarget target, TypeModel model, int depth) {
        this.target = target;
        this.model = model;
        this.depth = depth;
    }

    QueryOptions result() {
        return new QueryOptions(
                filter,
                orders,
                search,
                new View(selection, expands, metadata),
                new Paging(top, skip, count, skipToken, deltaToken),
                custom);
    }

    Optional<String> levels() {
        return levels;
    }

    void read(Option option) {
        String lower = Folding.lower(option.name());
        String plain = lower.startsWith("$") ? lower.substring(1) : lower;
        Optional<String> own =
                target.custom().stream().filter(option.name()::equalsIgnoreCase).findFirst();
        if (own.isPresent()) {
            once(own.get());
            custom.put(own.get(), option.value());
        } else if (KNOWN.contains(plain)) {
            allow(plain);
            once("$" + plain);
            take(plain, option.value());
        } else if (lower.startsWith("$") || depth > 1) {
            throw QueryFailure.unsupportedOption(QueryFailure.echo(option.name()));
        }
        // other names are custom options, which OData allows and Graph ignores: web clients add one against caches
    }

    private void allow(String name) {
        if (target.options().contains(name)) {
            return;
        }
        if (!target.isList() && OF_COLLECTIONS.contains(name)) {
            throw QueryFailure.badRequest(
                    "The requested resource is not a collection. Query options $filter, $orderby, "
                            + "$count, $skip, and $top can be applied only on collections.");
        }
        throw QueryFailure.unsupportedOption("$" + name);
    }

    private void once(String name) {
        if (!seen.add(name)) {
            throw QueryFailure.badRequest(
                    "Query option '" + name + "' was specified more than once, but it must be specified at most once.");
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "filter" -> filter = Optional.of(filter(value));
            case "orderby" -> orders = OrderByParser.parse(value, target.type(), model);
            case "select" -> selection = SelectParser.parse(value, target.type(), model);
            case "expand" -> expands = ExpandParser.parse(value, target, model, depth);
            case "top" -> top = OptionalInt.of(top(value));
            case "skip" -> skip = OptionalInt.of(number("$skip", value));
            case "count" -> count = flag(value);
            case "search" -> search = Optional.of(SearchParser.parse(value, target));
            case "skiptoken" -> skipToken = Optional.of(value);
            case "deltatoken" -> deltaToken = Optional.of(value);
            case "format" -> metadata = Optional.of(format(value));
            case "levels" -> levels = Optional.of(value);
            default -> throw QueryFailure.unsupportedOption("$" + name);
        }
    }

    private Condition filter(String text) {
        return QueryParser.filter(text, target.type(), target.family(), model);
    }

    private int top(String value) {
        int top = number("$top", value);
        if (top == 0) {
            throw invalidNumber("$top", value);
        }
        if (top > target.maxTop()) {
            throw QueryFailure.badRequest("The limit of '" + target.maxTop()
                    + "' for Top query has been exceeded. The value from the incoming request is '" + top + "'.");
        }
        return top;
    }

    private static int number(String name, String value) {
        String digits = value.strip();
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalidNumber(name, value);
        }
        return Integer.parseInt(digits);
    }

    private static QueryFailure invalidNumber(String name, String value) {
        return QueryFailure.badRequest("Invalid value '" + QueryFailure.echo(value) + "' for " + name
                + " query option found. The " + name + " query option requires a "
                + (name.equals("$top") ? "positive" : "non-negative") + " integer value.");
    }

    private static boolean flag(String value) {
        return switch (Folding.lower(value.strip())) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw QueryFailure.badRequest("Invalid value '" + QueryFailure.echo(value)
                        + "' for $count query option found. Valid values are 'true' and 'false'.");
        };
    }

    private static MetadataLevel format(String value) {
        String type = Folding.lower(value.strip());
        if (!type.equals("json") && !type.startsWith("application/json")) {
            throw QueryFailure.badRequest("The format '" + QueryFailure.echo(value) + "' is not supported.");
        }
        return MetadataLevel.ofMediaType(type)
                .orElseThrow(() ->
                        QueryFailure.badRequest("The format '" + QueryFailure.echo(value) + "' is not supported."));
    }
}
