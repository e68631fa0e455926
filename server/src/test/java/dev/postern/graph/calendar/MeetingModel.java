package dev.postern.graph.calendar;

import java.util.ArrayList;
import java.util.List;

/**
 * What the calendars of several mailboxes contain after changes, answers and cancellations, computed naively: every occurrence of every copy
 * is an object of its own.
 */
@SuppressWarnings("NullAway") // maps of the model contain what its steps ask for
final class MeetingModel {
    final List<ModelledMeeting> meetings = new ArrayList<>();

    /** Every occurrence in a calendar: {@code uid number hour subject cancelled answer}, and the answers in the list of attendees. */
    List<String> calendar(String name, List<String> uids) {
        var all = new ArrayList<String>();
        for (int m = 0; m < meetings.size(); m++) {
            ModelledMeeting meeting = meetings.get(m);
            String uid = uids.get(m);
            if (meeting.organizer.equals(name) && meeting.exists) {
                meeting.own.forEach((i, one) -> {
                    var statuses = new ArrayList<String>();
                    meeting.invited(i)
                            .forEach(attendee -> statuses.add(attendee + "="
                                    + one.answers.getOrDefault(attendee, meeting.answers.get(attendee))));
                    statuses.sort(null);
                    all.add(uid + " " + i + " " + (one.hour == null ? meeting.hour : one.hour) + " "
                            + (one.subject == null ? meeting.subject : one.subject) + " false " + statuses);
                });
            }
            ModelledMeeting.Copy copy = meeting.copies.get(name);
            if (copy != null) {
                copy.occurrences.forEach((i, one) -> {
                    boolean cancelled = one.cancelled || copy.cancelled;
                    String answer = one.answer == null ? copy.answer : one.answer;
                    String entry = answer.equals("notResponded") ? "none" : answer;
                    // the answer to a cancelled occurrence means nothing
                    all.add(uid + " " + i + " " + (one.hour == null ? copy.hour : one.hour) + " "
                            + (one.subject == null ? copy.subject : one.subject) + " " + cancelled + " "
                            + (cancelled ? "-" : answer + " " + name + "=" + entry + (meeting.hidden ? " alone" : "")));
                });
            }
        }
        all.sort(null);
        return all;
    }
}
