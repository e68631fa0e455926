package dev.postern.graph.odata;

import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a filter token by token on demand, so that excessive nesting is refused early. */
final class FilterLexer {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern DATE_TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,12})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?[dDfFmMlL]?");

    private final String text;
    private int position;

    FilterLexer(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    FilterToken next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return new FilterToken.End(position);
        }
        char c = text.charAt(position);
        if ("(),/:*".indexOf(c) >= 0) {
            return new FilterToken.Sign(c, position++);
        }
        if (c == '\'') {
            int start = position;
            return new FilterToken.Constant(new Literal.Text(quoted()), "Edm.String", start);
        }
        if (isDigit(c) || (c == '-' && position + 1 < text.length() && isDigit(text.charAt(position + 1)))) {
            return constant();
        }
        if (Character.isLetter(c) || c == '_' || c == '$' || c == '@') {
            Matcher guid = at(GUID);
            return guid.lookingAt() && ends(guid.end()) ? guid(guid) : name();
        }
        throw QueryFailure.character(text, position);
    }

    private FilterToken name() {
        int start = position++;
        while (position < text.length() && isNamePart(text.charAt(position))) {
            position++;
        }
        String name = text.substring(start, position);
        if (position < text.length() && text.charAt(position) == '\'' && name.indexOf('.') > 0) {
            return new FilterToken.TypedText(name, quoted(), start);
        }
        return switch (Folding.lower(name)) {
            case "true" -> new FilterToken.Constant(new Literal.Bool(true), "Edm.Boolean", start);
            case "false" -> new FilterToken.Constant(new Literal.Bool(false), "Edm.Boolean", start);
            case "null" -> new FilterToken.Constant(new Literal.Null(), "null", start);
            default -> new FilterToken.Name(name, start);
        };
    }

    /** Within quotes a quote is doubled. */
    private String quoted() {
        int start = position;
        StringBuilder content = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                content.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                content.append(c);
                i++;
            } else {
                position = i + 1;
                return content.toString();
            }
        }
        throw QueryFailure.badRequest("There is an unterminated string literal at position " + start + " in '"
                + QueryFailure.echo(text) + "'.");
    }

    private FilterToken constant() {
        Matcher guid = at(GUID);
        if (guid.lookingAt() && ends(guid.end())) {
            return guid(guid);
        }
        Matcher time = at(DATE_TIME);
        if (time.lookingAt() && ends(time.end())) {
            return time(time);
        }
        Matcher date = at(DATE);
        if (date.lookingAt() && ends(date.end())) {
            try {
                return take(date, new Literal.Day(LocalDate.parse(date.group())), "Edm.Date");
            } catch (DateTimeException _) {
                throw unrecognized("Edm.Date", date.group());
            }
        }
        Matcher number = at(NUMBER);
        if (number.lookingAt() && ends(number.end())) {
            return number(number);
        }
        throw QueryFailure.character(text, position);
    }

    private FilterToken guid(Matcher guid) {
        return take(guid, new Literal.Guid(UUID.fromString(guid.group())), "Edm.Guid");
    }

    private FilterToken time(Matcher time) {
        String iso = time.group().toUpperCase(Locale.ROOT);
        if (time.group(1) == null) {
            throw QueryFailure.invalidFilter("The DateTimeOffset text '" + iso + "' should end in 'Z' or an offset.");
        }
        return take(
                time,
                new Literal.Moment(
                        Moments.parse(iso).orElseThrow(() -> unrecognized("Edm.DateTimeOffset", time.group()))),
                "Edm.DateTimeOffset");
    }

    private FilterToken number(Matcher number) {
        String digits = number.group();
        boolean marked = Character.isLetter(digits.charAt(digits.length() - 1));
        boolean real = number.group(1) != null || number.group(2) != null || (marked && !digits.matches(".*[lL]"));
        String plain = marked ? digits.substring(0, digits.length() - 1) : digits;
        try {
            return real
                    ? take(number, new Literal.Real(Double.parseDouble(plain)), "Edm.Double")
                    : take(number, new Literal.Whole(Long.parseLong(plain)), "Edm.Int64");
        } catch (IllegalArgumentException _) {
            throw unrecognized(real ? "Edm.Double" : "Edm.Int64", digits);
        }
    }

    private FilterToken take(Matcher matcher, Literal literal, String edmType) {
        int start = position;
        position = matcher.end();
        return new FilterToken.Constant(literal, edmType, start);
    }

    private QueryFailure unrecognized(String type, String literal) {
        return QueryFailure.badRequest("Unrecognized '" + type + "' literal '" + QueryFailure.echo(literal) + "' at '"
                + position + "' in '" + QueryFailure.echo(text) + "'.");
    }

    private Matcher at(Pattern pattern) {
        return pattern.matcher(text).region(position, text.length());
    }

    private boolean ends(int end) {
        return end == text.length() || !(isNamePart(text.charAt(end)) || text.charAt(end) == '-');
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$' || c == '@';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
