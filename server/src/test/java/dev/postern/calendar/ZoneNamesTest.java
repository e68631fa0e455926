package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneNamesTest {
    @Test
    void everyWindowsNameIsKnownAndIsTheNameOfItsZone() {
        assertEquals(139, WindowsZones.load().size());
        WindowsZones.load().forEach((name, zone) -> {
            ZoneId found = ZoneNames.find(name).orElseThrow().id();
            assertEquals(zone.getRules(), found.getRules(), name);
            ZoneName named =
                    ZoneNames.find(ZoneNames.windowsName(zone).orElseThrow()).orElseThrow();
            assertTrue(named.isSameZone(new ZoneName(name, found)), name);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "W. Europe Standard Time,Europe/Berlin",
        "w. europe standard time,Europe/Berlin",
        "EUROPE/berlin,Europe/Berlin",
        "Asia/Calcutta,Asia/Kolkata",
        "India Standard Time,Asia/Kolkata",
        "Europe/Kiev,Europe/Kyiv",
        "US/Pacific,America/Los_Angeles",
        "UTC,Etc/UTC",
        "utc,Etc/UTC",
        "Etc/GMT+5,Etc/GMT+5",
        "GMT,Etc/GMT",
        "UTC-11,Etc/GMT+11",
        "UTC+13,Etc/GMT-13"
    })
    void aNameIsFoundAndKept(String name, String zone) {
        ZoneName found = ZoneNames.find(name).orElseThrow();
        assertEquals(name, found.name());
        assertTrue(found.isSameZone(ZoneNames.find(zone).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "undefined",
                "[]",
                "Greenwich Mean Time",
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                "EST",
                "MST",
                "HST",
                "PDT",
                "CEST",
                "+02:00",
                "UTC+02:00",
                "GMT+2",
                "Z",
                "tzone://Microsoft/Custom",
                "tzone://Microsoft/Utc",
                "Europe/Atlantis",
                " Europe/Berlin",
                "SystemV/EST5",
                "W. Europe Standard Time\u0000"
            })
    void otherNamesAreUnknown(String name) {
        assertEquals(Optional.empty(), ZoneNames.find(name));
    }

    @Test
    void aLongNameIsUnknown() {
        assertEquals(Optional.empty(), ZoneNames.find("Europe/Berlin".repeat(100_000)));
    }

    @Test
    void zonesWithDifferentRulesAreDifferent() {
        ZoneName berlin = ZoneNames.find("Europe/Berlin").orElseThrow();
        assertFalse(berlin.isSameZone(ZoneNames.find("Europe/London").orElseThrow()));
        assertFalse(berlin.isUtc());
        assertTrue(ZoneNames.find("Etc/UTC").orElseThrow().isUtc());
    }

    @Test
    void aZoneHasAWindowsNameOnlyIfWindowsNamesItself() {
        assertEquals(Optional.of("W. Europe Standard Time"), ZoneNames.windowsName(ZoneId.of("Europe/Berlin")));
        assertEquals(Optional.of("India Standard Time"), ZoneNames.windowsName(ZoneId.of("Asia/Kolkata")));
        assertEquals(Optional.of("UTC"), ZoneNames.windowsName(ZoneId.of("UTC")));
        assertEquals(Optional.empty(), ZoneNames.windowsName(ZoneId.of("Antarctica/Troll")));
    }
}
