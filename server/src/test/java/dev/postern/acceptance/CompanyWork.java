package dev.postern.acceptance;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the people of the company do with their meetings. Each looks at the own calendar first, which must agree with the model. */
final class CompanyWork {
    private static final List<String> ZONES = List.of(
            "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo", "UTC");

    private final CompanyServer server;
    private final List<String> people;
    private final List<CompanyRoom> rooms;
    private final LocalDate year;
    private final CompanyMail mail;
    private final AtomicInteger numbers = new AtomicInteger();

    CompanyWork(CompanyServer server, List<String> people, List<CompanyRoom> rooms, LocalDate year, CompanyMail mail) {
        this.server = server;
        this.people = people;
        this.rooms = rooms;
        this.year = year;
        this.mail = mail;
    }

    private String name(String what) {
        return what + " " + numbers.incrementAndGet();
    }

    private static <T> T one(RandomGenerator random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    CompanyAppointment create(RandomGenerator random) {
        String organizer = one(random, people);
        Set<String> invited = new LinkedHashSet<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            invited.add(one(random, people));
        }
        invited.remove(organizer);
        CompanyRoom room = invited.isEmpty() || random.nextInt(10) < 4 ? one(random, rooms) : null;
        CompanyTimes times =
                new CompanyTimes(one(random, ZONES), time(random), 30 * random.nextInt(1, 5), repeat(random));
        String subject = name("Meeting");
        CompanyWrite write = CompanyWrite.event(subject, subject, times, attendees(invited, room));
        if (room != null) {
            room.lock().lock();
        }
        try {
            CompanyEvent event = Objects.requireNonNull(
                    server.change(organizer, "creates " + subject, caller -> caller.create(organizer, write))
                            .value());
            var meeting = new CompanyMeeting(organizer, invited, room, times, subject, mail);
            var appointment = new CompanyAppointment(server, meeting, event.uid());
            appointment.note(organizer + " creates " + write);
            if (room != null) {
                room.meetings().add(meeting);
                settle(appointment, room);
            }
            return appointment;
        } finally {
            if (room != null) {
                room.lock().unlock();
            }
        }
    }

    private static void settle(CompanyAppointment appointment, CompanyRoom room) {
        appointment.await(room.name());
        appointment.await(appointment.meeting.organizer);
    }

    private LocalDateTime time(RandomGenerator random) {
        return year.plusDays(random.nextInt(300)).atTime(random.nextInt(8, 17), 30 * random.nextInt(2));
    }

    private static CompanyTimes.@Nullable Repeat repeat(RandomGenerator random) {
        return random.nextBoolean()
                ? null
                : new CompanyTimes.Repeat(
                        one(random, List.of(CompanyTimes.Kind.values())), random.nextInt(1, 3), random.nextInt(2, 9));
    }

    private static Map<String, String> attendees(Set<String> people, @Nullable CompanyRoom room) {
        var all = new LinkedHashMap<String, String>();
        people.forEach(name -> all.put(name, name.hashCode() % 3 == 0 ? "optional" : "required"));
        if (room != null) {
            all.put(room.name(), "resource");
        }
        return all;
    }

    /** One step in the life of a meeting. */
    void step(CompanyAppointment appointment, RandomGenerator random) {
        CompanyMeeting meeting = appointment.meeting;
        boolean byOrganizer = random.nextInt(100) < 45 && !meeting.ended;
        if (byOrganizer) {
            organizerStep(appointment, random);
            return;
        }
        List<String> present =
                people.stream().filter(meeting.copies::containsKey).toList();
        if (!present.isEmpty()) {
            attendeeStep(appointment, one(random, present), random);
        }
    }

