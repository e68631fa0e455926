package dev.postern.graph.calendar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the calendars of several mailboxes contain after changes, answers and cancellations, computed naively: every occurrence of every copy
 * is an object of its own.
 */
@SuppressWarnings("NullAway") // maps of the model contain what its steps ask for
final class MeetingModel {
    static final int OCCURRENCES = 4;

    /** A meeting with one occurrence or with {@link #OCCURRENCES}. */
    static final class Meeting {
        final String organizer;
        final boolean series;
        String subject;
        int hour;
        boolean exists = true;
        /** By attendee; of the whole meeting. */
        final Map<String, String> answers = new LinkedHashMap<>();
        /** The occurrences in the calendar of the organizer. */
        final Map<Integer, Occurrence> own = new TreeMap<>();

        final Map<String, Copy> copies = new LinkedHashMap<>();

        Meeting(String organizer, boolean series, String subject, int hour, List<String> attendees) {
            this.organizer = organizer;
            this.series = series;
            this.subject = subject;
            this.hour = hour;
            attendees.forEach(one -> answers.put(one, "none"));
            reset();
            attendees.forEach(this::invite);
        }

        int occurrences() {
            return series ? OCCURRENCES : 1;
        }

        private void reset() {
            own.clear();
            for (int i = 0; i < occurrences(); i++) {
                own.put(i, new Occurrence());
            }
        }

        /** What a request about the whole meeting does in the calendar of an attendee. */
        private void invite(String attendee) {
            Copy copy = copies.get(attendee);
            if (copy == null || !copy.isWhole) {
                Copy fresh = new Copy();
                own.keySet().forEach(i -> fresh.occurrences.put(i, new CopyOccurrence(own.get(i).subject)));
                fresh.subject = subject;
                fresh.hour = hour;
                copies.put(attendee, fresh);
                return;
            }
            if (copy.hour != hour) {
                // exceptions and deletions do not survive another time
                copy.hour = hour;
                copy.cancelled = false;
                copy.answer = "notResponded";
                copy.occurrences.clear();
                own.forEach((i, one) -> copy.occurrences.put(i, new CopyOccurrence(one.subject)));
            }
            if (copy.cancelled) {
                copy.cancelled = false;
                copy.answer = "notResponded";
                copy.occurrences.keySet().retainAll(own.keySet());
                copy.occurrences.forEach((i, one) -> {
                    if (own.containsKey(i)) {
                        one.cancelled = false;
                        one.answer = null;
                        one.subject = own.get(i).subject;
                    }
                });
            }
            copy.subject = subject;
        }

        private void update(String attendee, boolean moved) {
            Copy copy = copies.get(attendee);
            invite(attendee);
            Copy now = copies.get(attendee);
            if (moved) {
                now.answer = "notResponded";
                now.occurrences.clear();
                own.keySet().forEach(i -> now.occurrences.put(i, new CopyOccurrence(null)));
            } else if (copy == now) {
                // what the organizer has changed in single occurrences is said again
                now.occurrences.forEach((i, one) -> {
                    if (own.containsKey(i) && own.get(i).subject != null && !one.cancelled) {
                        one.subject = own.get(i).subject;
                    }
                });
            }
        }

        void rename(String text) {
            subject = text;
            answers.keySet().forEach(one -> update(one, false));
        }

        void move(int to) {
            hour = to;
            reset();
            answers.replaceAll((_, _) -> "none");
            answers.keySet().forEach(one -> update(one, true));
        }

        void attendees(List<String> list) {
            List<String> removed = new ArrayList<>(answers.keySet());
            removed.removeAll(list);
            removed.forEach(one -> {
                answers.remove(one);
                own.values().forEach(occurrence -> occurrence.answers.remove(one));
                cancel(one);
            });
            List<String> added = new ArrayList<>(list);
            added.removeAll(answers.keySet());
            added.forEach(one -> answers.put(one, "none"));
            added.forEach(this::invite);
        }

        private void cancel(String attendee) {
            Copy copy = copies.get(attendee);
            if (copy != null) {
                copy.cancelled = true;
                copy.answer = "notResponded";
                copy.subject = cancelled(copy.subject);
                copy.occurrences.values().forEach(one -> {
                    one.answer = null;
                    one.cancelled = true;
                    if (one.subject != null) {
                        one.subject = cancelled(one.subject);
                    }
                });
            }
        }

