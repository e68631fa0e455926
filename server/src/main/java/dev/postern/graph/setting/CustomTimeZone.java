package dev.postern.graph.setting;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.http.Json;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Graph {@code customTimeZone}: a zone that clients describe by its rules, as Windows does. UTC is the local time plus the bias.
 *
 * @param bias minutes
 * @param daylightBias minutes that daylight saving time adds to the bias; zero if there is none
 * @param standard when standard time begins, each year; null if there is no daylight saving time
 * @param daylight when daylight saving time begins
 */
record CustomTimeZone(
        String name,
        int bias,
        int daylightBias,
        @Nullable Change standard,
        @Nullable Change daylight) {
    static final String TYPE = "#microsoft.graph.customTimeZone";
    private static final int MAX_BIAS = 14 * 60;
    private static final int LAST_WEEK = 5;
    private static final int WEEKS = 52;

    /** The day of a year on which the offset changes: the first to fourth such day of a month, or the last. */
    record Change(int month, int occurrence, DayOfWeek day, LocalTime time) {
        private LocalDateTime in(int year) {
            LocalDate first = LocalDate.of(year, month, 1);
            return first.with(
                            occurrence == LAST_WEEK
                                    ? TemporalAdjusters.lastInMonth(day)
                                    : TemporalAdjusters.dayOfWeekInMonth(occurrence, day))
                    .atTime(time);
        }
    }

    /** Reads the value of a request; empty if it is not possible. A positive daylight bias means that the seasons are exchanged. */
    static Optional<CustomTimeZone> read(ObjectNode json) {
        int bias = json.path("bias").intValue(0);
        JsonNode standard = json.path("standardOffset");
        JsonNode daylight = json.path("daylightOffset");
        int daylightBias = daylight.path("daylightBias").intValue(0);
        boolean changes = daylightBias != 0 && isChange(standard) && isChange(daylight);
        if (Math.abs(bias) > MAX_BIAS || Math.abs(bias + daylightBias) > MAX_BIAS || (daylightBias != 0 && !changes)) {
            return Optional.empty();
        }
        String name = json.path("name").stringValue("Customized Time Zone");
        if (!changes) {
            return Optional.of(new CustomTimeZone(name, bias, 0, null, null));
        }
        return Optional.of(
                daylightBias < 0
                        ? new CustomTimeZone(name, bias, daylightBias, change(standard), change(daylight))
                        : new CustomTimeZone(
                                name, bias + daylightBias, -daylightBias, change(daylight), change(standard)));
    }

    private static boolean isChange(JsonNode json) {
        int month = json.path("month").intValue(0);
        int occurrence = json.path("dayOccurrence").intValue(0);
        return month >= 1
                && month <= 12
                && occurrence >= 1
                && occurrence <= LAST_WEEK
                && json.path("year").intValue(0) == 0
                && json.path("dayOfWeek").isString();
    }

    private static Change change(JsonNode json) {
        return new Change(
                json.path("month").intValue(1),
                json.path("dayOccurrence").intValue(1),
                DayOfWeek.valueOf(json.path("dayOfWeek").stringValue("sunday").toUpperCase(Locale.ROOT)),
                LocalTime.parse(json.path("time").stringValue("00:00:00")));
    }

    /** The zone with a name that has the same offsets during a year; otherwise the one with the nearest standard time and offsets. */
    Optional<ZoneName> named(int year) {
        List<ZoneName> all = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.indexOf('/') > 0)
                .map(ZoneNames::find)
                .flatMap(Optional::stream)
                .toList();
        int nearest = all.stream()
                .mapToInt(zone -> standardDifference(zone, year))
                .min()
                .orElse(0);
        return all.stream()
                .filter(zone -> standardDifference(zone, year) == nearest)
                .min(Comparator.comparingLong((ZoneName zone) -> differences(zone, year))
                        .thenComparingInt(
                                zone -> ZoneNames.windowsName(zone.id()).isPresent() ? 0 : 1)
                        .thenComparing(zone -> zone.id().getId()));
    }

    private int standardDifference(ZoneName zone, int year) {
        Instant begin = LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        ZoneOffset standardTime = zone.id().getRules().getStandardOffset(begin);
        return Math.abs(standardTime.getTotalSeconds() + bias * 60);
    }

    /** In seconds, over the weeks of the year. */
    private long differences(ZoneName zone, int year) {
        return IntStream.range(0, WEEKS)
                .mapToObj(week -> LocalDate.of(year, 1, 4).plusWeeks(week).atTime(12, 0))
                .mapToLong(time ->
                        Math.abs((long) zone.id().getRules().getOffset(time).getTotalSeconds()
                                - offset(time).getTotalSeconds()))
                .sum();
    }

    private ZoneOffset offset(LocalDateTime time) {
        if (standard == null || daylight == null) {
            return ZoneOffset.ofTotalSeconds(-bias * 60);
        }
        LocalDateTime begins = daylight.in(time.getYear());
        LocalDateTime ends = standard.in(time.getYear());
        boolean isNorth = begins.isBefore(ends);
        boolean between =
                isNorth ? !time.isBefore(begins) && time.isBefore(ends) : !time.isBefore(ends) && time.isBefore(begins);
        return ZoneOffset.ofTotalSeconds(-(bias + (between == isNorth ? daylightBias : 0)) * 60);
    }

    /** The stored form, which is that of Graph. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("name", name).put("bias", bias);
        if (standard != null && daylight != null) {
            json.set("standardOffset", json(standard));
            ObjectNode saving = json(daylight);
            saving.put("daylightBias", daylightBias);
            json.set("daylightOffset", saving);
        }
        return json;
    }

    private static ObjectNode json(Change change) {
        return Json.object()
                .put("time", SettingView.TIME.format(change.time()))
                .put("dayOccurrence", change.occurrence())
                .put("dayOfWeek", change.day().name().toLowerCase(Locale.ROOT))
                .put("month", change.month())
                .put("year", 0);
    }

    /** The stored form with its type. */
    static ObjectNode shown(ObjectNode stored) {
        ObjectNode json = Json.object().put("@odata.type", TYPE);
        json.setAll(stored);
        return json;
    }
}
