package dev.postern.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A meeting in the server, with its model and what has been done with it. */
final class CompanyAppointment {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    final CompanyMeeting meeting;
    final String uid;
    private final CompanyServer server;
    private final List<String> history = new ArrayList<>();

    CompanyAppointment(CompanyServer server, CompanyMeeting meeting, String uid) {
        this.server = server;
        this.meeting = meeting;
        this.uid = uid;
    }

    void note(String what) {
        history.add(what);
    }

    String history() {
        return String.join("\n        ", history);
    }

    /** Waits until a calendar shows what the model says. */
    CompanyLook await(String name) {
        Instant end = Instant.now().plus(MAX_WAIT);
        while (true) {
            String difference;
            try {
                CompanyLook look = look(name);
                difference = look.difference(meeting, name);
                if (difference == null) {
                    return look;
                }
            } catch (CompanyCaller.Refused e) {
                difference = e.toString(); // removed between two requests
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(
                        "The calendar of " + name + " differs: " + difference + "\n  after " + history());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private CompanyLook look(String name) {
        List<CompanyEvent> events = server.read(name, caller -> caller.find(name, uid));
        var occurrences = new ArrayList<CompanyEvent>();
        for (CompanyEvent event : events) {
            if (event.isSeries()) {
                LocalDate first = LocalDate.ofInstant(event.start(), ZoneOffset.UTC);
                occurrences.addAll(server.read(
                        name, caller -> caller.instances(name, event.id(), first.minusDays(8), first.plusDays(1800))));
            }
        }
        return new CompanyLook(events, occurrences);
    }

    void awaitEverybody(Iterable<String> people) {
        for (String name : people) {
            if (name.equals(meeting.organizer) || meeting.involved.contains(name)) {
                await(name);
            }
        }
    }
}
