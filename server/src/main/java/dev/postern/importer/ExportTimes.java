package dev.postern.importer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Points in time as the two versions of PowerShell print them. */
final class ExportTimes {
    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
    /** Windows PowerShell: milliseconds since 1970, in UTC whatever follows them. */
    private static final Pattern TICKS = Pattern.compile("\\\\?/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)\\\\?/");

    private ExportTimes() {}

    /** Null if it is none, or one before there was Exchange Online. */
    static @Nullable Instant read(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isObject()) {
            return Stream.of("value", "datetime")
                    .map(name -> read(value.get(name)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        Instant time = value.isString() ? parsed(value.stringValue().strip()) : null;
        return time == null || time.isBefore(FIRST) ? null : time;
    }

    private static @Nullable Instant parsed(String text) {
        Matcher ticks = TICKS.matcher(text);
        try {
            if (ticks.matches()) {
                return Instant.ofEpochMilli(Long.parseLong(ticks.group(1)));
            }
            boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
