package dev.postern.cmdlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The notes on all cmdlets, from a table in this package. Immutable. */
public final class CmdletNotes {
    private static final int CELLS = 5;
    private final Map<String, CmdletNote> notes;

    private CmdletNotes(Map<String, CmdletNote> notes) {
        this.notes = notes;
    }

    public static CmdletNotes read() {
        InputStream resource =
                Objects.requireNonNull(CmdletNotes.class.getResourceAsStream("notes.csv"), "no notes in the jar");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            var notes = new HashMap<String, CmdletNote>();
            lines.lines().skip(1).forEach(line -> {
                String[] cells = line.split(";", CELLS);
                notes.put(
                        cells[0].toLowerCase(Locale.ROOT),
                        new CmdletNote(
                                cells[1],
                                cells[2].equals("table"),
                                cells[3].isEmpty() ? List.of() : List.of(cells[3].split("\\|")),
                                cells[4]));
            });
            return new CmdletNotes(notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the note on a cmdlet, which the table has for every cmdlet. */
    public CmdletNote of(Cmdlet cmdlet) {
        return Objects.requireNonNull(notes.get(cmdlet.name().toLowerCase(Locale.ROOT)), cmdlet.name());
    }
}
