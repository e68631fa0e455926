package dev.postern.graph.odata;

import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Bound;
import dev.postern.query.SearchExpression.Is;
import dev.postern.query.SearchExpression.Within;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The searchable properties of messages, with their operators and values. */
final class KqlProperty {
    private enum Kind {
        WORDS,
        FLAG,
        CHOICE,
        SIZE,
        TIME
    }

    private record Known(String name, Kind kind, Set<String> choices) {
        Known(String name, Kind kind) {
            this(name, kind, Set.of());
        }
    }

    private static final Map<String, Known> KNOWN = Map.ofEntries(
            Map.entry("attachment", new Known("attachment", Kind.WORDS)),
            Map.entry("bcc", new Known("bcc", Kind.WORDS)),
            Map.entry("body", new Known("body", Kind.WORDS)),
            Map.entry("cc", new Known("cc", Kind.WORDS)),
            Map.entry("from", new Known("from", Kind.WORDS)),
            Map.entry("participants", new Known("participants", Kind.WORDS)),
            Map.entry("recipients", new Known("recipients", Kind.WORDS)),
            Map.entry("subject", new Known("subject", Kind.WORDS)),
            Map.entry("to", new Known("to", Kind.WORDS)),
            Map.entry("hasattachment", new Known("hasAttachments", Kind.FLAG)),
            Map.entry("hasattachments", new Known("hasAttachments", Kind.FLAG)),
            Map.entry("importance", new Known("importance", Kind.CHOICE, Set.of("low", "medium", "normal", "high"))),
            Map.entry(
                    "kind",
                    new Known(
                            "kind",
                            Kind.CHOICE,
                            Set.of(
                                    "contacts",
                                    "docs",
                                    "email",
                                    "externaldata",
                                    "faxes",
                                    "im",
                                    "journals",
                                    "meetings",
                                    "microsoftteams",
                                    "notes",
                                    "posts",
                                    "rssfeeds",
                                    "tasks",
                                    "voicemail"))),
            Map.entry("received", new Known("received", Kind.TIME)),
            Map.entry("sent", new Known("sent", Kind.TIME)),
            Map.entry("size", new Known("size", Kind.SIZE)));

    private static final DateTimeFormatter AMERICAN =
            DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern RELATIVE = Pattern.compile("today[+-][0-9]{1,5}", Pattern.CASE_INSENSITIVE);

    private KqlProperty() {}

    static SearchExpression restriction(String name, String operator, String value, boolean quoted) {
        Known known = KNOWN.get(Folding.lower(name));
        if (known == null) {
            throw QueryFailure.badRequest("The property '" + QueryFailure.echo(name) + "' cannot be searched.");
        }
        boolean equality = Set.of(":", "=", "<>").contains(operator);
        if (!equality && known.kind() != Kind.SIZE && known.kind() != Kind.TIME) {
            throw QueryFailure.badRequest(
                    "The search operator '" + operator + "' is not supported for '" + known.name() + "'.");
        }
        SearchExpression expression = switch (known.kind()) {
            case WORDS -> KqlParser.words(Optional.of(known.name()), value);
            case FLAG -> flag(known, value);
            case CHOICE -> choice(known, value);
            case SIZE -> size(known, operator, value);
            case TIME -> time(known, operator, value, quoted);
        };
        return operator.equals("<>") ? new SearchExpression.Not(expression) : expression;
    }

    private static SearchExpression flag(Known known, String value) {
        return switch (Folding.lower(value)) {
            case "true", "yes", "1" -> new Is(known.name(), new Literal.Bool(true));
            case "false", "no", "0" -> new Is(known.name(), new Literal.Bool(false));
            default -> throw unfit(known, value);
        };
    }

    private static SearchExpression choice(Known known, String value) {
        String lower = Folding.lower(value);
        if (!known.choices().contains(lower)) {
            throw unfit(known, value);
        }
        boolean medium = known.name().equals("importance") && lower.equals("medium");
        return new Is(known.name(), new Literal.Enumerated(medium ? "normal" : lower));
    }

    private static SearchExpression size(Known known, String operator, String value) {
        int dots = value.indexOf("..");
        if (dots >= 0) {
            return within(
                    known, bytes(known, value.substring(0, dots)), true, bytes(known, value.substring(dots + 2)), true);
        }
        Literal size = bytes(known, value);
        return compared(known, operator, size, size);
    }

    private static Literal bytes(Known known, String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw unfit(known, digits);
        }
        return new Literal.Whole(Long.parseLong(digits));
    }

    private static SearchExpression time(Known known, String operator, String value, boolean quoted) {
        if (RELATIVE.matcher(value).matches() && !quoted) {
            return new SearchExpression.Nothing(); // as in Graph: no results, no error
        }
        int dots = value.indexOf("..");
        Span first = span(known, dots < 0 ? value : value.substring(0, dots));
        Span last = dots < 0 ? first : span(known, value.substring(dots + 2));
        if (dots >= 0 || Set.of(":", "=", "<>").contains(operator)) {
            return within(known, first.start(), true, last.end(), false);
        }
        return switch (operator) {
            case "<=" -> upTo(known, first.end(), false);
            case ">" -> from(known, first.end(), true);
            default -> compared(known, operator, first.start(), first.start());
        };
    }

    /** The period that a value denotes: a day lasts until the next, a second until the next. */
    private record Span(Literal start, Literal end) {}

    private static Span span(Known known, String value) {
        try {
            if (value.indexOf('/') > 0) {
                return day(LocalDate.parse(value, AMERICAN));
            }
            if (value.length() == 10) {
                return day(LocalDate.parse(value));
            }
        } catch (DateTimeException _) {
            throw unfit(known, value);
        }
        Instant start = Moments.parse(value).orElseThrow(() -> unfit(known, value));
        return new Span(new Literal.Moment(start), new Literal.Moment(start.plus(Duration.ofSeconds(1))));
    }

    private static Span day(LocalDate day) {
        return new Span(
                new Literal.Moment(day.atStartOfDay().toInstant(ZoneOffset.UTC)),
                new Literal.Moment(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
    }

    private static SearchExpression compared(Known known, String operator, Literal low, Literal high) {
        return switch (operator) {
            case "<" -> upTo(known, low, false);
            case "<=" -> upTo(known, high, true);
            case ">" -> from(known, high, false);
            case ">=" -> from(known, low, true);
            default -> within(known, low, true, high, true);
        };
    }

    private static SearchExpression from(Known known, Literal low, boolean inclusive) {
        return new Within(known.name(), Optional.of(new Bound(low, inclusive)), Optional.empty());
    }

    private static SearchExpression upTo(Known known, Literal high, boolean inclusive) {
        return new Within(known.name(), Optional.empty(), Optional.of(new Bound(high, inclusive)));
    }

    private static SearchExpression within(
            Known known, Literal low, boolean lowInclusive, Literal high, boolean highInclusive) {
        return new Within(
                known.name(), Optional.of(new Bound(low, lowInclusive)), Optional.of(new Bound(high, highInclusive)));
    }

    private static QueryFailure unfit(Known known, String value) {
        return QueryFailure.badRequest(
                "'" + QueryFailure.echo(value) + "' is not a valid search value for '" + known.name() + "'.");
    }
}
