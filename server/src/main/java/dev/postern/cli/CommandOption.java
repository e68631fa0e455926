package dev.postern.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name with its hyphens: {@code --port}
 * @param value what the value is: {@code N}, or fixed values separated by bars, such as {@code Send|Read}; empty for an option without a value
 * @param purpose a few words for help
 */
record CommandOption(String name, String value, String purpose) {
    static final CommandOption JSON = of("--json", "prints one JSON value");
    static final CommandOption PROFILE = of(
            "--profile FILE",
            "the admin.json of the server to call; without it that of POSTERN_PROFILE, or ./data/admin.json");
    /** What {@link #FORMAT} is also called. */
    static final String SHORT_FORMAT = "-o";

    static final CommandOption FORMAT = of("--output " + OutputFormat.VALUES, "how rows are printed");
    static final CommandOption DATA = of("--data DIR", "the data directory; ./data by default");
    static final CommandOption PORT = of("--port N", "the port of plain HTTP");
    static final CommandOption TLS_PORT = of("--tls-port N", "the port of HTTPS");
    static final CommandOption TLS_NAME = of("--tls-name HOST", "another host name of the certificate");
    static final CommandOption CONFIG = of("--config FILE", "the configuration file");
    static final CommandOption DATABASE = of("--database URL", "a JDBC URL of PostgreSQL or SQLite");

    /** An option as in a synopsis: {@code --port N}. */
    static CommandOption of(String written, String purpose) {
        int space = written.indexOf(' ');
        return space < 0
                ? new CommandOption(written, "", purpose)
                : new CommandOption(written.substring(0, space), written.substring(space + 1), purpose);
    }

    /** Returns it as help shows it. */
    String written() {
        return (equals(FORMAT) ? SHORT_FORMAT + ", " : "") + (name + " " + value).strip();
    }

    /** Returns the fixed values; empty if any value is possible. */
    List<String> choices() {
        return value.matches("[A-Za-z]+(\\|[A-Za-z]+)+") ? List.of(value.split("\\|")) : List.of();
    }

    /** Returns whether an argument is this option, with or without its value. */
    boolean isNamedBy(String argument) {
        return argument.equals(name) || argument.startsWith(name + "=");
    }

    boolean hasValue() {
        return !value.isEmpty();
    }
}
