package dev.postern.graph.odata;

import dev.postern.graph.model.GraphType;
import dev.postern.graph.model.Primitive;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.FilterExpression.Call;
import dev.postern.graph.odata.FilterExpression.Comparison;
import dev.postern.graph.odata.FilterExpression.Constant;
import dev.postern.graph.odata.FilterExpression.Lambda;
import dev.postern.graph.odata.FilterExpression.Logical;
import dev.postern.graph.odata.FilterExpression.Member;
import dev.postern.graph.odata.FilterExpression.Membership;
import dev.postern.graph.odata.FilterExpression.Negation;
import dev.postern.graph.odata.FilterExpression.TypedText;
import dev.postern.query.Condition;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Position;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resolves a filter: names become paths of the model, comparisons are checked against its types. */
final class FilterResolver {
    /** The engines compare it at each position of a text, which may have millions of them. */
    private static final int MAX_TEXT_LENGTH = 500;

    /** Functions of OData that are known but not supported. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "cast",
            "ceiling",
            "concat",
            "date",
            "day",
            "floor",
            "fractionalseconds",
            "hour",
            "indexof",
            "length",
            "matchespattern",
            "maxdatetime",
            "mindatetime",
            "minute",
            "month",
            "now",
            "round",
            "second",
            "substring",
            "time",
            "tolower",
            "totaloffsetminutes",
            "totalseconds",
            "toupper",
            "trim",
            "year");

    /**
     * @param variable the name of the element inside a lambda
     */
    private record Scope(Optional<String> variable, GraphType type) {}

    private final PathResolver paths;
    private final Constants constants;
    private final QueryFailure untranslatable;
    private final Family family;

    private FilterResolver(TypeModel model, Family family) {
        this.family = family;
        this.untranslatable = family.untranslatable();
        this.paths = new PathResolver(model);
        this.constants = new Constants(untranslatable);
    }

    /** @throws QueryFailure also for a filter that is well formed but not supported */
    static Condition resolve(FilterExpression filter, GraphType type, TypeModel model, Family family) {
        return new FilterResolver(model, family).condition(filter, new Scope(Optional.empty(), type));
    }

    private Condition condition(FilterExpression expression, Scope scope) {
        return switch (expression) {
            case Logical(var and, var parts) -> {
                List<Condition> conditions =
                        parts.stream().map(p -> condition(p, scope)).toList();
                yield and ? new Condition.And(conditions) : new Condition.Or(conditions);
            }
            case Negation(var inner) -> new Condition.Not(condition(inner, scope));
            case Comparison(var operator, var left, var right) -> comparison(operator, left, right, scope);
            case Membership(var left, var choices) -> membership(left, choices, scope);
            case Lambda lambda -> lambda(lambda, scope);
            case Call call -> match(call, scope);
            case Member member -> {
                Resolved property = path(member, scope);
                if (property.collection() || property.type() != Primitive.BOOLEAN) {
                    throw QueryFailure.invalidFilter("The $filter expression must evaluate to a single boolean value.");
                }
                yield new Condition.Compare(property.path(), Operator.EQ, new Literal.Bool(true));
            }
            case Constant(var token)
            when token.literal() instanceof Literal.Bool(var value) -> value ? Condition.ALWAYS : Condition.NEVER;
            case Constant _, TypedText _ ->
                throw QueryFailure.invalidFilter("The $filter expression must evaluate to a single boolean value.");
        };
    }

    private Condition comparison(Operator operator, FilterExpression left, FilterExpression right, Scope scope) {
        return switch (right) {
            case Constant(var constant) -> comparison(operator, left, constant, scope);
            case TypedText(var text)
            when left instanceof Member member -> {
                Resolved property = path(member, scope);
                yield new Condition.Compare(property.path(), operator, constants.fit(property, operator, text));
            }
            default -> {
                if (left instanceof Constant || left instanceof TypedText) {
                    yield comparison(operator.mirrored(), right, left, scope);
                }
                if (right instanceof Member member) {
                    path(member, scope); // an unquoted text is more likely than a second property
                }
                throw untranslatable;
            }
        };
    }

    private Condition comparison(Operator operator, FilterExpression left, FilterToken.Constant constant, Scope scope) {
        return switch (left) {
            case Member member when isCount(member) -> count(member, operator, constant, scope);
            case Member member -> {
                Resolved property = path(member, scope);
                yield new Condition.Compare(property.path(), operator, constants.fit(property, operator, constant));
            }
            case Call call when call.function().equalsIgnoreCase("cast") -> cast(call, operator, constant, scope);
            case Constant _, TypedText _ -> throw untranslatable;
            case Call _, Logical _, Negation _, Comparison _, Membership _, Lambda _ ->
                truth(left, operator, constant, scope);
        };
    }

    /** {@code startswith(...) eq true} */
    private Condition truth(FilterExpression left, Operator operator, FilterToken.Constant constant, Scope scope) {
        Condition condition = condition(left, scope);
        if (!(constant.literal() instanceof Literal.Bool(var value))
                || (operator != Operator.EQ && operator != Operator.NE)) {
            throw untranslatable;
        }
        return value == (operator == Operator.EQ) ? condition : new Condition.Not(condition);
    }

    private Condition membership(FilterExpression left, List<FilterExpression> choices, Scope scope) {
        if (!(left instanceof Member member)) {
            throw untranslatable;
        }
        Resolved property = path(member, scope);
        return new Condition.In(
                property.path(),
                choices.stream()
                        .map(choice -> switch (choice) {
                            case Constant(var constant) -> constants.fit(property, Operator.EQ, constant);
                            case TypedText(var text) -> constants.fit(property, Operator.EQ, text);
                            default -> throw untranslatable;
                        })
                        .toList());
    }

