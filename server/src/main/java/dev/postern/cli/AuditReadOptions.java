package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of {@code audit search} and {@code audit tail}.
 *
 * @param data a data directory to read instead of asking a server
 * @param database a JDBC URL of a database to read instead of asking a server
 * @param tenant the tenant in the database, by domain or id
 * @param profile the profile of the server to ask
 * @param lines for {@code tail}, how many entries it prints; none for {@code search}
 * @param follow whether {@code tail} continues with entries that are added
 * @param format how to print the entries; empty for a line each
 */
public record AuditReadOptions(
        Optional<Path> data,
        Optional<String> database,
        Optional<String> tenant,
        Optional<String> profile,
        Filter filter,
        Optional<Integer> lines,
        boolean follow,
        Optional<OutputFormat> format) {
    /** The options of {@code audit search}. */
    static final List<CommandOption> SEARCH = List.of(
            CommandOption.of("--app A", "an app id, an object id or a display name"),
            CommandOption.of("--mailbox M", "an address or an id"),
            CommandOption.of("--denied", "only refused requests"),
            CommandOption.of("--since T", "a time, a date, or how long ago, such as 2h"),
            CommandOption.JSON,
            CommandOption.FORMAT,
            CommandOption.DATA,
            CommandOption.DATABASE,
            CommandOption.of("--tenant T", "the tenant in the database, by domain or id"),
            CommandOption.PROFILE);
    /** The options of {@code audit tail}. */
    static final List<CommandOption> TAIL = Stream.concat(
                    Stream.of(
                            CommandOption.of("--lines N", "how many entries; 20 by default"),
                            CommandOption.of("--follow", "continues with the entries that are added")),
                    SEARCH.stream())
            .toList();

    private static final int USUAL_LINES = 20;
    private static final int MAX_LINES = 10_000;

    /**
     * Which entries are printed.
     *
     * @param app an app id, an object id or a display name
     * @param mailbox an address or an id
     * @param since a time, a date, or how long ago
     */
    public record Filter(Optional<String> app, Optional<String> mailbox, boolean denied, Optional<String> since) {
        /** Returns the same filter with another beginning. */
        Filter since(String time) {
            return new Filter(app, mailbox, denied, Optional.of(time));
        }
    }

    static AuditReadOptions read(List<String> arguments) {
        Options options = Options.of("audit " + arguments.getFirst(), arguments);
        boolean tail = options.words(1, 1).getFirst().equals("tail");
        if (options.has("--follow")
                && OutputFormat.of(options)
                        .filter(one -> one != OutputFormat.TSV)
                        .isPresent()) {
            throw CliFailure.usage("--json prints one JSON value, which --follow never ends. Use one of them;"
                    + " of the formats of -o, only tsv can be followed.");
        }
        boolean local = options.has("--data") || options.has("--database");
        if (local && options.has("--profile")) {
            throw CliFailure.usage("--profile names a server, --data and --database are read without one.");
        }
        if (options.has("--tenant") && !local) {
            throw CliFailure.usage("--tenant is for --data and --database. The profile of a server names its tenant.");
        }
        DatabaseOption where = DatabaseOption.of(options);
        return new AuditReadOptions(
                local ? where.data() : Optional.empty(),
                where.database(),
                options.one("--tenant"),
                options.one("--profile"),
                new Filter(
                        options.one("--app"),
                        options.one("--mailbox"),
                        options.has("--denied"),
                        options.one("--since")),
                tail ? Optional.of(lines(options)) : Optional.empty(),
                options.has("--follow"),
                OutputFormat.of(options));
    }

    private static int lines(Options options) {
        String text = options.one("--lines").orElse(Integer.toString(USUAL_LINES));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_LINES) {
            throw CliFailure.usage("The value of --lines must be a number from 1 to " + MAX_LINES + ".");
        }
        return Integer.parseInt(text);
    }

    /** Returns whether a database is read without a server. */
    public boolean isLocal() {
        return data.isPresent() || database.isPresent();
    }

    /** Returns the same options for the database of a data directory. */
    public AuditReadOptions on(Path folder) {
        return new AuditReadOptions(Optional.of(folder), database, tenant, profile, filter, lines, follow, format);
    }
}
