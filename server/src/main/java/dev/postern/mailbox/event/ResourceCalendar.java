package dev.postern.mailbox.event;

import dev.postern.calendar.BusyTime;
import dev.postern.calendar.Occurrence;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calendar of a room or an equipment, in the transaction that delivers a request to it. That transaction has locked the mailbox, so what
 * is read here cannot change until the decision is committed.
 */
public final class ResourceCalendar {
    /** Occurrences that are closer than this are compared with the reservations of one window. */
    private static final Duration CLOSE = Duration.ofDays(14);

    private final Mailbox mailbox;
    private final CalendarProcessing processing;
    private final CalendarConfiguration configuration;
    private final ZoneId zone;

    public ResourceCalendar(Mailbox mailbox, CalendarProcessing processing, CalendarConfiguration configuration) {
        this.mailbox = mailbox;
        this.processing = processing;
        this.configuration = configuration;
        this.zone = ZoneNames.find(configuration.timeZone()).orElseThrow().id();
    }

    /** The event that a request is about. */
    public record Requested(EventInstance event) {
        public String organizerAddress() {
            return organizer().path("address").stringValue("");
        }

        String organizerName() {
            return organizer().path("name").stringValue(organizerAddress());
        }

        private JsonNode organizer() {
            return event.properties().path("organizer").path("emailAddress");
        }
    }
}
