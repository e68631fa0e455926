package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Condition.All;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Any;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.NumericText;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Or;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Converts conditions on extended properties of messages: ids are compared in their canonical form, and conditions on
 * computed properties become conditions on the properties from which they are computed.
 */
public final class MapiConditions {
    private static final Path COLLECTION = Path.of("singleValueExtendedProperties");
    private static final Path MULTI = Path.of("multiValueExtendedProperties");
    private static final Path ID = Path.of("id");
    private static final Path VALUE = Path.of("value");
    private static final Path CATEGORIES = Path.of("categories");

    private MapiConditions() {}

    /** The same condition on messages, in the form that the store can evaluate. */
    public static Condition understood(Condition condition) {
        return switch (condition) {
            case And(var all) ->
                new And(all.stream().map(MapiConditions::understood).toList());
            case Or(var any) ->
                new Or(any.stream().map(MapiConditions::understood).toList());
            case Not(var inner) -> new Not(understood(inner));
            case Any(var path, var element) when path.equals(COLLECTION) -> any(element);
            case Any(var path, var element) when path.equals(MULTI) -> anyOfMulti(element);
            case Any(var path, var element) -> new Any(path, canonical(element));
            default -> condition;
        };
    }

    /** The same condition on stored properties only: of an expansion, or of something that is not a message. */
    public static Condition canonical(Condition element) {
        return switch (element) {
            case And(var all) ->
                new And(all.stream().map(MapiConditions::canonical).toList());
            case Or(var any) ->
                new Or(any.stream().map(MapiConditions::canonical).toList());
            case Not(var inner) -> new Not(canonical(inner));
            case Any(var path, var inner) -> new Any(path, canonical(inner));
            case Compare(var path, var operator, Literal.Text(var text))
            when path.equals(ID) -> {
                Compare same = new Compare(path, operator, new Literal.Text(ExtendedPropertyId.canonical(text)));
                // earlier versions stored the id as the program wrote it
                yield operator == Operator.EQ && !same.equals(element) ? new Or(List.of(same, element)) : same;
            }
            case In(var path, var literals)
            when path.equals(ID) ->
                new In(
                        path,
                        literals.stream()
                                .map(literal -> literal instanceof Literal.Text(var text)
                                        ? new Literal.Text(ExtendedPropertyId.canonical(text))
                                        : literal)
                                .toList());
            default -> element;
        };
    }

    /** The ids that a condition on the elements names. */
    public static Set<String> ids(Condition element) {
        Set<String> ids = new HashSet<>();
        collect(element, ids);
        return ids;
    }

    /** The ids of single-value extended properties that a condition on an object names. */
    public static Set<String> idsOf(Condition condition) {
        return switch (condition) {
            case And(var all) -> idsOf(all);
            case Or(var any) -> idsOf(any);
            case Not(var inner) -> idsOf(inner);
            case Any(var path, var element) when path.equals(COLLECTION) -> ids(element);
            case All(var path, var element) when path.equals(COLLECTION) -> ids(element);
            default -> Set.of();
        };
    }

