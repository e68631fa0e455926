package dev.postern.itip;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the zones of one calendar: known names first, then known names behind the prefix of a vendor, then the rules that the calendar
 * defines, then display names.
 */
final class ZoneResolver {
    private static final int MAX_DEFINITIONS = 50;
    private static final int MAX_GUESSES = 20;
    private static final int MAX_EVALUATIONS = 10_000;

    private final Map<String, ZoneDefinition> definitions = new HashMap<>();
    private final Map<String, Optional<ZoneName>> resolved = new HashMap<>();
    private int evaluations;

    ZoneResolver(CalendarPart calendar) {
        calendar.parts("VTIMEZONE")
                .limit(MAX_DEFINITIONS)
                .flatMap(part -> ZoneDefinition.read(part).stream())
                .forEach(definition -> definitions.putIfAbsent(definition.name(), definition));
    }

    /** The time of a value with the zone that its parameter names, if any. */
    MeetingTime time(DateValues.Value value, Optional<String> zone) {
        if (value.isDate()) {
            return new MeetingTime(value.wall(), true, null);
        }
        if (value.isUtc() || zone.isEmpty()) {
            return new MeetingTime(value.wall(), false, value.isUtc() ? ZoneName.UTC : null);
        }
        String name = TextValues.decoded(zone.get()).strip();
        Optional<ZoneName> known = resolved.get(name);
        if (known == null) {
            known = resolved.size() < MAX_GUESSES ? find(name, value.wall()) : Optional.empty();
            resolved.put(name, known);
        }
        if (known.isPresent()) {
            return MeetingTime.of(value.wall(), known.get());
        }
        ZoneDefinition definition = definitions.get(name);
        return definition == null || ++evaluations > MAX_EVALUATIONS
                ? MeetingTime.of(value.wall(), null)
                : MeetingTime.of(value.wall().toInstant(definition.offset(value.wall())));
    }

    private Optional<ZoneName> find(String name, LocalDateTime time) {
        Optional<ZoneName> known = known(name);
        if (known.isPresent()) {
            return known;
        }
        ZoneDefinition definition = definitions.get(name);
        if (definition != null) {
            Optional<ZoneName> located = ZoneNames.find(definition.location());
            return located.isPresent() ? located : ZoneGuess.like(definition, time);
        }
        return ZoneGuess.named(name, time);
    }

    private static Optional<ZoneName> known(String name) {
        if (name.equalsIgnoreCase("tzone://Microsoft/Utc")) {
            return Optional.of(ZoneName.UTC);
        }
        Optional<ZoneName> known = ZoneNames.find(name);
        int slash = name.indexOf('/');
        // "/vendor/version/Europe/Berlin": the longest end that is a name
        while (known.isEmpty() && slash >= 0) {
            known = ZoneNames.find(name.substring(slash + 1));
            slash = name.indexOf('/', slash + 1);
        }
        return known;
    }
}