    private void organizerStep(CompanyAppointment appointment, RandomGenerator random) {
        CompanyMeeting meeting = appointment.meeting;
        List<LocalDate> whole = meeting.isSeries()
                ? meeting.slots.keySet().stream().filter(meeting::hasEverybody).toList()
                : List.of();
        int kind = random.nextInt(100);
        if (kind < 14) {
            String subject = name("Renamed");
            organize(
                    appointment, "renames to " + subject, CompanyWrite.subject(subject), () -> meeting.rename(subject));
        } else if (kind < 20) {
            String place = name("Place");
            organize(appointment, "relocates to " + place, CompanyWrite.location(place), () -> meeting.relocate(place));
        } else if (kind < 32) {
            retime(appointment, random);
        } else if (kind < 42) {
            people(appointment, random, true);
        } else if (kind < 50) {
            people(appointment, random, false);
        } else if (kind < 70 && !whole.isEmpty()) {
            move(appointment, one(random, whole), random);
        } else if (kind < 80 && !whole.isEmpty()) {
            LocalDate date = one(random, whole);
            String subject = name("Special");
            occurrence(
                    appointment,
                    date,
                    "renames " + date + " to " + subject,
                    (caller, id) -> caller.change(meeting.organizer, id, CompanyWrite.subject(subject)),
                    () -> meeting.renameOccurrence(date, subject));
        } else if (kind < 92 && meeting.isSeries() && meeting.slots.size() > 1) {
            LocalDate date = one(random, List.copyOf(meeting.slots.keySet()));
            boolean delete = random.nextBoolean();
            occurrence(
                    appointment,
                    date,
                    (delete ? "deletes " : "cancels ") + date,
                    (caller, id) -> remove(caller, meeting.organizer, id, delete),
                    () -> meeting.cancelOccurrence(date));
        } else if (kind >= 92) {
            boolean delete = random.nextBoolean();
            organize(
                    appointment,
                    delete ? "deletes" : "cancels",
                    (caller, look) -> remove(
                            caller, meeting.organizer, look.events().getFirst().id(), delete),
                    meeting::end);
        }
    }

    private static void remove(CompanyCaller caller, String user, String id, boolean delete) {
        if (delete) {
            caller.delete(user, id);
        } else {
            caller.act(user, id, "cancel", false);
        }
    }

    private void retime(CompanyAppointment appointment, RandomGenerator random) {
        CompanyMeeting meeting = appointment.meeting;
        LocalDateTime start = time(random);
        boolean sameDay = random.nextBoolean();
        CompanyTimes times =
                meeting.times.at(sameDay ? meeting.times.start().toLocalDate().atTime(start.toLocalTime()) : start);
        if (!times.equals(meeting.times)) {
            organize(
                    appointment,
                    "changes the time to " + times,
                    CompanyWrite.times(times, !sameDay),
                    () -> meeting.retime(times));
        }
    }

    private void people(CompanyAppointment appointment, RandomGenerator random, boolean join) {
        CompanyMeeting meeting = appointment.meeting;
        List<String> candidates = people.stream()
                .filter(name -> meeting.people.contains(name) != join && !name.equals(meeting.organizer))
                .toList();
        if (candidates.isEmpty() || (!join && meeting.invited().size() == 1)) {
            return;
        }
        String name = one(random, candidates);
        Set<String> after = new LinkedHashSet<>(meeting.people);
        if (join) {
            after.add(name);
        } else {
            after.remove(name);
        }
        organize(
                appointment,
                (join ? "adds " : "removes ") + name,
                CompanyWrite.attendees(attendees(after, meeting.room)),
                () -> {
                    if (join) {
                        meeting.add(name);
                    } else {
                        meeting.remove(name);
                    }
                });
    }

    private void move(CompanyAppointment appointment, LocalDate date, RandomGenerator random) {
        CompanyMeeting meeting = appointment.meeting;
        boolean daily = Objects.requireNonNull(meeting.times.repeat()).kind() == CompanyTimes.Kind.DAILY;
        LocalDateTime to = date.plusDays(daily ? 0 : random.nextInt(3)).atTime(random.nextInt(7, 19), 15);
        if (meeting.times.instant(to).equals(meeting.slots.get(date).start)) {
            return;
        }
        CompanyTimes times = new CompanyTimes(meeting.times.zone(), to, meeting.times.minutes(), null);
        occurrence(
                appointment,
                date,
                "moves " + date + " to " + to,
                (caller, id) -> caller.change(meeting.organizer, id, CompanyWrite.times(times, false)),
                () -> meeting.move(date, to));
    }

