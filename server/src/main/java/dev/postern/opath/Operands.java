package dev.postern.opath;

import dev.postern.query.Literal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;

/** Converts the right side of a comparison to the type of the property on the left. */
final class Operands {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final DateTimeFormatter US_DAY = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    private Operands() {}

    /** Returns an empty result for an operand that equals nothing, such as text that is not a distinguished name. */
    static Optional<Literal> read(OpathProperty property, OpathToken token) {
        return switch (token) {
            case OpathToken.Quoted(String text) -> of(property, text);
            case OpathToken.Digits(String digits) -> of(property, digits);
            case OpathToken.Variable(String name)
            when name.equals("true") || name.equals("false") -> of(property, name);
            case OpathToken.Word(String text) ->
                throw new FilterRefused("The value " + text + " of " + property.name() + " must be in quotes.");
            default -> throw new FilterRefused("A value is missing after " + property.name() + ".");
        };
    }

    private static Optional<Literal> of(OpathProperty property, String text) {
        return switch (property.type()) {
            case PropertyType.Text _ -> Optional.of(new Literal.Text(text));
            case PropertyType.Link _ -> link(text);
            case PropertyType.Bool _ -> Optional.of(bool(property, text));
            case PropertyType.Whole _ -> Optional.of(whole(property, text));
            case PropertyType.Id _ -> Optional.of(id(property, text));
            case PropertyType.Moment _ -> Optional.of(new Literal.Moment(moment(property, text)));
            case PropertyType.Names names -> Optional.of(names(property, names, text));
        };
    }

    private static Optional<Literal> link(String text) {
        try {
            return Optional.of(new Literal.Text(PropertyType.Link.canonical(text)));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static Literal bool(OpathProperty property, String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw wrong(property, text, "$true or $false");
        }
        return new Literal.Text(text);
    }

    private static Literal whole(OpathProperty property, String text) {
        try {
            return new Literal.Whole(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw wrong(property, text, "a whole number");
        }
    }

    private static Literal id(OpathProperty property, String text) {
        if (!GUID.matcher(text).matches()) {
            throw wrong(property, text, "a GUID");
        }
        return new Literal.Guid(UUID.fromString(text));
    }

    /** Parses an ISO time, or a date in the format of the United States, which means midnight UTC. */
    private static Instant moment(OpathProperty property, String text) {
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

    private static Literal names(OpathProperty property, PropertyType.Names type, String text) {
        Set<String> wanted = PropertyType.Names.split(text);
        if (!wanted.stream().allMatch(type::isKnown) || (wanted.size() > 1 && !type.flags())) {
            throw wrong(property, text, "one of " + String.join(", ", type.names()));
        }
        return new Literal.Text(String.join(",", wanted));
    }

    private static FilterRefused wrong(OpathProperty property, String text, String expected) {
        return new FilterRefused(
                "'" + text + "' is not a value of " + property.name() + ", which takes " + expected + ".");
    }
}
