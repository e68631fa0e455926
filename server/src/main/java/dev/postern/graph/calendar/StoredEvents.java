package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

record StoredEvents(CalendarReader mailbox, boolean bodies) {
    ShownEvent get(EventId id) {
        throw new UnsupportedOperationException();
    }

    dev.postern.mailbox.Fields fields() {
        throw new UnsupportedOperationException();
    }

    Page<ShownEvent> list(ListQuery query) {
        throw new UnsupportedOperationException();
    }

    Stream<ShownEvent> view(FolderId calendar, ViewWindow window) {
        throw new UnsupportedOperationException();
    }

    Stream<ShownEvent> instances(ShownEvent series, ViewWindow window) {
        throw new UnsupportedOperationException();
    }

    List<ShownEvent> exceptions(ShownEvent series) {
        throw new UnsupportedOperationException();
    }

    List<LocalDate> cancelled(ShownEvent series) {
        throw new UnsupportedOperationException();
    }
}
