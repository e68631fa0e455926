package dev.postern.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** An amount of bytes, written {@code 4 MiB}, {@code 150 MB} or as a plain number. */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "kib",
            1L << 10,
            "mb",
            1_000_000L,
            "mib",
            1L << 20,
            "gb",
            1_000_000_000L,
            "gib",
            1L << 30);

    public static DataSize parse(String text) {
        var form = FORM.matcher(text.strip());
        Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("must be a size such as 4 MiB");
        }
        return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    }

    /** The size as an {@code int}. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    /** In the largest binary unit without a remainder, as in the configuration. */
    @Override
    public String toString() {
        List<String> units = List.of("GiB", "MiB", "KiB");
        for (int i = 0; i < units.size(); i++) {
            long size = 1L << (10 * (units.size() - i));
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + " " + units.get(i);
            }
        }
        return bytes + " bytes";
    }
}
