package dev.postern.workflow.api;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.RunFilter;
import dev.postern.workflow.row.RunFilter.Bound;
import dev.postern.workflow.row.RunFilter.Comparison;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the {@code $filter} of runs and of actions: comparisons joined by {@code and}. All others are refused. */
final class RunFilterText {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_TERMS = 10;
    private static final Pattern TERM = Pattern.compile(
            "\\s*(status|startTime|clientTrackingId)\\s+(eq|lt|le|gt|ge)\\s+(?:'((?:[^']|'')*)'|([0-9][0-9T:.Z+-]*))"
                    + "\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("and(?=\\s)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "eq", Comparison.SAME,
            "lt", Comparison.BEFORE,
            "le", Comparison.NOT_AFTER,
            "gt", Comparison.AFTER,
            "ge", Comparison.NOT_BEFORE);

    private @Nullable Status status;
    private @Nullable String tracking;
    private final ArrayList<Bound> bounds = new ArrayList<>();

    private RunFilterText() {}

    /** The filter of a list of runs. */
    static RunFilter runs(String text) {
        RunFilterText filter = new RunFilterText();
        if (!text.isBlank()) {
            filter.read(text);
        }
        return new RunFilter(filter.status, filter.tracking, filter.bounds);
    }

    /** The filter of a list of actions or repetitions, which has only a status. */
    static @Nullable Status status(String text) {
        RunFilter filter = runs(text);
        if (filter.tracking() != null || !filter.bounds().isEmpty()) {
            throw refused("Only \"status eq '...'\" is supported as $filter.");
        }
        return filter.status();
    }

    private void read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unsupported();
        }
        Matcher term = TERM.matcher(text);
        Matcher and = AND.matcher(text);
        int at = 0;
        for (int terms = 0; terms < MAX_TERMS && term.region(at, text.length()).lookingAt(); terms++) {
            add(term);
            at = term.end();
            if (at == text.length()) {
                return;
            }
            if (!and.region(at, text.length()).lookingAt()) {
                break;
            }
            at = and.end();
        }
        throw unsupported();
    }

    private void add(Matcher term) {
        String field = Folding.lower(term.group(1));
        Comparison comparison = COMPARISONS.get(Folding.lower(term.group(2)));
        String value = term.group(3) == null ? term.group(4) : term.group(3).replace("''", "'");
        if (comparison == null || (!field.equals("starttime") && comparison != Comparison.SAME)) {
            throw unsupported();
        }
        switch (field) {
            case "status" ->
                status = only(
                        status,
                        Status.named(value).orElseThrow(() -> refused("The status '" + value + "' is unknown.")));
            case "clienttrackingid" -> tracking = only(tracking, value);
            default -> bounds.add(new Bound(comparison, time(value)));
        }
    }

    private static <T> T only(@Nullable T before, T now) {
        if (before != null && !before.equals(now)) {
            throw refused("The $filter compares the same property with two values.");
        }
        return now;
    }

    private static java.time.Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw refused("The value '" + text + "' of the $filter is not a time such as 2026-11-01T00:00:00Z.");
        }
    }

    private static ArmFailure unsupported() {
        return refused(
                "Supported in $filter are \"status eq '...'\", \"clientTrackingId eq '...'\", and startTime with "
                        + "eq, lt, le, gt or ge and a time, joined by 'and'.");
    }

    private static ArmFailure refused(String message) {
        return new ArmFailure(400, "InvalidFilter", message);
    }
}
