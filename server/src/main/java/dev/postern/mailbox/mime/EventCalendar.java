package dev.postern.mailbox.mime;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.html.HtmlText;
import dev.postern.itip.ItipWriter;
import dev.postern.itip.MeetingContent;
import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingMarks;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingMethod;
import dev.postern.itip.MeetingTime;
import dev.postern.itip.MeetingTimes;
import dev.postern.itip.PatternedRecurrence;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.NewAttachment;
import dev.postern.query.Moments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An attached event as iCalendar. Missing data is not invented, except where the format requires it. */
public final class EventCalendar {
    private static final int MAX_REMINDER = 100_000_000;

    private final ObjectNode event;

    private EventCalendar(ObjectNode event) {
        this.event = event;
    }

    /**
     * @param event by its Graph names
     *
     * @param stamp the time of writing, if the event has no time of modification
     */
    public static byte[] of(ObjectNode event, Instant stamp) {
        return new EventCalendar(event).write(stamp);
    }

    private byte[] write(Instant stamp) {
        Instant changed = instant("lastModifiedDateTime");
        String uid = string("iCalUId");
        var read = new MeetingEvent(
                uid.isEmpty()
                        ? UUID.nameUUIDFromBytes(event.toString().getBytes(StandardCharsets.UTF_8))
                                .toString()
                        : uid,
                null,
                0,
                changed == null ? stamp : changed,
                EventPeople.organizer(event),
                EventPeople.attendees(event),
                times(),
                content(),
                marks());
        return ItipWriter.write(new MeetingMessage(MeetingMethod.NONE, read, List.of()), others(changed));
    }

    private List<ItipWriter.Property> others(@Nullable Instant changed) {
        var others = new ArrayList<ItipWriter.Property>();
        Instant created = instant("createdDateTime");
        if (created != null) {
            others.add(ItipWriter.Property.of("CREATED", created));
        }
        if (changed != null) {
            others.add(ItipWriter.Property.of("LAST-MODIFIED", changed));
        }
        for (NewAttachment file : AttachedItem.attachments(event)) {
            if (file.kind() == Attachment.Kind.FILE) {
                try (InputStream in = file.content().open()) {
                    others.add(new ItipWriter.Property(
                            "ATTACH;ENCODING=BASE64;VALUE=BINARY",
                            Base64.getEncoder().encodeToString(in.readAllBytes())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return others;
    }

    private @Nullable MeetingTimes times() {
        boolean isAllDay = event.path("isAllDay").booleanValue(false);
        MeetingTime start = time("start", isAllDay);
        if (start == null) {
            return null;
        }
        MeetingTime end = time("end", isAllDay);
        if (end == null) {
            end = isAllDay ? MeetingTime.of(start.wall().toLocalDate().plusDays(1)) : start;
        }
        return new MeetingTimes(start, end, isAllDay, recurrence(), "", List.of(), List.of());
    }

    private @Nullable Recurrence recurrence() {
        try {
            return event.path("recurrence").isObject() ? PatternedRecurrence.read(event.path("recurrence")) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A zone with an unknown name is left out, because no reader would know it either. */
    private @Nullable MeetingTime time(String name, boolean isDate) {
        String text = event.path(name).path("dateTime").stringValue("");
        try {
            LocalDateTime wall = LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                    .truncatedTo(ChronoUnit.SECONDS);
            if (wall.getYear() < 1 || wall.getYear() > 9999) {
                return null;
            }
            String zone = event.path(name).path("timeZone").stringValue("");
            return isDate
                    ? MeetingTime.of(wall.toLocalDate())
                    : MeetingTime.of(
                            wall,
                            zone.isEmpty() ? ZoneName.UTC : ZoneNames.find(zone).orElse(null));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private MeetingContent content() {
        String body = event.path("body").path("content").stringValue("");
        boolean isHtml = event.path("body").path("contentType").stringValue("").equalsIgnoreCase("html");
        String place = event.path("location").path("displayName").stringValue("");
        return new MeetingContent(
                string("subject"),
                isHtml ? HtmlText.lines(body) : body,
                isHtml ? body : "",
                place.isEmpty() ? List.of() : List.of(place),
                event.path("categories")
                        .valueStream()
                        .map(c -> c.stringValue(""))
                        .toList(),
                "");
    }

    private MeetingMarks marks() {
        MeetingMarks.ShowAs showAs = MeetingMarks.ShowAs.named(string("showAs")).orElse(MeetingMarks.ShowAs.BUSY);
        JsonNode minutes = event.path("reminderMinutesBeforeStart");
        boolean isReminderOn = event.path("isReminderOn").booleanValue(false) && minutes.isNumber();
        return new MeetingMarks(
                showAs,
                showAs,
                MeetingMarks.Sensitivity.named(string("sensitivity")).orElse(MeetingMarks.Sensitivity.NORMAL),
                MeetingMarks.Importance.named(string("importance")).orElse(MeetingMarks.Importance.NORMAL),
                isReminderOn ? Integer.valueOf(Math.clamp(minutes.asLong(0), 0, MAX_REMINDER)) : null,
                false,
                event.path("isCancelled").booleanValue(false));
    }

    private @Nullable Instant instant(String name) {
        return Moments.parse(string(name))
                .filter(instant -> instant.isAfter(Instant.parse("0001-01-01T00:00:00Z"))
                        && instant.atOffset(ZoneOffset.UTC).getYear() <= 9999)
                .orElse(null);
    }

    private String string(String name) {
        return event.path(name).stringValue("");
    }
}
