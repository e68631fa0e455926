package dev.postern.mailbox.event;

/**
 * What a mailbox does with the meeting messages that it receives, by its settings.
 *
 * @param updates whether they change its calendar; if not, they remain mail
 * @param additions whether requests for new meetings create events
 * @param keepsCancelled whether cancelled meetings stay in the calendar
 * @param keepsNotifications whether notifications that a meeting was forwarded stay in the Inbox
 * @param keepsAttachments whether events get the attachments of requests
 */
public record Attendance(
        boolean updates,
        boolean additions,
        boolean keepsCancelled,
        boolean keepsNotifications,
        boolean keepsAttachments) {
    /** What a mailbox does if its settings were never changed. */
    public static final Attendance USUAL = new Attendance(true, true, true, true, true);

    /**
     * What the settings say. A mailbox that answers by itself leaves out requests from outside, so that they do not block its time either; it
     * needs the event of each other request for its decision.
     *
     * @param fromOutside whether the author of the message is not in the organization
     */
    public static Attendance of(CalendarProcessing processing, boolean fromOutside) {
        boolean answers = processing.answers();
        return new Attendance(
                processing.updates() && (!answers || !fromOutside || processing.flag("ProcessExternalMeetingMessages")),
                answers || processing.flag("AddNewRequestsTentatively"),
                !processing.flag("RemoveCanceledMeetings"),
                !processing.flag("RemoveForwardedMeetingNotifications"),
                !(answers && processing.flag("DeleteAttachments")));
    }
}
