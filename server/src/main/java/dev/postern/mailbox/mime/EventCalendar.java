package dev.postern.mailbox.mime;

import dev.postern.html.HtmlText;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.NewAttachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.TextList;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.FmtType;
import net.fortuna.ical4j.model.property.Action;
import net.fortuna.ical4j.model.property.Attach;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Clazz;
import net.fortuna.ical4j.model.property.Created;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Priority;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Trigger;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Version;
import net.fortuna.ical4j.model.property.XProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An attached event as iCalendar. Missing data is not invented, except where the format requires it. */
public final class EventCalendar {
    private final ObjectNode event;
    private final List<Property> properties = new ArrayList<>();

    private EventCalendar(ObjectNode event) {
        this.event = event;
    }

    /**
     * @param event by its Graph names
     *
     * @param stamp the time of writing, if the event has no time of modification
     */
    public static byte[] of(ObjectNode event, Instant stamp) {
        try {
            var out = new ByteArrayOutputStream();
            // not validating: an event without a start is still written as far as possible
            new CalendarOutputter(false).output(new EventCalendar(event).calendar(stamp), out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Calendar calendar(Instant stamp) throws IOException {
        EventTimes times = new EventTimes(event);
        identity(stamp);
        text();
        properties.addAll(times.properties());
        properties.addAll(EventPeople.of(event));
        marks();
        files();
        var components = new ArrayList<CalendarComponent>(times.zones());
        components.add(new VEvent(new PropertyList(properties), new ComponentList<>(alarms())));
        return new Calendar(
                new PropertyList(List.of(
                        new ProdId("-//Postern//Postern//EN"), new Version(new ParameterList(), Version.VALUE_2_0))),
                new ComponentList<>(components));
    }

    private void identity(Instant stamp) {
        String uid = string("iCalUId");
        properties.add(new Uid(
                uid.isEmpty()
                        ? UUID.nameUUIDFromBytes(event.toString().getBytes(StandardCharsets.UTF_8))
                                .toString()
                        : uid));
        Instant changed = EventTimes.instant(event.path("lastModifiedDateTime"));
        properties.add(new DtStamp(changed == null ? stamp : changed));
        if (changed != null) {
            properties.add(new LastModified(changed));
        }
        Instant created = EventTimes.instant(event.path("createdDateTime"));
        if (created != null) {
            properties.add(new Created(created));
        }
    }

    private void text() {
        if (!string("subject").isEmpty()) {
            properties.add(new Summary(string("subject")));
        }
        String content = event.path("body").path("content").stringValue("");
        if (!content.isEmpty()) {
            boolean html =
                    event.path("body").path("contentType").stringValue("").equalsIgnoreCase("html");
            properties.add(new Description(html ? HtmlText.lines(content) : content));
            if (html) {
                properties.add(new XProperty(
                        "X-ALT-DESC", new ParameterList(List.of(new FmtType("text/html"))), line(content)));
            }
        }
        String place = event.path("location").path("displayName").stringValue("");
        if (!place.isEmpty()) {
            properties.add(new Location(place));
        }
        List<String> categories = event.path("categories")
                .valueStream()
                .map(c -> c.stringValue(""))
                .toList();
        if (!categories.isEmpty()) {
            properties.add(new Categories(new TextList(categories)));
        }
    }

    /** A property that the library does not know is written unchanged, so a line break would start another property. */
    private static String line(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }

    private void marks() {
        switch (string("importance")) {
            case "high" -> properties.add(new Priority(1));
            case "low" -> properties.add(new Priority(9));
            default -> {}
        }
        switch (string("sensitivity")) {
            case "personal", "private" -> properties.add(new Clazz(Clazz.VALUE_PRIVATE));
            case "confidential" -> properties.add(new Clazz(Clazz.VALUE_CONFIDENTIAL));
            default -> {}
        }
        String shown = string("showAs");
        if (!shown.isEmpty()) {
            boolean free = shown.equals("free") || shown.equals("workingElsewhere");
            properties.add(new Transp(free ? Transp.VALUE_TRANSPARENT : Transp.VALUE_OPAQUE));
        }
        if (event.path("isCancelled").booleanValue(false)) {
            properties.add(new Status(Status.VALUE_CANCELLED));
        } else if (shown.equals("tentative")) {
            properties.add(new Status(Status.VALUE_TENTATIVE));
        }
    }

    private void files() throws IOException {
        for (NewAttachment file : AttachedItem.attachments(event)) {
            if (file.kind() == Attachment.Kind.FILE) {
                try (InputStream in = file.content().open()) {
                    properties.add(new Attach(ByteBuffer.wrap(in.readAllBytes())));
                }
            }
        }
    }

    private List<VAlarm> alarms() {
        JsonNode minutes = event.path("reminderMinutesBeforeStart");
        if (!event.path("isReminderOn").booleanValue(false) || !minutes.isNumber()) {
            return List.of();
        }
        return List.of(new VAlarm(new PropertyList(List.of(
                new Action(Action.VALUE_DISPLAY),
                new Description(string("subject").isEmpty() ? "Reminder" : string("subject")),
                new Trigger(Duration.ofMinutes(-minutes.longValue()))))));
    }

    private String string(String name) {
        return event.path(name).stringValue("");
    }
}
