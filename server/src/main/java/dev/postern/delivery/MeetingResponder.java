package dev.postern.delivery;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.event.Attendance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers meeting requests on behalf of mailboxes that do so by themselves, such as rooms. It is called in the transaction that delivers a
 * request, after the event was created or changed in the recipient's calendar. What it returns is applied to that event and submitted to
 * the organizer in the same transaction, so two requests for the same time cannot both find the calendar free: the mailbox is locked from
 * the delivery of the first until its commit.
 */
@FunctionalInterface
public interface MeetingResponder {
    /** Leaves every request to the owner of the mailbox. */
    MeetingResponder NONE = _ -> Response.NONE;

    /**
     * Returns what a mailbox does with a meeting message.
     *
     * @param author of the message; null if the directory does not contain the author
     */
    default Attendance attendance(User owner, Mailbox mailbox, @Nullable DirectoryObject author) {
        return Attendance.USUAL;
    }

    /** Returns whether mail that carries no meeting stays in the Inbox of a room or an equipment. */
    default boolean keepsOtherMail(Mailbox resource) {
        return true;
    }

    /**
     * Returns the response to a request.
     *
     * <p>It may be called again for the same request after its transaction has failed, so it must not keep anything.
     */
    Response respond(Arrival arrival);

    /**
     * A response to a request.
     *
     * @param answers that for the whole meeting first; none if the owner will answer
     * @param approvers who get the request because it waits for their approval
     */
    record Response(List<Answer> answers, List<Address> approvers) {
        static final Response NONE = new Response(List.of(), List.of());

        public Response {
            answers = List.copyOf(answers);
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * A request that has just been applied to a calendar.
     *
     * @param owner of the mailbox
     * @param mailbox in the transaction of the delivery: its reads see the event, its changes are committed with it
     * @param event in this mailbox; a single event, or the series
     * @param originalDate of the occurrence that the request is about; null if it is about the whole event
     */
    record Arrival(
            DirectorySnapshot directory,
            User owner,
            Mailbox mailbox,
            ItemId event,
            @Nullable LocalDate originalDate,
            Instant now) {}

    /**
     * One answer.
     *
     * @param response a Graph {@code responseType}: {@code accepted}, {@code tentativelyAccepted} or {@code declined}; a declined event is
     *     removed
     * @param originalDate of the occurrence that it is about; null if it is about the whole request
     * @param properties of the event in this calendar that change besides its response and {@code showAs}, by their Graph names; empty for none
     * @param text the body of the response message
     */
    record Answer(String response, @Nullable LocalDate originalDate, ObjectNode properties, String text) {}
}
