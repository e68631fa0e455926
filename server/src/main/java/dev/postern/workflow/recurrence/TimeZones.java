package dev.postern.workflow.recurrence;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.query.Folding;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Finds time zones by their Windows name, without regard to case, or by their IANA id. */
public final class TimeZones {
    /** Names that definitions use and calendars refuse. */
    private static final Map<String, ZoneId> OTHERS = Map.of(
            "coordinated universal time", ZoneId.of("Etc/UTC"),
            "mid-atlantic standard time", ZoneId.of("Atlantic/South_Georgia"),
            "kamchatka standard time", ZoneId.of("Asia/Kamchatka"),
            "est", ZoneId.of("America/Panama"),
            "mst", ZoneId.of("America/Phoenix"),
            "hst", ZoneId.of("Pacific/Honolulu"));

    private TimeZones() {}

    public static Optional<ZoneId> named(String name) {
        String stripped = name.strip();
        return ZoneNames.find(stripped)
                .map(ZoneName::id)
                .or(() -> Optional.ofNullable(OTHERS.get(Folding.lower(stripped))));
    }
}
