package dev.postern.graph.calendar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A meeting with one occurrence or with {@link #OCCURRENCES}, in all calendars: every occurrence of every copy is an object of its own. */
@SuppressWarnings("NullAway") // maps of the model contain what its steps ask for
final class ModelledMeeting {
    static final int OCCURRENCES = 4;

    final String organizer;
    final boolean series;
    /** Attendees see only themselves. */
    final boolean hidden;

    String subject;
    int hour;
    boolean exists = true;
    /** By attendee; of the whole meeting. */
    final Map<String, String> answers = new LinkedHashMap<>();
    /** The occurrences in the calendar of the organizer. */
    final Map<Integer, Occurrence> own = new TreeMap<>();

    final Map<String, Copy> copies = new LinkedHashMap<>();

    ModelledMeeting(
            String organizer, boolean series, boolean hidden, String subject, int hour, List<String> attendees) {
        this.organizer = organizer;
        this.series = series;
        this.hidden = hidden;
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
            own.keySet()
                    .forEach(i -> fresh.occurrences.put(i, new CopyOccurrence(own.get(i).subject, own.get(i).hour)));
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
            own.forEach((i, one) -> copy.occurrences.put(i, new CopyOccurrence(one.subject, one.hour)));
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
                    one.hour = own.get(i).hour;
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
            own.keySet().forEach(i -> now.occurrences.put(i, new CopyOccurrence(null, null)));
        } else if (copy == now) {
            // what the organizer has changed in single occurrences is said again
            now.occurrences.forEach((i, one) -> {
                if (own.containsKey(i) && !one.cancelled) {
                    one.subject = own.get(i).subject == null ? one.subject : own.get(i).subject;
                    one.hour = own.get(i).hour == null ? one.hour : own.get(i).hour;
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
        own.values().forEach(one -> one.guests.forEach(this::cancel));
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
        added.forEach(this::join);
    }

    /** The organizer adds an attendee, or forwards the meeting. */
    void join(String attendee) {
        answers.put(attendee, "none");
        own.values().forEach(one -> one.guests.remove(attendee));
        invite(attendee);
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
        own.values().forEach(one -> one.guests.forEach(this::cancel));
    }

    void renameOccurrence(int i, String text) {
        own.get(i).subject = text;
        invited(i).forEach(one -> tell(one, i, false));
    }

    void moveOccurrence(int i, int to) {
        own.get(i).hour = to;
        invited(i).forEach(one -> own.get(i).answers.put(one, "none"));
        invited(i).forEach(one -> tell(one, i, true));
    }

    /** The organizer invites a guest to one occurrence only. */
    void addGuest(int i, String guest) {
        own.get(i).guests.add(guest);
        own.get(i).answers.put(guest, "none");
        tell(guest, i, false);
    }

    boolean hasEverything(String attendee) {
        Copy copy = copies.get(attendee);
        return copy != null
                && copy.isWhole
                && !copy.cancelled
                && copy.occurrences.keySet().equals(own.keySet())
                && copy.occurrences.values().stream().noneMatch(one -> one.cancelled);
    }

    Set<String> invited(int i) {
        var all = new LinkedHashSet<>(answers.keySet());
        all.addAll(own.get(i).guests);
        return all;
    }

    /** A request about one occurrence. */
    private void tell(String attendee, int i, boolean moved) {
        Copy copy = copies.get(attendee);
        if (copy == null) {
            copy = new Copy();
            copy.isWhole = false;
            copy.hour = hour;
            copies.put(attendee, copy);
        }
        if (!copy.isWhole) {
            copy.occurrences.computeIfAbsent(i, _ -> new CopyOccurrence(null, null));
        }
        CopyOccurrence occurrence = copy.occurrences.get(i);
        if (occurrence == null) {
            return; // declined
        }
        String inherited = copy.isWhole ? occurrence.subject : subject;
        occurrence.subject = own.get(i).subject == null ? inherited : own.get(i).subject;
        occurrence.hour = own.get(i).hour;
        if (moved) {
            occurrence.answer = "notResponded";
        }
    }

    void deleteOccurrence(int i) {
        Set<String> told = invited(i);
        own.remove(i);
        for (String one : told) {
            Copy copy = copies.get(one);
            if (copy != null && copy.occurrences.containsKey(i)) {
                CopyOccurrence occurrence = copy.occurrences.get(i);
                occurrence.cancelled = true;
                occurrence.answer = "notResponded";
                occurrence.subject = cancelled(occurrence.subject == null ? copy.subject : occurrence.subject);
            }
        }
    }

    /** @param proposed another hour, with an at sign; empty for none */
    void answer(String attendee, String answer, String proposed) {
        if (exists) {
            answers.put(attendee, answer + proposed);
            if (answer.equals("declined")) {
                own.values().forEach(one -> one.answers.remove(attendee));
            } else {
                own.values().forEach(one -> one.answers.remove(attendee, "none"));
            }
        }
        Copy copy = copies.get(attendee);
        if (answer.equals("declined")) {
            copies.remove(attendee);
        } else {
            copy.answer = answer;
            copy.occurrences
                    .values()
                    .forEach(one -> one.answer = "notResponded".equals(one.answer) ? null : one.answer);
        }
    }

    void answerOccurrence(String attendee, int i, String answer, String proposed) {
        if (exists && own.containsKey(i)) {
            own.get(i).answers.put(attendee, answer + proposed);
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

    static String cancelled(String subject) {
        return subject.startsWith("Canceled: ") ? subject : "Canceled: " + subject;
    }

    /** An occurrence of the organizer: what differs from the meeting. */
    static final class Occurrence {
        String subject;
        Integer hour;
        final Map<String, String> answers = new LinkedHashMap<>();
        /** Those who are invited to it alone. */
        final Set<String> guests = new LinkedHashSet<>();
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
        Integer hour;
        String answer;
        boolean cancelled;

        CopyOccurrence(String subject, Integer hour) {
            this.subject = subject;
            this.hour = hour;
        }
    }
}
