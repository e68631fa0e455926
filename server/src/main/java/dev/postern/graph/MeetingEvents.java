package dev.postern.graph;

import dev.postern.gate.MailReader;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.mailbox.event.MeetingNotice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Shows the events of meeting messages. The area of mail does not depend on that of calendars, so the edge connects them. */
@FunctionalInterface
public interface MeetingEvents {
    /** For an edge without calendars. */
    MeetingEvents NONE = (_, _, _) -> {
        throw GraphFailure.notImplemented("Expanding 'event' of a message");
    };

    /**
     * Opens the calendars of the mailbox, which needs a permission of its own.
     *
     * @param options of the expansion
     * @throws dev.postern.gate.Refusal if the caller may not read them
     */
    Events open(MailReader mailbox, GraphRequest request, QueryOptions options);

    /** The events of one mailbox. */
    @FunctionalInterface
    interface Events {
        /** Returns null if no calendar of the mailbox has the event. */
        @Nullable
        ObjectNode of(MeetingNotice notice);
    }
}
