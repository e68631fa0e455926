package dev.postern.delivery;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.event.Attendance;
import dev.postern.mailbox.event.BookingDecision;
import dev.postern.mailbox.event.BookingRequest;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.mailbox.event.ResourceCalendar;
import dev.postern.mailbox.setting.MailboxSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers for rooms and equipment, and for every other mailbox whose AutomateProcessing is AutoAccept. */
public final class ResourceResponder implements MeetingResponder {
    private static final Set<RecipientType> RESOURCES =
            Set.of(RecipientType.ROOM_MAILBOX, RecipientType.EQUIPMENT_MAILBOX);

    @Override
    public Attendance attendance(User owner, Mailbox mailbox, @Nullable DirectoryObject author) {
        return Attendance.of(new CalendarSettings(mailbox).processing(isResource(owner)), author == null);
    }

    @Override
    public boolean keepsOtherMail(Mailbox resource) {
        CalendarProcessing processing = new CalendarSettings(resource).processing(true);
        return !processing.answers() || !processing.flag("DeleteNonCalendarItems");
    }

    static boolean isResource(User owner) {
        Recipient recipient = owner.recipient();
        return recipient != null && RESOURCES.contains(recipient.type());
    }

    @Override
    public Response respond(Arrival arrival) {
        CalendarProcessing processing = new CalendarSettings(arrival.mailbox()).processing(isResource(arrival.owner()));
        if (!processing.answers()) {
            return Response.NONE;
        }
        ResourceCalendar calendar =
                new ResourceCalendar(arrival.mailbox(), processing, new MailboxSettings(arrival.mailbox()).calendar());
        ResourceCalendar.Requested requested = calendar.requested(arrival.event(), arrival.originalDate());
        DirectoryObject organizer = arrival.directory().byAddress(requested.organizerAddress());
        BookingDecision decision =
                calendar.decide(requested, rights(processing, arrival.directory(), organizer), arrival.now());
        return new Response(
                answers(decision, arrival.originalDate(), calendar.properties(requested, decision)),
                decision instanceof BookingDecision.Pending ? approvers(processing, arrival) : List.of());
    }

    /** The delegates, if requests are forwarded to them. Those who were removed from the directory are left out. */
    private static List<Address> approvers(CalendarProcessing processing, Arrival arrival) {
        if (!processing.flag("ForwardRequestsToDelegates")) {
            return List.of();
        }
        return processing.recipients("ResourceDelegates").stream()
                .map(ObjectId::of)
                .filter(id -> !id.equals(arrival.owner().id()))
                .flatMap(id -> Stream.ofNullable(arrival.directory().find(id)))
                .flatMap(object -> Stream.ofNullable(Recipient.of(object))
                        .map(recipient -> new Address(object.displayName(), recipient.primaryAddress())))
                .toList();
    }

    private static List<Answer> answers(
            BookingDecision decision, @Nullable LocalDate originalDate, ObjectNode properties) {
        return switch (decision) {
            case BookingDecision.Accepted accepted -> {
                var answers = new ArrayList<Answer>();
                answers.add(new Answer("accepted", originalDate, properties, accepted.text()));
                for (LocalDate date : accepted.declined()) {
                    answers.add(new Answer("declined", date, JsonNodeFactory.instance.objectNode(), accepted.text()));
                }
                yield answers;
            }
            case BookingDecision.Declined(var text) -> List.of(new Answer("declined", originalDate, properties, text));
            case BookingDecision.Pending(var text) ->
                List.of(new Answer("tentativelyAccepted", originalDate, properties, text));
        };
    }

    private static BookingRequest.Organizer rights(
            CalendarProcessing processing, DirectorySnapshot directory, @Nullable DirectoryObject organizer) {
        Set<String> ids = organizer == null
                ? Set.of()
                : Stream.concat(Stream.of(organizer.id()), directory.allGroupsOf(organizer.id()).stream())
                        .map(ObjectId::toString)
                        .collect(Collectors.toSet());
        return new BookingRequest.Organizer(
                has(processing, "BookInPolicy", ids),
                has(processing, "RequestInPolicy", ids),
                has(processing, "RequestOutOfPolicy", ids));
    }

    /** A right of everybody, or of those in a list. */
    private static boolean has(CalendarProcessing processing, String right, Set<String> ids) {
        return processing.flag("All" + right)
                || processing.recipients(right).stream().anyMatch(ids::contains);
    }
}
