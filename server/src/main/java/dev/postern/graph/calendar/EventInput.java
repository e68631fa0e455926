package dev.postern.graph.calendar;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.AttachmentInput;
import dev.postern.graph.item.OpenProperties;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event in the request of a caller. Each property has been validated on its own and is in stored form; {@link EventMerge} checks them
 * together and with those that the event has already.
 *
 * @param event without its attachments and without properties that a caller cannot write
 */
record EventInput(ObjectNode event, List<NewAttachment> attachments) {
    /** Sent back by clients that have read an event; ignored, not refused. */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "changeKey",
            "createdDateTime",
            "lastModifiedDateTime",
            "bodyPreview",
            "hasAttachments",
            "iCalUId",
            "uid",
            "isCancelled",
            "isDraft",
            "isOrganizer",
            "organizer",
            "responseStatus",
            "seriesMasterId",
            "type",
            "webLink",
            "onlineMeeting",
            "onlineMeetingUrl",
            "originalStart",
            "originalStartTimeZone",
            "originalEndTimeZone",
            "occurrenceId",
            "cancelledOccurrences",
            "exceptionOccurrences",
            "instances",
            "calendar",
            // no calendar has a provider of online meetings, so the wish for one is dropped
            "isOnlineMeeting",
            "onlineMeetingProvider");

    private static final int MAX_SUBJECT_LENGTH = 255;
    private static final int MAX_TRANSACTION_LENGTH = 255;
    /** Five years in minutes. */
    private static final int MAX_REMINDER_MINUTES = 2_629_800;

    /** Attached items are stored as they are given. */
    static final AttachmentInput ATTACHMENTS = new AttachmentInput(UnaryOperator.identity());

    EventInput {
        attachments = List.copyOf(attachments);
    }

    /** An event in a body, as read by the tolerant {@link dev.postern.graph.model.TypedBodyReader}. */
    static EventInput read(ObjectNode read, DirectorySnapshot directory, EventDefaults defaults) {
        // the tree belongs to this request, so a shallow copy is enough
        ObjectNode event = read.objectNode().setAll(read);
        JsonNode attached = event.remove("attachments");
        READ_ONLY.forEach(event::remove);
        event.remove(List.of("calendar@odata.bind"));
        time(event, "start");
        time(event, "end");
        defaults.replaceNulls(event);
        bounds(event);
        subject(event);
        LocationInput.complete(event);
        if (event.get("attendees") instanceof ArrayNode attendees) {
            event.set("attendees", AttendeeInput.read(attendees, directory));
        }
        OpenProperties.check(event);
        return new EventInput(event, ATTACHMENTS.all(attached));
    }

    private static void time(ObjectNode event, String name) {
        JsonNode given = event.path(name);
        if (given.isNull()) {
            event.remove(name);
        } else if (given.isObject()) {
            event.set(name, WrittenTime.read(given, name).json());
        }
    }

    private static void bounds(ObjectNode event) {
        int minutes = event.path("reminderMinutesBeforeStart").intValue(0);
        if (minutes < 0 || minutes > MAX_REMINDER_MINUTES) {
            throw EventFaults.property("'reminderMinutesBeforeStart' must be from 0 to " + MAX_REMINDER_MINUTES + ".");
        }
        if (event.path("transactionId").stringValue("").length() > MAX_TRANSACTION_LENGTH) {
            throw EventFaults.property("'transactionId' can have at most " + MAX_TRANSACTION_LENGTH + " characters.");
        }
        MessageBounds.check(event);
    }

    private static void subject(ObjectNode event) {
        String subject = HeaderText.clean(event.path("subject").stringValue(null));
        if (subject == null) {
            return;
        }
        if (subject.length() > MAX_SUBJECT_LENGTH) {
            throw EventFaults.property("'subject' can have at most " + MAX_SUBJECT_LENGTH + " characters.");
        }
        event.put("subject", subject);
    }
}