    private interface Act {
        void on(CompanyCaller caller, CompanyLook look);
    }

    private interface ActOnId {
        void on(CompanyCaller caller, String id);
    }

    private void organize(CompanyAppointment appointment, String what, CompanyWrite change, Runnable model) {
        organize(
                appointment,
                what,
                (caller, look) -> caller.change(
                        appointment.meeting.organizer, look.events().getFirst().id(), change),
                model);
    }

    private void occurrence(CompanyAppointment appointment, LocalDate date, String what, ActOnId act, Runnable model) {
        organize(
                appointment,
                what,
                (caller, look) ->
                        act.on(caller, look.at(appointment.meeting, date).id()),
                model);
    }

    private void organize(CompanyAppointment appointment, String what, Act act, Runnable model) {
        CompanyRoom room = appointment.meeting.room;
        if (room == null) {
            act(appointment, appointment.meeting.organizer, what, act, model);
            return;
        }
        room.lock().lock();
        try {
            act(appointment, appointment.meeting.organizer, what, act, model);
            settle(appointment, room);
        } finally {
            room.lock().unlock();
        }
    }

    private void act(CompanyAppointment appointment, String actor, String what, Act act, Runnable model) {
        CompanyLook look = appointment.await(actor);
        appointment.note(actor + " " + what);
        CompanyMeeting meeting = appointment.meeting;
        try {
            meeting.repeated = server.change(actor, what + " in " + meeting.subject, caller -> {
                        act.on(caller, look);
                        return true;
                    })
                    .repeated();
        } catch (CompanyCaller.Refused e) {
            throw new AssertionError(e + "\n  in " + appointment.history(), e);
        }
        if (meeting.repeated) {
            appointment.note("    (repeated after a kill)");
        }
        model.run();
        meeting.repeated = false;
    }

    private void attendeeStep(CompanyAppointment appointment, String name, RandomGenerator random) {
        CompanyMeeting meeting = appointment.meeting;
        CompanyCopy copy = Objects.requireNonNull(meeting.copies.get(name));
        int kind = random.nextInt(100);
        List<LocalDate> open = !meeting.isSeries() || meeting.ended
                ? List.of()
                : copy.active().stream().map(slot -> slot.date).toList();
        Consumer<String> respond = action -> {
            boolean silent = random.nextInt(6) == 0;
            act(
                    appointment,
                    name,
                    action + (silent ? " silently" : ""),
                    (caller, look) -> caller.act(name, look.events().getFirst().id(), action, silent),
                    () -> meeting.answer(name, response(action), silent));
        };
        if (kind < 8 || copy.cancelled) {
            act(
                    appointment,
                    name,
                    "deletes the own copy",
                    (caller, look) ->
                            caller.delete(name, look.events().getFirst().id()),
                    () -> meeting.copies.remove(name));
        } else if (kind < 16) {
            String category = name("Category");
            act(
                    appointment,
                    name,
                    "sets " + category,
                    (caller, look) ->
                            caller.change(name, look.events().getFirst().id(), CompanyWrite.category(category)),
                    () -> copy.category = category);
        } else if (kind < 40 && !open.isEmpty()) {
            LocalDate date = one(random, open);
            String action = one(random, List.of("accept", "tentativelyAccept", "decline"));
            act(
                    appointment,
                    name,
                    action + " " + date,
                    (caller, look) -> caller.act(name, look.at(meeting, date).id(), action, false),
                    () -> meeting.answerOccurrence(name, date, response(action)));
        } else {
            respond.accept(kind < 75 ? "accept" : kind < 90 ? "tentativelyAccept" : "decline");
        }
    }

    private static String response(String action) {
        return switch (action) {
            case "accept" -> "accepted";
            case "decline" -> "declined";
            default -> "tentativelyAccepted";
        };
    }
}
