package dev.postern.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Prints what {@code audit search} and {@code audit tail} find, page by page. */
public final class AuditOutput {
    private static final int PAGE = 1_000;
    /** Entries of reads are appended later than their time. Those of this time are requested again. */
    private static final Duration LATE = Duration.ofSeconds(10);
    /** At most this many entries are printed at once while following. */
    private static final int MAX_FOLLOWED = 10_000;
    /** What asking a server for the audit adds to it. */
    private static final String OWN_REQUEST = "GET /postern/audit";

    private static final List<String> COLUMNS =
            List.of("at", "verdict", "appDisplayName", "app", "operation", "target", "rule", "requestId");

    private final AuditPages pages;
    private final AuditReadOptions options;
    private final Optional<OutputFormat> format;
    private final PrintStream out;

    public AuditOutput(AuditPages pages, AuditReadOptions options, PrintStream out) {
        this.pages = pages;
        this.options = options;
        this.format = options.format();
        this.out = out;
    }

    /**
     * Prints everything.
     *
     * @param pause waits before looking for further entries; returns false at the end
     */
    public void print(BooleanSupplier pause) {
        if (options.lines().isEmpty()) {
            search();
        } else if (!options.follow() && format.isPresent()) {
            out.print(RowOutput.of(last(options.lines().get()), format.get(), COLUMNS));
        } else {
            List<JsonNode> shown = last(options.lines().get());
            shown.forEach(this::line);
            if (options.follow()) {
                follow(shown, pause);
            }
        }
    }

    private void search() {
        boolean json = format.filter(OutputFormat.JSON::equals).isPresent();
        String separator = "[";
        String next = null;
        do {
            AuditPages.Page page = pages.page(options.filter(), next, PAGE);
            for (JsonNode entry : page.entries()) {
                if (json) {
                    out.print(separator + "\n" + Output.json(entry).stripTrailing());
                    separator = ",";
                } else if (format.isEmpty()) {
                    line(entry);
                }
            }
            if (!json && format.isPresent()) {
                out.print(RowOutput.of(page.entries(), format.get(), COLUMNS));
            }
            next = page.next();
            // what reads the output may have ended
        } while (next != null && !out.checkError());
        if (json) {
            out.print(separator.equals("[") ? "[]\n" : "\n]\n");
        }
    }

    /** Returns the last entries, the oldest of them first. */
    private List<JsonNode> last(int max) {
        return newest(options.filter(), max).reversed();
    }

    private List<JsonNode> newest(AuditReadOptions.Filter filter, int max) {
        var found = new ArrayList<JsonNode>();
        String next = null;
        do {
            AuditPages.Page page = pages.page(filter, next, Math.min(PAGE, max - found.size()));
            found.addAll(page.entries());
            next = page.next();
        } while (next != null && found.size() < max);
        return found;
    }

    private void follow(List<JsonNode> shown, BooleanSupplier pause) {
        Map<String, Instant> seen = new LinkedHashMap<>();
        shown.forEach(entry -> seen.put(key(entry), at(entry)));
        Instant newest = shown.isEmpty() ? Instant.EPOCH : at(shown.getLast());
        while (pause.getAsBoolean()) {
            AuditReadOptions.Filter filter = newest.equals(Instant.EPOCH)
                    ? options.filter()
                    : options.filter().since(newest.minus(LATE).toString());
            for (JsonNode entry : newest(filter, MAX_FOLLOWED).reversed()) {
                if (seen.put(key(entry), at(entry)) == null
                        && !text(entry, "operation").equals(OWN_REQUEST)) {
                    line(entry);
                }
                newest = at(entry).isAfter(newest) ? at(entry) : newest;
            }
            Instant old = newest.minus(LATE).minus(LATE);
            seen.values().removeIf(at -> at.isBefore(old));
        }
    }

    private static String key(JsonNode entry) {
        return text(entry, "chain") + " " + entry.path("sequence").asLong(0);
    }

    private static Instant at(JsonNode entry) {
        String at = text(entry, "at");
        return at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
    }

    private void line(JsonNode entry) {
        if (format.isPresent()) {
            out.print(RowOutput.tsv(List.of(entry), COLUMNS));
            out.flush();
            return;
        }
        String altered = entry.path("verified").booleanValue(true)
                ? ""
                : "NOT AS WRITTEN: row " + entry.path("sequence").asLong(0) + " of " + text(entry, "chain");
        String app = text(entry, "appDisplayName");
        String line = Stream.of(
                        text(entry, "at"),
                        text(entry, "verdict"),
                        !app.isEmpty() ? app : entry.has("app") ? text(entry, "app") : "server",
                        text(entry, "operation"),
                        text(entry, "target"),
                        text(entry, "rule"),
                        text(entry, "requestId"),
                        altered)
                .filter(part -> !part.isEmpty())
                .map(part -> Output.printable(part).replace('\n', ' '))
                .collect(Collectors.joining("  "));
        out.println(line);
        out.flush();
    }

    private static String text(JsonNode entry, String name) {
        @Nullable JsonNode value = entry.get(name);
        return value == null ? "" : value.asString("");
    }
}
