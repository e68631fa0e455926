package dev.postern.graph.calendar;

import dev.postern.calendar.ZoneName;
import dev.postern.graph.GraphRequest;
import java.time.Instant;
import java.time.LocalDate;
import tools.jackson.databind.node.ObjectNode;

/** The time zone in which a response shows times: that of {@code Prefer: outlook.timezone}, otherwise UTC. */
record ShownZone(ZoneName zone) {
    private static final String PREFERENCE = "outlook.timezone";

    static ShownZone of(GraphRequest request) {
        return request.preferences()
                .value(PREFERENCE)
                .map(name -> {
                    ZoneName zone = WrittenTime.zone(name);
                    request.preferences().applied(PREFERENCE + "=\"" + name + "\"");
                    return new ShownZone(zone);
                })
                .orElse(new ShownZone(ZoneName.UTC));
    }

    ObjectNode time(Instant instant) {
        return WrittenTime.json(instant.atZone(zone.id()).toLocalDateTime(), zone.name());
    }

    /** The beginning of a day, which is midnight in every zone. */
    ObjectNode day(LocalDate date) {
        return WrittenTime.json(date.atStartOfDay(), zone.name());
    }
}
