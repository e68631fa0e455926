package dev.postern.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The time zone names of Windows, each with its zone for territory 001 of CLDR ({@code windows-zones.csv}) and its English display name
 * ({@code zone-display-names.csv}).
 */
final class WindowsZones {
    private WindowsZones() {}

    static Map<String, ZoneId> load() {
        var zones = new LinkedHashMap<String, ZoneId>();
        text("windows-zones.csv").lines().skip(1).forEach(line -> {
            int comma = line.indexOf(',');
            zones.put(line.substring(0, comma), ZoneId.of(line.substring(comma + 1)));
        });
        return zones;
    }

    static Map<String, String> displayNames() {
        var names = new LinkedHashMap<String, String>();
        text("zone-display-names.csv").lines().skip(1).forEach(line -> {
            int semicolon = line.indexOf(';');
            names.put(line.substring(0, semicolon), line.substring(semicolon + 1));
        });
        return names;
    }

    private static String text(String resource) {
        try (InputStream in = WindowsZones.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
