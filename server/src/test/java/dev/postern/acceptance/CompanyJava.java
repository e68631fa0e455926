package dev.postern.acceptance;

import com.microsoft.graph.models.Attendee;
import com.microsoft.graph.models.AttendeeType;
import com.microsoft.graph.models.DateTimeTimeZone;
import com.microsoft.graph.models.DayOfWeek;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.Location;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.PatternedRecurrence;
import com.microsoft.graph.models.RecurrencePattern;
import com.microsoft.graph.models.RecurrencePatternType;
import com.microsoft.graph.models.RecurrenceRange;
import com.microsoft.graph.models.RecurrenceRangeType;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.events.item.EventItemRequestBuilder;
import com.microsoft.graph.users.item.events.item.accept.AcceptPostRequestBody;
import com.microsoft.graph.users.item.events.item.cancel.CancelPostRequestBody;
import com.microsoft.graph.users.item.events.item.decline.DeclinePostRequestBody;
import com.microsoft.graph.users.item.events.item.tentativelyaccept.TentativelyAcceptPostRequestBody;
import com.microsoft.kiota.ApiException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The official SDK for Java. */
record CompanyJava(GraphServiceClient graph) implements CompanyCaller {
    private static final String[] SELECT = CompanyEvent.SELECT.toArray(String[]::new);
    private static final int PAGE = 1000;

    private UserItemRequestBuilder user(String name) {
        return graph.users().byUserId(name + "@contoso.example");
    }

