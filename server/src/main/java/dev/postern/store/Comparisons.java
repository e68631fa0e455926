package dev.postern.store;

import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Position;
import dev.postern.query.FoldedDocument;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.ValueType;
import dev.postern.store.Column.Kind;
import dev.postern.store.SqlOperand.InColumn;
import dev.postern.store.SqlOperand.InJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Comparisons of one operand with constants. Each value is added to the list when its question mark is written. */
final class Comparisons {
    private final Dialect dialect;
    private final List<Object> values;

    Comparisons(Dialect dialect, List<Object> values) {
        this.dialect = dialect;
        this.values = values;
    }

    static String symbol(Operator operator) {
        return switch (operator) {
            case EQ -> " = ";
            case NE -> " is distinct from ";
            case LT -> " < ";
            case LE -> " <= ";
            case GT -> " > ";
            case GE -> " >= ";
        };
    }

    String compare(SqlOperand operand, Operator operator, Literal literal) {
        if (literal instanceof Literal.Null) {
            return compareWithNull(operand, operator);
        }
        if (literal instanceof Literal.Moment(var instant)) {
            return compareInstant(operand, operator, instant);
        }
        if (operand instanceof InColumn(var column, var _)
                && column.kind() == Kind.UUID
                && literal instanceof Literal.Guid(var id)
                && (operator == Operator.EQ || operator == Operator.NE)) {
            values.add(id);
            return column.name() + symbol(operator) + "?";
        }
        String expression = expression(operand, literal.type());
        boolean text = literal.type() == ValueType.TEXT || literal.type() == ValueType.EXACT;
        boolean ordering = operator != Operator.EQ && operator != Operator.NE;
        if (literal instanceof Literal.Bool(var value)) {
            // a constant in the text, so that an index over one of the two values can be used
            return expression + symbol(operator) + (value ? "true" : "false");
        }
        values.add(bound(literal));
        return (text && ordering ? dialect.ordered(expression) : expression) + symbol(operator) + "?";
    }

    String oneOf(SqlOperand operand, List<Literal> literals) {
        String expression = expression(operand, literals.getFirst().type());
        literals.forEach(literal -> values.add(bound(literal)));
        return expression + literals.stream().map(_ -> "?").collect(Collectors.joining(", ", " in (", ")"));
    }

    /**
     * A prefix becomes a range, not a pattern: an index can be used, and no character of the text has a special
     * meaning.
     */
    String match(SqlOperand operand, Position position, String text) {
        String expression = expression(operand, ValueType.TEXT);
        String part = Folding.fold(text);
        if (part.isEmpty()) {
            return expression + " is not null";
        }
        values.add(part);
        return switch (position) {
            case ANYWHERE -> dialect.contains(expression);
            case END -> {
                values.add(part);
                yield dialect.endsWith(expression);
            }
            case START -> {
                String ordered = dialect.ordered(expression);
                String end = firstAfter(part);
                if (end.isEmpty()) {
                    yield ordered + " >= ?";
                }
                values.add(end);
                yield "(" + ordered + " >= ? and " + ordered + " < ?)";
            }
        };
    }

    String numericText(SqlOperand operand, Operator operator, long number) {
        String text = expression(operand, ValueType.TEXT);
        values.add(number);
        String whole = dialect.wholeNumber(text);
        return operator == Operator.NE ? whole + " <> ?" : whole + symbol(operator) + "?";
    }

    String sortable(SqlOperand operand, ValueType type) {
        String expression = type == ValueType.INSTANT ? instant(operand) : expression(operand, type);
        return type == ValueType.TEXT || type == ValueType.EXACT ? dialect.ordered(expression) : expression;
    }

    String ranked(String text, List<String> ranking) {
        StringBuilder ranks = new StringBuilder("case ").append(text);
        for (int i = 0; i < ranking.size(); i++) {
            values.add(Folding.fold(ranking.get(i)));
            ranks.append(" when ? then ").append(i);
        }
        return ranks.append(" end").toString();
    }

    private String compareWithNull(SqlOperand operand, Operator operator) {
        String isNull = switch (operand) {
            case InColumn(var column, var _) -> column.name() + " is null";
            case InJson(var place, var _) -> "coalesce(" + dialect.type(place) + ", 'null') = 'null'";
        };
        return switch (operator) {
            case EQ -> isNull;
            case NE -> "not (" + isNull + ")";
            case LT, LE, GT, GE -> "1 = 0";
        };
    }

