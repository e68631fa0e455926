package dev.postern.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses values. Each function throws {@link IllegalArgumentException} that says what the value must be. */
final class Forms {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*([a-z]*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "", ChronoUnit.SECONDS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern PUBLIC_NAME =
            Pattern.compile("(https?://)?([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private static final int LONGEST_RESOURCE_NAME = 255;

    private Forms() {}

    static Function<String, Integer> number(int min, int max) {
        return text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // reported below
            }
            throw new IllegalArgumentException("must be a number from " + min + " to " + max);
        };
    }

    static Function<String, Integer> port() {
        return number(0, 65_535);
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /** In the largest unit without a remainder, as in the configuration. */
    private static String text(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds % 86_400 == 0
                ? seconds / 86_400 + " d"
                : seconds % 60 == 0 ? seconds / 60 + " m" : seconds + " s";
    }

    static Function<String, Duration> duration(Duration min, Duration max) {
        return text -> {
            var form = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
            ChronoUnit unit = form.matches() ? UNITS.get(form.group(2)) : null;
            if (unit == null) {
                throw new IllegalArgumentException("must be a duration such as 90 s, 15 m, 1 h or 30 d");
            }
            // Duration.multipliedBy calculates with BigDecimal, whose tables take part of a start
            Duration duration = Duration.of(Long.parseLong(form.group(1)), unit);
            if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new IllegalArgumentException("must be from " + text(min) + " to " + text(max));
            }
            return duration;
        };
    }

    /** A duration of at least a day; {@code forever} and 0 keep everything. */
    static Duration retention(String text) {
        if (text.equals("forever") || text.equals("0")) {
            return Settings.Audit.FOREVER;
        }
        try {
            return duration(Duration.ofDays(1), Settings.Audit.FOREVER).apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", or forever", e);
        }
    }

    /** A key of 32 bytes. The message never quotes it. */
    static String key(String text) {
        try {
            if (Base64.getDecoder().decode(text.strip()).length == 32) {
                return text.strip();
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new IllegalArgumentException("must be 32 bytes in base64, as `openssl rand -base64 32` prints them");
    }

    static List<String> keys(String text) {
        return Arrays.stream(text.split(",")).map(Forms::key).toList();
    }

    static Function<String, DataSize> size(DataSize min, DataSize max) {
        return text -> {
            DataSize size = DataSize.parse(text);
            if (size.bytes() < min.bytes() || size.bytes() > max.bytes()) {
                throw new IllegalArgumentException("must be from " + min + " to " + max);
            }
            return size;
        };
    }

    static <E extends Enum<E>> Function<String, E> oneOf(E[] values) {
        return text -> Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** Literal addresses only: a name would need a lookup, and its address could change. */
    static InetAddress address(String text) {
        if (text.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("must be an IP address of this machine");
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an IP address of this machine", e);
        }
    }

    /** A host name in lower case. */
    static String host(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() && !ADDRESS.matcher(name).matches()) {
            throw new IllegalArgumentException("must be a host name or an IP address");
        }
        return name;
    }

    static String domain(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()
                || !name.contains(".")
                || ADDRESS.matcher(name).matches()) {
            throw new IllegalArgumentException("must be a domain such as contoso.example");
        }
        return name;
    }

    static String publicName(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!PUBLIC_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("must be a host, host:port or https://host");
        }
        return name;
    }

    /** A name of a resource, as an application's identifier URI. */
    static String resourceName(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (plain && uri.isAbsolute() && text.length() <= LONGEST_RESOURCE_NAME) {
                return text;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException("must be an absolute URI without query and fragment, such as"
                + " https://graph.example.org, of at most " + LONGEST_RESOURCE_NAME + " characters");
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path", e);
        }
    }

    static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }

    static String databaseUrl(String text) {
        // The lock of the data directory protects the SQLite file; a file elsewhere would have no lock.
        if (!text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "must begin with jdbc:postgresql: (without this key, SQLite in the data directory is used)");
        }
        return text;
    }
}