    private EventItemRequestBuilder event(String user, String id) {
        return user(user).events().byEventId(id);
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            if (e.getResponseStatusCode() > 0) {
                throw new Refused(e.getResponseStatusCode(), String.valueOf(e.getMessage()));
            }
            throw new Unreachable(e);
        } catch (RuntimeException e) {
            throw new Unreachable(e);
        }
    }

    @Override
    public CompanyEvent create(String user, CompanyWrite event) {
        return seen(call(() -> user(user).events().post(written(event))));
    }

    @Override
    public void change(String user, String id, CompanyWrite change) {
        Objects.requireNonNull(call(() -> event(user, id).patch(written(change))));
    }

    @Override
    public void act(String user, String id, String action, boolean silent) {
        call(() -> {
            switch (action) {
                case "accept" -> {
                    var body = new AcceptPostRequestBody();
                    body.setSendResponse(!silent);
                    event(user, id).accept().post(body);
                }
                case "tentativelyAccept" -> {
                    var body = new TentativelyAcceptPostRequestBody();
                    body.setSendResponse(!silent);
                    event(user, id).tentativelyAccept().post(body);
                }
                case "decline" -> {
                    var body = new DeclinePostRequestBody();
                    body.setSendResponse(!silent);
                    event(user, id).decline().post(body);
                }
                default -> {
                    var body = new CancelPostRequestBody();
                    body.setComment("It is not needed.");
                    event(user, id).cancel().post(body);
                }
            }
            return true;
        });
    }

    @Override
    public void delete(String user, String id) {
        call(() -> {
            event(user, id).delete();
            return true;
        });
    }

    @Override
    public List<CompanyEvent> find(String user, String uid) {
        return seen(call(() -> user(user)
                .events()
                .get(request -> {
                    request.queryParameters.filter = "iCalUId eq '" + uid + "'";
                    request.queryParameters.select = SELECT;
                })
                .getValue()));
    }

    @Override
    public List<CompanyEvent> instances(String user, String id, LocalDate from, LocalDate to) {
        return seen(call(() -> event(user, id)
                .instances()
                .get(request -> {
                    request.queryParameters.startDateTime = from + "T00:00:00Z";
                    request.queryParameters.endDateTime = to + "T00:00:00Z";
                    request.queryParameters.select = SELECT;
                    request.queryParameters.top = PAGE;
                })
                .getValue()));
    }

    @Override
    public List<CompanyEvent> view(String user, LocalDate from, LocalDate to) {
        var all = new ArrayList<CompanyEvent>();
        while (true) {
            var page =
                    Objects.requireNonNull(call(() -> user(user).calendarView().get(request -> {
                        request.queryParameters.startDateTime = from + "T00:00:00Z";
                        request.queryParameters.endDateTime = to + "T00:00:00Z";
                        request.queryParameters.select = SELECT;
                        request.queryParameters.top = PAGE;
                        request.queryParameters.skip = all.size();
                    })));
            all.addAll(seen(page.getValue()));
            if (page.getOdataNextLink() == null) {
                return all;
            }
        }
    }

    @Override
    public List<String> inbox(String user) {
        var subjects = new ArrayList<String>();
        while (true) {
            int skip = subjects.size();
            List<Message> page = Objects.requireNonNull(call(() -> user(user)
                    .mailFolders()
                    .byMailFolderId("inbox")
                    .messages()
                    .get(request -> {
                        request.queryParameters.select = new String[] {"subject"};
                        request.queryParameters.top = PAGE;
                        request.queryParameters.skip = skip;
                    })
                    .getValue()));
            page.forEach(message -> subjects.add(message.getSubject()));
            if (page.size() < PAGE) {
                return subjects;
            }
        }
    }

    private static List<CompanyEvent> seen(@Nullable List<Event> events) {
        return Objects.requireNonNull(events).stream().map(CompanyJava::seen).toList();
    }

    private static CompanyEvent seen(Event event) {
        Map<String, String> statuses = new TreeMap<>();
        for (Attendee one : event.getAttendees()) {
            statuses.put(
                    CompanyEvent.name(one.getEmailAddress().getAddress()),
                    one.getStatus().getResponse().getValue());
        }
        var original = event.getOriginalStart();
        return new CompanyEvent(
                event.getId(),
                event.getICalUId(),
                event.getType().getValue(),
                event.getSubject(),
                Objects.requireNonNullElse(event.getLocation().getDisplayName(), ""),
                CompanyEvent.utc(event.getStart().getDateTime()),
                CompanyEvent.utc(event.getEnd().getDateTime()),
                original == null ? null : original.toInstant(),
                event.getIsCancelled(),
                event.getIsOrganizer(),
                CompanyEvent.name(event.getOrganizer().getEmailAddress().getAddress()),
                event.getResponseStatus().getResponse().getValue(),
                event.getShowAs().getValue(),
                statuses,
                event.getCategories());
    }

    private static Event written(CompanyWrite write) {
        Event event = new Event();
        if (write.transactionId() != null) {
            event.setTransactionId(write.transactionId());
        }
        if (write.subject() != null) {
            event.setSubject(write.subject());
        }
        if (write.location() != null) {
            Location location = new Location();
            location.setDisplayName(write.location());
            event.setLocation(location);
        }
        if (write.category() != null) {
            event.setCategories(List.of(write.category()));
        }
        if (write.start() != null && write.end() != null) {
            event.setStart(time(write.start(), write.zone()));
            event.setEnd(time(write.end(), write.zone()));
        }
        if (write.repeat() != null && write.start() != null) {
            event.setRecurrence(recurrence(write.repeat(), write.start()));
        }
        if (write.attendees() != null) {
            event.setAttendees(write.attendees().entrySet().stream()
                    .map(one -> attendee(one.getKey(), one.getValue()))
                    .toList());
        }
        return event;
    }

    private static Attendee attendee(String name, String type) {
        EmailAddress address = new EmailAddress();
        address.setAddress(name + "@contoso.example");
        Attendee attendee = new Attendee();
        attendee.setEmailAddress(address);
        attendee.setType(AttendeeType.forValue(type));
        return attendee;
    }

    private static DateTimeTimeZone time(LocalDateTime wall, @Nullable String zone) {
        DateTimeTimeZone time = new DateTimeTimeZone();
        time.setDateTime(wall.toString());
        time.setTimeZone(zone);
        return time;
    }

    private static PatternedRecurrence recurrence(CompanyTimes.Repeat repeat, LocalDateTime start) {
        RecurrencePattern pattern = new RecurrencePattern();
        pattern.setInterval(repeat.interval());
        switch (repeat.kind()) {
            case DAILY -> pattern.setType(RecurrencePatternType.Daily);
            case WEEKLY -> {
                pattern.setType(RecurrencePatternType.Weekly);
                pattern.setDaysOfWeek(
                        List.of(DayOfWeek.forValue(start.getDayOfWeek().name().toLowerCase(Locale.ROOT))));
            }
            case MONTHLY -> {
                pattern.setType(RecurrencePatternType.AbsoluteMonthly);
                pattern.setDayOfMonth(start.getDayOfMonth());
            }
        }
        RecurrenceRange range = new RecurrenceRange();
        range.setType(RecurrenceRangeType.Numbered);
        range.setStartDate(start.toLocalDate());
        range.setNumberOfOccurrences(repeat.count());
        PatternedRecurrence recurrence = new PatternedRecurrence();
        recurrence.setPattern(pattern);
        recurrence.setRange(range);
        return recurrence;
    }
}