    /**
     * A constant that is not a multiple of the column's unit equals no value. Other operators compare with the next
     * lower multiple.
     */
    private String compareInstant(SqlOperand operand, Operator operator, Instant instant) {
        Kind unit = operand instanceof InColumn(var column, var _) ? column.kind() : Kind.TICKS;
        String expression = instant(operand);
        long units = units(instant, unit);
        boolean between = !instant.equals(instant(units, unit));
        if (between && operator == Operator.EQ) {
            return "1 = 0";
        }
        if (between && operator == Operator.NE) {
            return "1 = 1";
        }
        Operator adjusted = switch (operator) {
            case GE -> between ? Operator.GT : Operator.GE;
            case LT -> between ? Operator.LE : Operator.LT;
            case EQ, NE, LE, GT -> operator;
        };
        values.add(units);
        return expression + symbol(adjusted) + "?";
    }

    private String instant(SqlOperand operand) {
        return switch (operand) {
            case InColumn(var column, var path) ->
                switch (column.kind()) {
                    case SECONDS, MILLIS, MICROS, TICKS -> column.name();
                    case EXACT, FOLDED, UUID, BOOLEAN, NUMBER ->
                        throw unsupported(path.toString(), ValueType.INSTANT);
                };
            case InJson(var place, var instant) -> {
                if (!instant) {
                    throw unsupported(place.fullPath().toString(), ValueType.INSTANT);
                }
                yield dialect.number(place);
            }
        };
    }

    private String expression(SqlOperand operand, ValueType type) {
        return switch (operand) {
            case InColumn(var column, var path) -> {
                boolean fits = switch (type) {
                    case TEXT -> column.kind() == Kind.FOLDED;
                    case EXACT -> column.kind() == Kind.EXACT;
                    case BOOLEAN -> column.kind() == Kind.BOOLEAN;
                    case NUMBER, REAL -> column.kind() == Kind.NUMBER;
                    case INSTANT -> false;
                };
                if (!fits) {
                    throw unsupported(path.toString(), type);
                }
                yield type == ValueType.REAL ? dialect.real(column.name()) : column.name();
            }
            case InJson(var place, var instant) -> {
                // ticks are numbers in the database and text in the document
                if (instant) {
                    throw unsupported(place.fullPath().toString(), type);
                }
                yield switch (type) {
                    case TEXT -> dialect.text(place);
                    case BOOLEAN -> dialect.bool(place);
                    case NUMBER -> dialect.number(place);
                    case REAL -> dialect.real(dialect.number(place));
                    case EXACT, INSTANT -> throw unsupported(place.fullPath().toString(), type);
                };
            }
        };
    }

    private static UnsupportedCondition unsupported(String path, ValueType type) {
        return new UnsupportedCondition("'" + path + "' cannot be compared as " + type + " here");
    }

    private static Object bound(Literal literal) {
        return switch (literal) {
            case Literal.Text(var text) -> Folding.fold(text);
            case Literal.Enumerated(var name) -> Folding.fold(name);
            case Literal.Guid(var guid) -> guid.toString();
            case Literal.Day(var day) -> Folding.fold(day.toString());
            case Literal.Exact(var text) -> text;
            case Literal.Bool(var value) -> value;
            case Literal.Whole(var value) -> value;
            case Literal.Real(var value) -> value;
            case Literal.Moment _, Literal.Null _ -> throw new IllegalArgumentException("not a plain value");
        };
    }

    private static long units(Instant instant, Kind unit) {
        return switch (unit) {
            case SECONDS -> instant.getEpochSecond();
            case MILLIS -> instant.toEpochMilli();
            case MICROS -> Math.floorDiv(FoldedDocument.ticks(instant), 10);
            default -> FoldedDocument.ticks(instant);
        };
    }

    private static Instant instant(long units, Kind unit) {
        long perSecond = switch (unit) {
            case SECONDS -> 1;
            case MILLIS -> 1000;
            case MICROS -> 1_000_000;
            default -> 10_000_000;
        };
        return Instant.ofEpochSecond(
                Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * (1_000_000_000 / perSecond));
    }

    /** The least text greater than every text with this prefix; empty if there is none. */
    private static String firstAfter(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return "";
    }
}