        void delete() {
            exists = false;
            answers.keySet().forEach(this::cancel);
        }

        void renameOccurrence(int i, String text) {
            own.get(i).subject = text;
            for (String one : answers.keySet()) {
                Copy copy = copies.get(one);
                if (copy != null && copy.occurrences.containsKey(i)) {
                    CopyOccurrence occurrence = copy.occurrences.get(i);
                    occurrence.subject = text;
                } else if (copy == null) {
                    Copy single = new Copy();
                    single.isWhole = false;
                    single.hour = hour;
                    single.occurrences.put(i, new CopyOccurrence(text));
                    copies.put(one, single);
                } else if (!copy.isWhole) {
                    copy.occurrences.put(i, new CopyOccurrence(text));
                }
            }
        }

        void deleteOccurrence(int i) {
            own.remove(i);
            for (String one : answers.keySet()) {
                Copy copy = copies.get(one);
                if (copy != null && copy.occurrences.containsKey(i)) {
                    CopyOccurrence occurrence = copy.occurrences.get(i);
                    occurrence.cancelled = true;
                    occurrence.answer = "notResponded";
                    occurrence.subject = cancelled(occurrence.subject == null ? copy.subject : occurrence.subject);
                }
            }
        }

        void answer(String attendee, String answer) {
            if (exists) {
                answers.put(attendee, answer);
            }
            Copy copy = copies.get(attendee);
            if (answer.equals("declined")) {
                copies.remove(attendee);
            } else {
                copy.answer = answer;
            }
        }

        void answerOccurrence(String attendee, int i, String answer) {
            if (exists && own.containsKey(i)) {
                own.get(i).answers.put(attendee, answer);
            }
            Copy copy = copies.get(attendee);
            if (answer.equals("declined")) {
                copy.occurrences.remove(i);
                if (!copy.isWhole && copy.occurrences.isEmpty()) {
                    copies.remove(attendee);
                }
            } else {
                copy.occurrences.get(i).answer = answer;
            }
        }
    }

    static String cancelled(String subject) {
        return subject.startsWith("Canceled: ") ? subject : "Canceled: " + subject;
    }

    /** An occurrence of the organizer: what differs from the meeting. */
    static final class Occurrence {
        String subject;
        final Map<String, String> answers = new LinkedHashMap<>();
    }

    /** The meeting in the calendar of an attendee. */
    static final class Copy {
        /** False for single occurrences that arrived after the meeting was removed. */
        boolean isWhole = true;

        boolean cancelled;
        String subject = "";
        int hour;
        String answer = "notResponded";
        final Map<Integer, CopyOccurrence> occurrences = new TreeMap<>();
    }

    static final class CopyOccurrence {
        String subject;
        String answer;
        boolean cancelled;

        CopyOccurrence(String subject) {
            this.subject = subject;
        }
    }

    final List<Meeting> meetings = new ArrayList<>();

    /** Every occurrence in a calendar: {@code uid number hour subject cancelled answer}. */
    List<String> calendar(String name, List<String> uids) {
        var all = new ArrayList<String>();
        for (int m = 0; m < meetings.size(); m++) {
            Meeting meeting = meetings.get(m);
            String uid = uids.get(m);
            if (meeting.organizer.equals(name) && meeting.exists) {
                meeting.own.forEach((i, one) -> {
                    var statuses = new ArrayList<String>();
                    meeting.answers.forEach((attendee, answer) ->
                            statuses.add(attendee + "=" + one.answers.getOrDefault(attendee, answer)));
                    statuses.sort(null);
                    all.add(uid + " " + i + " " + meeting.hour + " "
                            + (one.subject == null ? meeting.subject : one.subject) + " false " + statuses);
                });
            }
            Copy copy = meeting.copies.get(name);
            if (copy != null) {
                copy.occurrences.forEach((i, one) -> {
                    boolean cancelled = one.cancelled || copy.cancelled;
                    String answer = one.answer == null ? copy.answer : one.answer;
                    // the answer to a cancelled occurrence means nothing
                    all.add(uid + " " + i + " " + copy.hour + " "
                            + (one.subject == null ? copy.subject : one.subject) + " " + cancelled + " "
                            + (cancelled ? "-" : answer));
                });
            }
        }
        all.sort(null);
        return all;
    }
}
