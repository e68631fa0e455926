package dev.postern.mailbox.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A setting of calendar processing: a row of {@code calendar-processing.csv}.
 *
 * @param name as Exchange names it
 * @param ofUser the default in the mailbox of a user or a shared mailbox, as text
 * @param ofResource the default in the mailbox of a room or of equipment
 * @param allowed of a flag the only value that is supported, of a choice its values, of a number the smallest and the largest one, of a text its length
 */
public record ProcessingSetting(String name, Type type, String ofUser, String ofResource, List<String> allowed) {
    private static final int CELLS = 5;

    /** All settings, in the order in which they are shown. */
    public static final List<ProcessingSetting> ALL = read();

    /** The type of the value. */
    public enum Type {
        FLAG,
        NUMBER,
        CHOICE,
        TEXT,
        /** Object ids of the directory. */
        RECIPIENTS
    }

    public ProcessingSetting {
        allowed = List.copyOf(allowed);
    }

    private static List<ProcessingSetting> read() {
        var resource = Objects.requireNonNull(
                ProcessingSetting.class.getResourceAsStream("calendar-processing.csv"), "calendar-processing.csv");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> List.of(line.split(",", CELLS)))
                    .map(cells -> new ProcessingSetting(
                            cells.get(0),
                            Type.valueOf(cells.get(1).toUpperCase(Locale.ROOT)),
                            cells.get(2),
                            cells.get(3),
                            cells.get(4).isEmpty()
                                    ? List.of()
                                    : List.of(cells.get(4).split("\\|"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String defaultOf(boolean resource) {
        return resource ? ofResource : ofUser;
    }
}
