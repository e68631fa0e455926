package dev.postern.itip;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of a zone that a calendar defines itself ({@code VTIMEZONE}). */
record ZoneDefinition(String name, String location, List<Observance> observances) {
    private static final int MAX_OBSERVANCES = 200;

    /** Empty if the definition has no name or no rules. An empty name is a name. */
    static Optional<ZoneDefinition> read(CalendarPart part) {
        List<Observance> observances = Stream.concat(part.parts("STANDARD"), part.parts("DAYLIGHT"))
                .limit(MAX_OBSERVANCES)
                .flatMap(one -> Observance.read(one).stream())
                .toList();
        return observances.isEmpty() || part.first("TZID").isEmpty()
                ? Optional.empty()
                : Optional.of(new ZoneDefinition(
                        TextValues.decoded(part.value("TZID")).strip(), part.value("X-LIC-LOCATION"), observances));
    }

    ZoneOffset offset(LocalDateTime wall) {
        ZoneOffset offset = null;
        LocalDateTime latest = LocalDateTime.MIN;
        Observance earliest = observances.getFirst();
        for (Observance observance : observances) {
            Optional<LocalDateTime> onset = observance.before(wall);
            if (onset.isPresent() && !onset.get().isBefore(latest)) {
                latest = onset.get();
                offset = observance.offset();
            }
            if (observance.onset().isBefore(earliest.onset())) {
                earliest = observance;
            }
        }
        return offset == null ? earliest.before() : offset;
    }
}
