package dev.postern.itip;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the zone that a calendar means by a name of its own: one with the same offsets, preferably with a city of the name ("Canberra,
 * Melbourne, Sydney"), otherwise one that Windows names.
 */
final class ZoneGuess {
    private static final Pattern DISPLAY_NAME = Pattern.compile("\\((?:UTC|GMT)(?:([+-])(\\d{1,2}):?(\\d{2}))?\\).*");

    private static final int UNNAMED = 10_000_000;
    private static final int UNMENTIONED = 100_000_000;

    private ZoneGuess() {}

    /** The zone with the same offsets in the twelve months around a time; UTC if its offset is zero and no city is named. */
    static Optional<ZoneName> like(ZoneDefinition definition, LocalDateTime time) {
        List<LocalDateTime> samples = new ArrayList<>();
        for (int weeks = -26; weeks <= 26; weeks += 2) {
            samples.add(time.plusWeeks(weeks));
        }
        List<ZoneOffset> offsets = samples.stream().map(definition::offset).toList();
        Optional<ZoneName> best = best(definition.name(), zone -> {
            for (int i = 0; i < offsets.size(); i++) {
                if (!zone.getRules().getOffset(samples.get(i)).equals(offsets.get(i))) {
                    return false;
                }
            }
            return true;
        });
        boolean isUtc = offsets.stream().allMatch(ZoneOffset.UTC::equals);
        return isUtc
                        && best.filter(zone -> place(lower(definition.name()), zone) < UNMENTIONED)
                                .isEmpty()
                ? Optional.of(ZoneName.UTC)
                : best;
    }

    /** The zone of a display name such as "(UTC+01:00) Amsterdam, Berlin". */
    static Optional<ZoneName> named(String text, LocalDateTime time) {
        Matcher found = DISPLAY_NAME.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        int minutes =
                found.group(1) == null ? 0 : Integer.parseInt(found.group(2)) * 60 + Integer.parseInt(found.group(3));
        int seconds = "-".equals(found.group(1)) ? -minutes * 60 : minutes * 60;
        return best(
                text,
                zone -> zone.getRules()
                                .getStandardOffset(time.toInstant(ZoneOffset.UTC))
                                .getTotalSeconds()
                        == seconds);
    }

    private static Optional<ZoneName> best(String text, Predicate<ZoneId> fits) {
        String words = lower(text);
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.indexOf('/') > 0)
                .map(ZoneNames::find)
                .flatMap(Optional::stream)
                .filter(zone -> fits.test(zone.id()))
                .min(Comparator.comparingInt((ZoneName zone) -> place(words, zone))
                        .thenComparing(zone -> zone.id().getId()));
    }

    /** Zones that Windows names are better than others, and zones with a city or a Windows name in the text better than both. */
    private static int place(String words, ZoneName zone) {
        String id = zone.id().getId();
        Optional<String> windows = ZoneNames.windowsName(zone.id())
                .filter(name -> ZoneNames.find(name)
                        .filter(same -> same.id().equals(zone.id()))
                        .isPresent());
        int at = words.indexOf(lower(id.substring(id.lastIndexOf('/') + 1).replace('_', ' ')));
        int rank = windows.isPresent() ? 0 : UNNAMED;
        if (at >= 0) {
            return rank + at;
        }
        return rank
                + UNMENTIONED
                + (windows.filter(name -> lower(name).contains(words)).isPresent() ? 0 : 1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
