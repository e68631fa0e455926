package dev.postern.console.message;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.List;

/** {@code /console/mail/queue}: the mail that has not reached every recipient. */
final class QueuePages {
    static final String PATH = MessagePages.PATH + "/queue";

    private static final String ENTRY = PATH + "/{id}";
    private static final String CHANGE = ENTRY + "/{change}";
    private static final int ENTRIES = 50;
    private static final int MAX_QUERY = 200;

    private QueuePages() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, QueuePages::list);
        routes.page(ENTRY, QueuePages::show);
        routes.page(CHANGE, QueuePages::confirm);
        routes.form(CHANGE, QueuePages::change);
    }

    private static Response list(Visit visit) {
        String query = ShownText.line(visit.fields().text("q"), MAX_QUERY);
        String asked = visit.fields().text("skip");
        int skip = asked.matches("[0-9]{1,4}") ? Integer.parseInt(asked) : 0;
        String search = query.isEmpty() ? "" : "&search=" + EdgeCalls.encode(query);
        Answer answer =
                visit.calls().management("/queue?$top=" + ENTRIES + search + (skip == 0 ? "" : "&$skip=" + skip));
        List<QueueEntry> entries = answer.values().stream().map(QueueEntry::of).toList();
        String next = answer.json().path("more").asBoolean(false) && !entries.isEmpty()
                ? PATH + "?skip=" + (skip + entries.size()) + (query.isEmpty() ? "" : "&q=" + EdgeCalls.encode(query))
                : "";
        return visit.page("Queue", MessagePages.PATH, "message/queue.jte", new QueueView(query, entries, next));
    }

    private static QueueEntry entry(Visit visit) {
        return QueueEntry.of(visit.calls()
                .management("/queue/" + EdgeCalls.encode(visit.segment(3)))
                .json());
    }

    private static QueueChange asked(Visit visit) {
        return QueueChange.named(visit.segment(4))
                .orElseThrow(() -> new EdgeRefusal(404, "NotFound", "The console has no page at this address."));
    }

    private static Response show(Visit visit) {
        return visit.page("A message of the queue", MessagePages.PATH, "message/queued.jte", entry(visit));
    }

    private static Response confirm(Visit visit) {
        QueueChange change = asked(visit);
        return visit.page(
                change.title() + " a message of the queue",
                MessagePages.PATH,
                "message/queue-change.jte",
                new QueueConfirmation(entry(visit), change));
    }

    private static Response change(Visit visit) {
        QueueChange change = asked(visit);
        String id = visit.segment(3);
        String target = "/postern/queue/" + EdgeCalls.encode(id);
        Answer answer = change == QueueChange.DROP
                ? visit.calls().send(Resource.MANAGEMENT, "DELETE", target)
                : visit.calls().send(Resource.MANAGEMENT, "POST", target + "/" + change.text());
        String shown = ShownText.line(id, MAX_QUERY);
        return visit.done(new Done(
                change.done(),
                MessagePages.PATH,
                "The message " + shown + ": " + change.done(),
                answer.warnings(),
                List.of(),
                change.command(shown),
                List.of(
                        new Done.Link(PATH, "To the queue"),
                        new Done.Link(MessagePages.PATH + "/trace", "To the deliveries"))));
    }
}
