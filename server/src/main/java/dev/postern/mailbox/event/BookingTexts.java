package dev.postern.mailbox.event;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts of a room's responses. */
record BookingTexts(BookingRules rules) {
    private static final int MAX_CONFLICTS = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    String declined(String reason) {
        return text("Your request was declined." + (rules.enableResponseDetails() ? " " + reason : ""));
    }

    String conflict(List<Booking.Conflict> conflicts) {
        return text("Your request was declined"
                + (rules.enableResponseDetails() ? " because there are conflicts." + list(conflicts) : "."));
    }

    String pending(Optional<String> violation) {
        return text("Your request was received and is waiting for approval."
                + violation
                        .filter(_ -> rules.enableResponseDetails())
                        .map(reason -> " " + reason)
                        .orElse(""));
    }

    /** @param until null if the series is booked until its end */
    String accepted(int booked, List<Booking.Conflict> conflicts, @Nullable LocalDate until) {
        var text = new StringBuilder("Your request was accepted");
        if (rules.enableResponseDetails() && (!conflicts.isEmpty() || until != null)) {
            text.append(" for ").append(booked).append(booked == 1 ? " occurrence" : " occurrences");
            text.append(until == null ? "." : " until " + until + ".");
            text.append(conflicts.isEmpty() ? "" : " It was declined for others because there are conflicts.");
            text.append(list(conflicts));
        } else {
            text.append('.');
        }
        return text(text.toString());
    }

    /** Which of the requested times are taken, and by whom; not when those meetings begin and end. */
    private String list(List<Booking.Conflict> conflicts) {
        var list = new StringBuilder();
        for (Booking.Conflict one : conflicts.subList(0, Math.min(MAX_CONFLICTS, conflicts.size()))) {
            list.append("\n- ")
                    .append(time(one.occurrence().start()))
                    .append(" to ")
                    .append(time(one.occurrence().end()))
                    .append(" (")
                    .append(rules.zone())
                    .append(')');
            if (rules.organizerInfo() && !one.reservation().organizer().isEmpty()) {
                list.append(", ").append(one.reservation().organizer());
            }
        }
        if (conflicts.size() > MAX_CONFLICTS) {
            list.append("\n- and ").append(conflicts.size() - MAX_CONFLICTS).append(" more");
        }
        return list.toString();
    }

    private String time(Instant instant) {
        return TIME.format(LocalDateTime.ofInstant(instant, rules.zone()));
    }

    private String text(String text) {
        return rules.additionalResponse().isEmpty() ? text : text + "\n\n" + rules.additionalResponse();
    }
}
