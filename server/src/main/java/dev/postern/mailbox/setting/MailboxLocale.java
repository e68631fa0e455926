package dev.postern.mailbox.setting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A language in which a mailbox may be used: a row of {@code locales.csv}.
 *
 * @param tag for instance {@code de-DE}
 * @param displayName in English
 * @param dateFormats the patterns of the language, the default first
 * @param timeFormats as {@code dateFormats}
 */
public record MailboxLocale(String tag, String displayName, List<String> dateFormats, List<String> timeFormats) {
    private static final int CELLS = 4;

    /** All of them, by tag. */
    public static final List<MailboxLocale> ALL = read();

    public MailboxLocale {
        dateFormats = List.copyOf(dateFormats);
        timeFormats = List.copyOf(timeFormats);
    }

    /** The locale with this tag, in any case. */
    public static Optional<MailboxLocale> find(String tag) {
        return ALL.stream().filter(one -> one.tag().equalsIgnoreCase(tag)).findFirst();
    }

    private static List<MailboxLocale> read() {
        var resource = Objects.requireNonNull(MailboxLocale.class.getResourceAsStream("locales.csv"), "locales.csv");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> List.of(line.split(";", CELLS)))
                    .map(cells -> new MailboxLocale(
                            cells.get(0),
                            cells.get(1),
                            List.of(cells.get(2).split("\\|")),
                            List.of(cells.get(3).split("\\|"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
