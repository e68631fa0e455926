package dev.postern.exchange.opath;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the right side of a comparison as the type of the property on the left. */
final class Operands {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final DateTimeFormatter US_DAY = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    private Operands() {}

    static OpathOperand read(OpathProperty<?> property, OpathToken token) {
        return switch (token) {
            case OpathToken.Quoted(String text) -> of(property, text);
            case OpathToken.Digits(String digits) -> of(property, digits);
            case OpathToken.Variable(String name)
            when name.equals("true") || name.equals("false") -> of(property, name);
            case OpathToken.Word(String text) ->
                throw new FilterRefused("The value " + text + " of " + property.name() + " must stand in quotes.");
            default -> throw new FilterRefused("A value is missing after " + property.name() + ".");
        };
    }

    private static OpathOperand of(OpathProperty<?> property, String text) {
        return switch (property.type()) {
            case PropertyType.Text _ -> new OpathOperand.Text(text);
            case PropertyType.Link _ -> new OpathOperand.Link(text);
            case PropertyType.Bool _ -> bool(property, text);
            case PropertyType.Whole _ -> whole(property, text);
            case PropertyType.Id _ -> id(property, text);
            case PropertyType.Moment _ -> new OpathOperand.Moment(moment(property, text));
            case PropertyType.Names names -> names(property, names, text);
        };
    }

    private static OpathOperand bool(OpathProperty<?> property, String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw wrong(property, text, "$true or $false");
        }
        return new OpathOperand.Text(text);
    }

    private static OpathOperand whole(OpathProperty<?> property, String text) {
        try {
            return new OpathOperand.Whole(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw wrong(property, text, "a whole number");
        }
    }

    private static OpathOperand id(OpathProperty<?> property, String text) {
        if (!GUID.matcher(text).matches()) {
            throw wrong(property, text, "a GUID");
        }
        return new OpathOperand.Id(UUID.fromString(text));
    }

    /** An ISO moment, or a day as it is written in the United States, which begins at midnight UTC. */
    private static Instant moment(OpathProperty<?> property, String text) {
        try {
            return text.indexOf('/') >= 0
                    ? LocalDate.parse(text, US_DAY).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw wrong(property, text, "a date");
        }
    }

    private static OpathOperand names(OpathProperty<?> property, PropertyType.Names type, String text) {
        var wanted = OpathOperand.Flags.of(text);
        boolean known = wanted.stream().allMatch(name -> type.canonical(name).isPresent());
        if (!known || (wanted.size() > 1 && !type.flags())) {
            throw wrong(property, text, "one of " + String.join(", ", type.names()));
        }
        return new OpathOperand.Flags(wanted);
    }

    private static FilterRefused wrong(OpathProperty<?> property, String text, String expected) {
        return new FilterRefused(
                "'" + text + "' is not a value of " + property.name() + ", which takes " + expected + ".");
    }
}