    private static Set<String> idsOf(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> idsOf(condition).stream())
                .collect(Collectors.toSet());
    }

    private static void collect(Condition condition, Set<String> ids) {
        switch (condition) {
            case And(var all) -> all.forEach(each -> collect(each, ids));
            case Or(var any) -> any.forEach(each -> collect(each, ids));
            case Not(var inner) -> collect(inner, ids);
            case Compare(var path, var operator, Literal.Text(var text))
            when path.equals(ID) && operator == Operator.EQ -> ids.add(text);
            case In(var path, var literals)
            when path.equals(ID) ->
                literals.forEach(literal -> {
                    if (literal instanceof Literal.Text(var text)) {
                        ids.add(text);
                    }
                });
            default -> {}
        }
    }

    private static Condition any(Condition element) {
        if (element instanceof Or(var parts)) {
            return new Or(parts.stream().map(MapiConditions::any).toList());
        }
        String id = null;
        var values = new ArrayList<Condition>();
        for (Condition part : element instanceof And(var all) ? all : List.of(element)) {
            if (id == null
                    && part instanceof Compare(var path, var operator, Literal.Text(var text))
                    && path.equals(ID)
                    && operator == Operator.EQ) {
                id = text;
            } else {
                values.add(part);
            }
        }
        requireIds(COLLECTION, element);
        Condition stored = new Any(COLLECTION, canonical(element));
        MapiProperty property = id == null ? null : MapiProperties.require(id);
        if (id == null) {
            ids(element).forEach(MapiConditions::requireStored);
            return stored;
        }
        if (property == null || property.source() == MapiProperty.Source.STORED) {
            boolean time = id.regionMatches(true, 0, "SystemTime ", 0, "SystemTime ".length());
            return time && !values.isEmpty() ? onStoredTime(id, new And(values)) : stored;
        }
        Condition computed = computed(property, ExtendedPropertyId.canonical(id), new And(values));
        if (property.writable() != MapiProperty.Writable.ALWAYS) {
            return computed;
        }
        Condition replaced = new Any(COLLECTION, canonical(new Compare(ID, Operator.EQ, new Literal.Text(id))));
        return new Or(List.of(stored, new And(List.of(new Not(replaced), computed))));
    }

    /** Keywords are the categories; other properties with several values are only stored. */
    private static Condition anyOfMulti(Condition element) {
        if (element instanceof Or(var parts)) {
            return new Or(parts.stream().map(MapiConditions::anyOfMulti).toList());
        }
        requireIds(MULTI, element);
        Set<String> named = ids(element);
        named.forEach(MapiProperties::require);
        if (named.size() != 1 || !MapiProperties.isKeywords(named.iterator().next())) {
            return new Any(MULTI, canonical(element));
        }
        var conditions = new ArrayList<Condition>();
        for (Condition part : element instanceof And(var all) ? all : List.of(element)) {
            switch (part) {
                case Any(var path, var value) when path.equals(VALUE) -> conditions.add(new Any(CATEGORIES, value));
                case All(var path, var value) when path.equals(VALUE) -> conditions.add(new All(CATEGORIES, value));
                case Compare(var path, var operator, var _) when path.equals(ID) && operator == Operator.EQ ->
                    conditions.add(new Any(CATEGORIES, Condition.ALWAYS));
                default -> throw unsupported(named.iterator().next());
            }
        }
        return new And(conditions);
    }

    /** A filter on a value alone would compare properties of all meanings with it. */
    private static void requireIds(Path collection, Condition element) {
        Set<String> named = ids(element);
        if (named.isEmpty() && !element.equals(Condition.ALWAYS)) {
            throw new MailboxFailure.ExtendedPropertyRefused("A condition on '" + collection
                    + "' must name the extended property with 'id eq', as in any(ep:ep/id eq '...' and ep/value eq '...').");
        }
        for (String id : named) {
            ExtendedPropertyId parsed = ExtendedPropertyId.parse(id);
            if (parsed != null && parsed.isArray() == collection.equals(COLLECTION)) {
                throw new MailboxFailure.ExtendedPropertyRefused("The extended property '" + parsed + "' is not one of '"
                        + collection + "'.");
            }
        }
    }

    /** A condition in another form is evaluated only on stored values. */
    private static void requireStored(String id) {
        MapiProperty property = MapiProperties.require(id);
        if (property != null && property.source() != MapiProperty.Source.STORED) {
            throw unsupported(id);
        }
    }

    private static Condition computed(MapiProperty property, String id, Condition value) {
        return switch (property.source()) {
            case PROPERTY ->
                property.types().contains("Binary")
                        ? onValue(id, property.types().iterator().next(), value)
                        : onProperty(Path.of(property.value()), property.types(), id, value);
            case SIZE -> onSize(id, value);
            case CHOICE -> {
                Path path = Path.of(property.value().split(" ", 2)[0]);
                yield oneOf(
                        MapiValues.choices(property),
                        value,
                        choice -> new Compare(
                                path,
                                Operator.EQ,
                                MapiValues.isUnset(choice) ? new Literal.Null() : new Literal.Text(choice)));
            }
            case CONSTANT -> holds(value, property.value()) ? Condition.ALWAYS : Condition.NEVER;
            case FLAGS -> flags(value);
            case CODE, HEADER -> onValue(id, property.types().iterator().next(), value);
            case STORED, REFUSED -> throw unsupported(id);
        };
    }

    private interface Meaning {
        Condition of(String choice);
    }

    private static Condition oneOf(Map<String, String> choices, Condition value, Meaning meaning) {
        return new Or(choices.entrySet().stream()
                .filter(choice -> holds(value, choice.getValue()))
                .map(choice -> meaning.of(choice.getKey()))
                .toList());
    }

    private static Condition flags(Condition value) {
        var some = new ArrayList<Condition>();
        for (int bits = 0; bits < 8; bits++) {
            boolean read = (bits & 1) != 0;
            boolean draft = (bits & 2) != 0;
            boolean attachments = (bits & 4) != 0;
            if (holds(value, String.valueOf(MapiValues.flags(read, draft, attachments)))) {
                some.add(new And(List.of(is("isRead", read), is("isDraft", draft), is("hasAttachments", attachments))));
            }
        }
        return new Or(some);
    }

    private static Condition is(String property, boolean value) {
        return new Compare(Path.of(property), Operator.EQ, new Literal.Bool(value));
    }

    private static boolean holds(Condition value, String text) {
        return DocumentEvaluator.test(value, StoredJson.object().put("value", text));
    }

    private static Condition onSize(String id, Condition value) {
        return switch (value) {
            case And(var all) ->
                new And(all.stream().map(each -> onSize(id, each)).toList());
            case Or(var any) ->
                new Or(any.stream().map(each -> onSize(id, each)).toList());
            case Not(var inner) -> new Not(onSize(id, inner));
            case NumericText(var _, var operator, var number) ->
                new Compare(ComparedColumns.SIZE, operator, new Literal.Whole(number));
            case Compare(var _, var operator, Literal.Text(var text))
            when text.matches("[0-9]{1,18}") && (operator == Operator.EQ || operator == Operator.NE) ->
                new Compare(ComparedColumns.SIZE, operator, new Literal.Whole(Long.parseLong(text)));
            default -> throw unsupported(id);
        };
    }

    private static Condition onProperty(Path path, Set<String> types, String id, Condition value) {
        return switch (value) {
            case And(var all) ->
                new And(all.stream()
                        .map(each -> onProperty(path, types, id, each))
                        .toList());
            case Or(var any) ->
                new Or(any.stream()
                        .map(each -> onProperty(path, types, id, each))
                        .toList());
            case Not(var inner) -> new Not(onProperty(path, types, id, inner));
            case Compare(var on, var operator, Literal.Null _)
            when on.equals(VALUE) ->
                types.contains("String") ? new Compare(path, operator, new Literal.Null()) : notNull(operator);
            case Compare(var on, var operator, Literal.Text(var text))
            when on.equals(VALUE) ->
                types.contains("Boolean")
                        ? truth(path, operator, text, id)
                        : new Compare(path, operator, literal(types, text, id));
            case Compare(var on, var operator, Literal.Moment moment)
            when on.equals(VALUE) && types.contains("SystemTime") -> new Compare(path, operator, moment);
            case Compare(var on, var operator, Literal.Bool(var truth))
            when on.equals(VALUE) && types.contains("Boolean") -> truth(path, operator, String.valueOf(truth), id);
            case Match(var on, var position, var text)
            when on.equals(VALUE) && types.contains("String") -> new Match(path, position, text);
            default -> throw unsupported(id);
        };
    }

    /** Stored times are text, which is compared as the time that it means. */
    private static Condition onStoredTime(String id, Condition value) {
        Condition exists = new Any(COLLECTION, canonical(new Compare(ID, Operator.EQ, new Literal.Text(id))));
        return new And(List.of(exists, onValue(ExtendedPropertyId.canonical(id), "SystemTime", value)));
    }

    /** A condition on a value that the database does not have. */
    private static Condition onValue(String id, String type, Condition value) {
        Path path = ReadCondition.mapi(id);
        boolean binary = type.equals("Binary");
        boolean time = type.equals("SystemTime");
        return switch (value) {
            case And(var all) ->
                new And(all.stream().map(each -> onValue(id, type, each)).toList());
            case Or(var any) ->
                new Or(any.stream().map(each -> onValue(id, type, each)).toList());
            case Not(var inner) -> new And(List.of(exists(path), new Not(onValue(id, type, inner))));
            case Compare(var on, var operator, Literal.Null none)
            when on.equals(VALUE) -> new Compare(path, operator, none);
            case Compare(var on, var operator, Literal.Text(var text))
            when on.equals(VALUE) && (!binary || operator == Operator.EQ || operator == Operator.NE) -> {
                Literal literal = binary ? new Literal.Exact(text) : literal(Set.of(type), text, id);
                Condition compared = new Compare(path, operator, literal);
                yield operator == Operator.NE ? new And(List.of(exists(path), compared)) : compared;
            }
            case Compare(var on, var operator, Literal.Moment moment)
            when on.equals(VALUE) && time -> new Compare(path, operator, moment);
            case NumericText(var _, var operator, var number)
            when type.equals("Integer") -> new NumericText(path, operator, number);
            case Match(var on, var position, var text)
            when on.equals(VALUE) && !binary && !time -> new Match(path, position, text);
            default -> throw unsupported(id);
        };
    }

    private static Condition exists(Path path) {
        return new Compare(path, Operator.NE, new Literal.Null());
    }

    private static Condition notNull(Operator operator) {
        return operator == Operator.NE ? Condition.ALWAYS : Condition.NEVER;
    }

    /** A property that is not stored is false. */
    private static Condition truth(Path path, Operator operator, String text, String id) {
        boolean yes = text.equalsIgnoreCase("true") || text.equals("1");
        boolean no = text.equalsIgnoreCase("false") || text.equals("0");
        if ((!yes && !no) || (operator != Operator.EQ && operator != Operator.NE)) {
            throw unsupported(id);
        }
        Condition isTrue = new Compare(path, Operator.EQ, new Literal.Bool(true));
        return yes == (operator == Operator.EQ) ? isTrue : new Not(isTrue);
    }

    private static Literal literal(Set<String> types, String text, String id) {
        return types.contains("SystemTime")
                ? Moments.parse(text).<Literal>map(Literal.Moment::new).orElseThrow(() -> unsupported(id))
                : new Literal.Text(text);
    }

    private static MailboxFailure unsupported(String id) {
        return new MailboxFailure.ExtendedPropertyRefused(
                "The extended property '" + ExtendedPropertyId.canonical(id) + "' cannot be filtered in this way.");
    }
}
