package dev.postern.graph.odata;

import dev.postern.graph.model.EnumType;
import dev.postern.graph.model.Namespace;
import dev.postern.graph.model.Primitive;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import java.time.ZoneOffset;

/** Converts the constant of a comparison to the property's type, or refuses the comparison. */
final class Constants {
    private final QueryFailure untranslatable;

    Constants(QueryFailure untranslatable) {
        this.untranslatable = untranslatable;
    }

    Literal fit(Resolved property, Operator operator, FilterToken.Constant constant) {
        Literal given = constant.literal();
        if (given instanceof Literal.Null) {
            return given;
        }
        if (property.collection()) {
            throw incompatible(property, operator, constant.edmType());
        }
        if (property.instant()) {
            return instant(property, operator, constant);
        }
        if (property.type() instanceof EnumType type) {
            return enumerated(type, property, operator, constant);
        }
        if (!(property.type() instanceof Primitive primitive)) {
            throw incompatible(property, operator, constant.edmType());
        }
        return switch (primitive) {
            case STRING -> {
                if (!(given instanceof Literal.Text(var text))) {
                    throw incompatible(property, operator, constant.edmType());
                }
                yield property.exact() ? new Literal.Exact(text) : given;
            }
            case BOOLEAN -> only(given instanceof Literal.Bool, property, operator, constant);
            case INT32, INT64, DOUBLE ->
                only(given instanceof Literal.Whole || given instanceof Literal.Real, property, operator, constant);
            case DATE -> only(given instanceof Literal.Day, property, operator, constant);
            case GUID -> only(given instanceof Literal.Guid, property, operator, constant);
            case DATE_TIME_OFFSET -> instant(property, operator, constant);
            case TIME_OF_DAY, BINARY, STREAM -> throw untranslatable;
        };
    }

    Literal fit(Resolved property, Operator operator, FilterToken.TypedText text) {
        if (property.collection()
                || !(property.type() instanceof EnumType type)
                || !type.typeName().equalsIgnoreCase(Namespace.full(text.type()))) {
            throw incompatible(property, operator, text.type());
        }
        return member(type, operator, text.text());
    }

    private Literal instant(Resolved property, Operator operator, FilterToken.Constant constant) {
        boolean textual = property.type() == Primitive.STRING;
        return switch (constant.literal()) {
            case Literal.Moment moment when !textual -> moment;
            case Literal.Day(var day)
            when !textual -> new Literal.Moment(day.atStartOfDay().toInstant(ZoneOffset.UTC));
            case Literal.Text(var text)
            when textual ->
                new Literal.Moment(Moments.parse(text)
                        .orElseThrow(() -> QueryFailure.invalidFilter(
                                "'" + QueryFailure.echo(text) + "' is not a date and time.")));
            default -> throw incompatible(property, operator, constant.edmType());
        };
    }

    private Literal enumerated(EnumType type, Resolved property, Operator operator, FilterToken.Constant constant) {
        if (!(constant.literal() instanceof Literal.Text(var text))) {
            throw incompatible(property, operator, constant.edmType());
        }
        return member(type, operator, text);
    }

    private Literal member(EnumType type, Operator operator, String text) {
        if (operator != Operator.EQ && operator != Operator.NE) {
            throw untranslatable;
        }
        return new Literal.Enumerated(type.canonical(text)
                .orElseThrow(() -> QueryFailure.invalidFilter(
                        "The string '" + QueryFailure.echo(text) + "' is not a valid enumeration type constant.")));
    }

    private static Literal only(boolean fits, Resolved property, Operator operator, FilterToken.Constant constant) {
        if (!fits) {
            throw incompatible(property, operator, constant.edmType());
        }
        return constant.literal();
    }

    private static QueryFailure incompatible(Resolved property, Operator operator, String found) {
        String kind = switch (operator) {
            case EQ -> "Equal";
            case NE -> "NotEqual";
            case LT -> "LessThan";
            case LE -> "LessThanOrEqual";
            case GT -> "GreaterThan";
            case GE -> "GreaterThanOrEqual";
        };
        return QueryFailure.invalidFilter(
                "A binary operator with incompatible types was detected. Found operand types '" + property.describe()
                        + "' and '" + found + "' for operator kind '" + kind + "'.");
    }
}
