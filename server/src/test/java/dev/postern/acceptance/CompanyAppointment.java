package dev.postern.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A meeting in the server, with its model and what has been done with it. */
final class CompanyAppointment {
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

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

    /** Waits until a calendar shows what the model says. */
    CompanyLook await(String name) {
        Instant end = Instant.now().plus(MAX_WAIT);
        while (true) {
            CompanyLook look = look(name);
            String difference = look.difference(meeting, name);
            if (difference == null) {
                return look;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("The calendar of " + name + " differs: " + difference + "\n  after "
                        + String.join("\n        ", history));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private CompanyLook look(String name) {
        List<CompanyEvent> events = Objects.requireNonNull(server.call(name, caller -> caller.find(name, uid)));
        var occurrences = new ArrayList<CompanyEvent>();
        for (CompanyEvent event : events) {
            if (event.isSeries()) {
                LocalDate first = LocalDate.ofInstant(event.start(), ZoneOffset.UTC);
                List<CompanyEvent> all = server.call(
                        name, caller -> caller.instances(name, event.id(), first.minusDays(8), first.plusDays(1800)));
                occurrences.addAll(all == null ? List.of() : all);
            }
        }
        return new CompanyLook(events, occurrences);
    }

    void awaitEverybody(Iterable<String> people) {
        for (String name : people) {
            if (name.equals(meeting.organizer) || meeting.requests.containsKey(name)) {
                await(name);
            }
        }
    }

    @Override
    public String toString() {
        return String.join("\n        ", history);
    }
}
