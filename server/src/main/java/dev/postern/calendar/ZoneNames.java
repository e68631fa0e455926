package dev.postern.calendar;

import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds time zones by name, without regard to case: Windows names and the names of the IANA database with its links. Everything else is
 * unknown: display names, offsets, custom zones, and the abbreviations that the IANA database has only for old programs.
 */
public final class ZoneNames {
    private static final int MAX_LENGTH = 64;
    private static final Set<String> ABBREVIATIONS = Set.of("EST", "MST", "HST", "ROC");

    private static final Map<String, ZoneId> WINDOWS = WindowsZones.load();
    private static final Map<String, ZoneId> BY_NAME = byName();
    private static final Map<String, String> DISPLAY_NAMES = Collections.unmodifiableMap(WindowsZones.displayNames());
    private static final Map<String, String> WINDOWS_BY_ID = new HashMap<>();
    private static final Map<ZoneRules, String> WINDOWS_BY_RULES = new HashMap<>();

    static {
        WINDOWS.forEach((name, zone) -> {
            WINDOWS_BY_ID.put(zone.getId(), name);
            WINDOWS_BY_RULES.putIfAbsent(zone.getRules(), name);
        });
    }

    private ZoneNames() {}

    public static Optional<ZoneName> find(String name) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.ofNullable(BY_NAME.get(key(name))).map(zone -> new ZoneName(name, zone));
    }

    /** The Windows name of a zone, also if the zone is a link; none for a zone that Windows names only by a territory. */
    public static Optional<String> windowsName(ZoneId zone) {
        String name = WINDOWS_BY_ID.get(zone.getId());
        return Optional.ofNullable(name == null ? WINDOWS_BY_RULES.get(zone.getRules()) : name);
    }

    /** The English display names of the Windows zones by their names, from west to east. */
    public static Map<String, String> displayNames() {
        return DISPLAY_NAMES;
    }

    /** The names of the IANA database that have a region, such as {@code Europe/Berlin}, and {@code UTC}. */
    public static List<String> ianaNames() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.equals("UTC") || (id.indexOf('/') > 0 && !id.startsWith("SystemV/")))
                .sorted()
                .toList();
    }

    private static Map<String, ZoneId> byName() {
        var zones = new HashMap<String, ZoneId>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!ABBREVIATIONS.contains(id) && !id.startsWith("SystemV/")) {
                zones.put(key(id), ZoneId.of(id));
            }
        }
        // the last, so that UTC is the zone of this name
        WINDOWS.forEach((name, zone) -> zones.putIfAbsent(key(name), zone));
        return Map.copyOf(zones);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