    private Condition lambda(Lambda lambda, Scope scope) {
        Resolved collection = path(lambda.collection(), scope);
        if (!collection.collection()) {
            throw QueryFailure.invalidFilter(
                    "'" + collection.path() + "' is not a collection. Any/All can only be applied to a collection.");
        }
        Condition element = lambda.body()
                .map(body -> condition(body.condition(), new Scope(Optional.of(body.variable()), collection.type())))
                .orElse(Condition.ALWAYS);
        return lambda.any()
                ? new Condition.Any(collection.path(), element)
                : new Condition.All(collection.path(), element);
    }

    private Condition match(Call call, Scope scope) {
        Position position = switch (Folding.lower(call.function())) {
            case "startswith" -> Position.START;
            case "endswith" -> Position.END;
            case "contains" -> Position.ANYWHERE;
            default -> throw unknownFunction(call);
        };
        List<FilterExpression> arguments = call.arguments();
        if (arguments.size() == 2
                && arguments.get(0) instanceof Member member
                && arguments.get(1) instanceof Constant(var constant)
                && constant.literal() instanceof Literal.Text(var text)) {
            if (text.length() > MAX_TEXT_LENGTH) {
                throw QueryFailure.badRequest(
                        "A search text for a property can have at most " + MAX_TEXT_LENGTH + " characters.");
            }
            Resolved property = path(member, scope);
            if (property.isText() && property.exact()) {
                throw untranslatable;
            }
            if (property.isText() && !property.instant()) {
                return new Condition.Match(property.path(), position, text);
            }
        }
        throw QueryFailure.invalidFilter("No function signature for the function with name '" + call.function()
                + "' matches the specified arguments.");
    }

    private QueryFailure unknownFunction(Call call) {
        String name = Folding.lower(call.function());
        if (name.equals("isof")) {
            return QueryFailure.invalidFilter("The function 'isof' is not supported.");
        }
        return NOT_OFFERED.contains(name)
                ? untranslatable
                : QueryFailure.invalidFilter(
                        "An unknown function with name '" + QueryFailure.echo(call.function()) + "' was found.");
    }

    /** Values of extended properties are text; a cast compares them as numbers, times or truth values. */
    private Condition cast(Call call, Operator operator, FilterToken.Constant constant, Scope scope) {
        if (call.arguments().size() == 2
                && call.arguments().get(0) instanceof Member member
                && call.arguments().get(1) instanceof Member(var type, var _)
                && type.size() == 1) {
            Resolved property = path(member, scope);
            if (property.isText() && !property.exact() && !property.instant()) {
                return cast(property, type.getFirst(), operator, constant.literal());
            }
        }
        throw untranslatable;
    }

    private Condition cast(Resolved property, String name, Operator operator, Literal literal) {
        boolean fits = switch (Folding.lower(name)) {
            case "edm.int16", "edm.int32", "edm.int64" -> literal instanceof Literal.Whole;
            case "edm.datetimeoffset" -> literal instanceof Literal.Moment;
            case "edm.boolean" -> literal instanceof Literal.Bool;
            case "edm.string" -> literal instanceof Literal.Text;
            default -> false;
        };
        if (!fits) {
            throw QueryFailure.invalidFilter("The cast to '" + QueryFailure.echo(name)
                    + "' is not supported with this constant. A value can be cast to Edm.String, Edm.Int16, Edm.Int32,"
                    + " Edm.Int64, Edm.Boolean or Edm.DateTimeOffset and compared with a constant of that type.");
        }
        return literal instanceof Literal.Whole(var number)
                ? new Condition.NumericText(property.path(), operator, number)
                : new Condition.Compare(property.path(), operator, literal);
    }

    private static boolean isCount(Member member) {
        return member.segments().size() > 1 && member.segments().getLast().equalsIgnoreCase("$count");
    }

    private Condition count(Member member, Operator operator, FilterToken.Constant constant, Scope scope) {
        List<String> segments = member.segments();
        Resolved collection = path(new Member(segments.subList(0, segments.size() - 1), member.position()), scope);
        if (!collection.collection() || !(constant.literal() instanceof Literal.Whole(var number))) {
            throw QueryFailure.invalidFilter("'$count' must follow a collection and be compared with an integer.");
        }
        return new Condition.Count(collection.path(), operator, number);
    }

    private Resolved path(Member member, Scope scope) {
        List<String> segments = member.segments();
        if (scope.variable().isEmpty()) {
            return resolve(scope.type(), segments.getFirst().equals("$it") ? rest(segments) : segments);
        }
        // inside a lambda the engines see only the element
        if (!segments.getFirst().equals(scope.variable().get())) {
            throw untranslatable;
        }
        return resolve(scope.type(), rest(segments));
    }

    private Resolved resolve(GraphType type, List<String> segments) {
        if (!segments.isEmpty() && type instanceof StructuredType owner) {
            owner.property(segments.getFirst())
                    .filter(property -> property.navigation() && !family.filtersBy(property.name()))
                    .ifPresent(property -> {
                        throw family.noFilterBy(property.name());
                    });
        }
        return paths.resolve(type, segments);
    }

    private static List<String> rest(List<String> segments) {
        return segments.subList(1, segments.size());
    }
}
