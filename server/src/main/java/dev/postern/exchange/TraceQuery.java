package dev.postern.exchange;

import dev.postern.query.Folding;
import dev.postern.trace.TraceFilter;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the cmdlets about traces have in common: the time that they search, and which recipients of which messages they show.
 *
 * @param from the earliest time
 * @param to the latest time
 * @param messages which messages are shown
 * @param recipients which of their recipients
 */
record TraceQuery(
        Instant from,
        Instant to,
        @Nullable String messageId,
        Predicate<TracedMessage> messages,
        Predicate<TracedRecipient> recipients) {
    private static final Duration USUAL = Duration.ofDays(2);
    private static final Duration LONGEST = Duration.ofDays(10);
    private static final List<DateTimeFormatter> LOCAL = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("M/d/uuuu h:mm[:ss] a", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("M/d/uuuu H:mm[:ss]", Locale.ENGLISH));
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ENGLISH);

    /** @param oldest how long ago the search may begin */
    static TraceQuery of(CmdletArguments arguments, Instant now, Duration oldest) {
        Instant given = time(arguments, "StartDate");
        Instant to = time(arguments, "EndDate");
        Instant end = to == null ? now : to;
        Instant from = given == null ? end.minus(USUAL) : given;
        if (from.isAfter(end)) {
            throw CmdletFailures.traceDates("Invalid StartDate value. The StartDate can't be later than the EndDate.");
        }
        if (from.isBefore(now.minus(oldest).truncatedTo(ChronoUnit.DAYS))) {
            throw CmdletFailures.traceDates("Invalid StartDate value. The StartDate can't be older than "
                    + oldest.toDays() + " days from today.");
        }
        if (Duration.between(from, end).compareTo(LONGEST) > 0) {
            throw CmdletFailures.traceDates("Invalid date range. The time between StartDate and EndDate can't be longer"
                    + " than " + LONGEST.toDays() + " days.");
        }
        List<String> ids = arguments.texts("MessageId");
        return new TraceQuery(
                from, end, ids.size() == 1 ? ids.getFirst() : null, messages(arguments, ids), recipients(arguments));
    }

    private static Predicate<TracedMessage> messages(CmdletArguments arguments, List<String> ids) {
        Predicate<TracedMessage> all = _ -> true;
        if (ids.size() > 1) {
            all = all.and(message -> ids.contains(message.messageId()));
        }
        if (arguments.has("MessageTraceId")) {
            String text = OptionalTexts.given(arguments, "MessageTraceId");
            UUID id = Guid.of(text);
            if (id == null) {
                throw CmdletFailures.invalid("The value \"" + text + "\" of MessageTraceId isn't a GUID.");
            }
            all = all.and(message -> message.id().equals(id));
        }
        List<String> senders = arguments.texts("SenderAddress");
        if (!senders.isEmpty()) {
            Predicate<String> any = any(senders);
            all = all.and(message -> any.test(message.sender()));
        }
        String fromIp = arguments.text("FromIP");
        if (fromIp != null) {
            all = all.and(message -> fromIp.equals(TraceRow.ip(message.fromHost())));
        }
        String subject = arguments.text("Subject");
        if (subject != null) {
            String part = Folding.fold(subject);
            String way = arguments.text("SubjectFilterType");
            all = all.and(message -> matches(Folding.fold(message.subject()), part, way == null ? "Contains" : way));
        }
        return all;
    }

    private static boolean matches(String subject, String part, String way) {
        return switch (way) {
            case "StartsWith" -> subject.startsWith(part);
            case "EndsWith" -> subject.endsWith(part);
            default -> subject.contains(part);
        };
    }

    private static Predicate<TracedRecipient> recipients(CmdletArguments arguments) {
        Predicate<TracedRecipient> all = _ -> true;
        List<String> addresses = arguments.texts("RecipientAddress");
        if (!addresses.isEmpty()) {
            Predicate<String> any = any(addresses);
            all = all.and(recipient -> any.test(recipient.address()));
        }
        Set<String> states = Set.copyOf(arguments.texts("Status"));
        if (!states.isEmpty()) {
            all = all.and(recipient -> states.contains(TraceRow.status(recipient.state())));
        }
        String toIp = arguments.text("ToIP");
        return toIp == null ? all : all.and(recipient -> toIp.equals(TraceRow.toIp(recipient)));
    }

    /** Any of these addresses, in any case, each with an asterisk at its beginning or end if wanted. */
    private static Predicate<String> any(List<String> addresses) {
        List<Predicate<String>> all = addresses.stream()
                .map(address -> Wildcard.of(address).orElseGet(() -> {
                    String folded = Folding.fold(address.strip());
                    return other -> Folding.foldsTo(other, folded);
                }))
                .collect(Collectors.toList());
        return address -> all.stream().anyMatch(one -> one.test(address));
    }

    TraceFilter filter(MailboxInvocation call) {
        return new TraceFilter(
                call.directory().tenant().id(),
                from,
                to,
                messageId,
                message ->
                        messages.test(message) && message.recipients().stream().anyMatch(recipients));
    }

    /** A time in UTC unless it has an offset, in the ISO form or as Americans write it; null if it is not given. */
    private static @Nullable Instant time(CmdletArguments arguments, String parameter) {
        String text = arguments.text(parameter);
        if (text == null) {
            return null;
        }
        try {
            return parsed(text.strip());
        } catch (DateTimeException e) {
            throw CmdletFailures.invalid("Cannot convert value \"" + text + "\" of " + parameter
                    + " to a date. Use a form such as 2026-11-27, 2026-11-27T10:00:00Z or 11/27/2026 10:00 AM.");
        }
    }

    private static Instant parsed(String text) {
        if (text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        if (!text.contains(":")) {
            LocalDate day = text.contains("/") ? LocalDate.parse(text, DAY) : LocalDate.parse(text);
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        for (DateTimeFormatter form : LOCAL) {
            try {
                return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                // in another form
            }
        }
        throw new DateTimeException(text);
    }
}
