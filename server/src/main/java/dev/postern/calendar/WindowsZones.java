package dev.postern.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The time zone names of Windows, each with its zone for territory 001 of CLDR ({@code windows-zones.csv}). */
final class WindowsZones {
    private WindowsZones() {}

    static Map<String, ZoneId> load() {
        var zones = new LinkedHashMap<String, ZoneId>();
        text().lines().skip(1).forEach(line -> {
            int comma = line.indexOf(',');
            zones.put(line.substring(0, comma), ZoneId.of(line.substring(comma + 1)));
        });
        return zones;
    }

    private static String text() {
        try (InputStream in = WindowsZones.class.getResourceAsStream("windows-zones.csv")) {
            if (in == null) {
                throw new IllegalStateException("windows-zones.csv is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
