package dev.postern.exchange;

import dev.postern.directory.Tenant;
import dev.postern.query.Folding;
import dev.postern.trace.TracePage;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Get-MessageTraceV2, Get-MessageTrace, and their details. */
final class MessageTraceCmdlets {
    private static final Duration OLDEST = Duration.ofDays(90);
    private static final Duration OLDEST_FORMERLY = Duration.ofDays(10);
    private static final int MAX_ROWS = 5_000;
    private static final int USUAL_ROWS = 1_000;
    private static final int MAX_PAGE = 1_000;
    /** Messages that are looked at for one call. */
    private static final int MAX_MESSAGES = 100_000;

    private static final int CHUNK = 500;
    private static final String START = "StartingRecipientAddress";

    private MessageTraceCmdlets() {}

    static List<CmdletRow> list(MailboxInvocation call) {
        CmdletArguments arguments = call.arguments();
        TraceQuery query = TraceQuery.of(arguments, call.now(), OLDEST);
        int size = count(arguments, "ResultSize", USUAL_ROWS, MAX_ROWS);
        String start = arguments.text(START);
        String after = start == null ? "" : Folding.fold(start);
        List<TraceRow> rows = rows(
                call,
                query,
                size + 1,
                row -> start == null
                        || row.message().received().isBefore(query.to())
                        || Folding.fold(row.recipient().address()).compareTo(after) > 0);
        if (rows.size() > size) {
            TraceRow last = rows.get(size - 1);
            call.warn("There are more results, use the following command to get more. Get-MessageTraceV2 -StartDate \""
                    + query.from() + "\" -EndDate \"" + last.message().received() + "\" -" + START + " \""
                    + last.recipient().address() + "\" -ResultSize " + size);
        }
        return shown(call, query, rows.subList(0, Math.min(size, rows.size())), 0);
    }

    static List<CmdletRow> listFormerly(MailboxInvocation call) {
        CmdletArguments arguments = call.arguments();
        TraceQuery query = TraceQuery.of(arguments, call.now(), OLDEST_FORMERLY);
        int size = count(arguments, "PageSize", USUAL_ROWS, MAX_ROWS);
        int before = (count(arguments, "Page", 1, MAX_PAGE) - 1) * size;
        List<TraceRow> rows = rows(call, query, before + size, _ -> true);
        return shown(call, query, rows.subList(Math.min(before, rows.size()), rows.size()), before);
    }

    private static int count(CmdletArguments arguments, String parameter, int otherwise, int max) {
        int count = arguments.count(parameter, otherwise);
        if (count > max) {
            throw CmdletFailures.invalid("Invalid " + parameter + " value. Specify a value from 1 to " + max + ".");
        }
        return count;
    }

    private static List<CmdletRow> shown(MailboxInvocation call, TraceQuery query, List<TraceRow> rows, int before) {
        Tenant tenant = call.directory().tenant();
        return IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i).row(tenant, query.from(), query.to(), before + i))
                .toList();
    }

    /** The rows in their order, up to a number of them. */
    private static List<TraceRow> rows(MailboxInvocation call, TraceQuery query, int max, Predicate<TraceRow> also) {
        var rows = new ArrayList<TraceRow>();
        TracePage.Key key = null;
        Instant complete = Instant.MAX;
        for (int read = 0; read < MAX_MESSAGES; read += CHUNK) {
            TracePage page = call.mailboxes().traces(query.filter(call), key, CHUNK);
            for (TracedMessage message : page.messages()) {
                // rows of the same time are sorted by their recipients
                if (rows.size() >= max && message.received().isBefore(complete)) {
                    return sorted(rows, max);
                }
                for (TracedRecipient recipient : message.recipients()) {
                    TraceRow row = new TraceRow(message, recipient);
                    if (query.recipients().test(recipient) && also.test(row)) {
                        rows.add(row);
                        complete = message.received();
                    }
                }
            }
            key = page.next();
            if (key == null) {
                break;
            }
        }
        return sorted(rows, max);
    }

    private static List<TraceRow> sorted(List<TraceRow> rows, int max) {
        return rows.stream()
                .sorted(Comparator.comparing(TraceRow::key))
                .limit(max)
                .toList();
    }

    /** The events of one message and one of its recipients. */
    static List<CmdletRow> detail(MailboxInvocation call) {
        return detail(call, OLDEST);
    }

    static List<CmdletRow> detailFormerly(MailboxInvocation call) {
        return detail(call, OLDEST_FORMERLY);
    }

    private static List<CmdletRow> detail(MailboxInvocation call, Duration oldest) {
        TraceQuery query = TraceQuery.of(call.arguments(), call.now(), oldest);
        Tenant tenant = call.directory().tenant();
        var events = new ArrayList<CmdletRow>();
        for (TraceRow row : rows(call, query, 1, _ -> true)) {
            events.add(row.received(tenant, query.from(), query.to()));
            var attempts = row.recipient().attempts();
            for (int i = 0; i < attempts.size(); i++) {
                boolean last = i == attempts.size() - 1;
                events.add(row.attempt(tenant, attempts.get(i), last, query.from(), query.to(), i + 1));
            }
        }
        return events;
    }
}
