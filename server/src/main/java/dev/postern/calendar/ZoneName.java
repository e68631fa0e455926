package dev.postern.calendar;

import java.time.ZoneId;

/**
 * A time zone and the name by which it was given, because responses repeat the name letter by letter.
 *
 * @param name as given: a Windows name or an IANA name, in any case
 *
 * @param id what the name means
 */
public record ZoneName(String name, ZoneId id) {
    public static final ZoneName UTC = new ZoneName("UTC", ZoneId.of("UTC"));

    /** Whether two names mean one zone: a Windows name and its IANA name, or an IANA name and a link to it. */
    public boolean isSameZone(ZoneName other) {
        return id.equals(other.id) || id.getRules().equals(other.id.getRules());
    }

    public boolean isUtc() {
        return isSameZone(UTC);
    }
}
