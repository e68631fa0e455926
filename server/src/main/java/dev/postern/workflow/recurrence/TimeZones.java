package dev.postern.workflow.recurrence;

import dev.postern.query.Folding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds time zones by their Windows name, without regard to case, or by their IANA id. */
public final class TimeZones {
    private static final Map<String, ZoneId> BY_NAME = load();

    private TimeZones() {}

    public static Optional<ZoneId> named(String name) {
        return Optional.ofNullable(BY_NAME.get(Folding.lower(name.strip())));
    }

    private static Map<String, ZoneId> load() {
        var zones = new HashMap<String, ZoneId>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            zones.put(Folding.lower(id), ZoneId.of(id));
        }
        for (String line : table().lines().toList()) {
            if (!line.startsWith("#")) {
                String[] sides = line.split(" = ", 2);
                zones.put(Folding.lower(sides[0]), ZoneId.of(sides[1]));
            }
        }
        return Map.copyOf(zones);
    }

    private static String table() {
        try (InputStream in = TimeZones.class.getResourceAsStream("windows-zones.txt")) {
            if (in == null) {
                throw new IllegalStateException("windows-zones.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
