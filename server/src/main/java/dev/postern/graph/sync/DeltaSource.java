package dev.postern.graph.sync;

import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Response;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.sync.SyncPosition;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the objects of a delta function come from.
 *
 * @param <C> the capability
 */
public interface DeltaSource<C> {
    /**
     * Checks the options for this caller, and resolves the path.
     *
     * @param query the options of the first call
     * @throws dev.postern.graph.GraphFailure if an option, or its value, is not supported
     */
    Opened open(C mailbox, GraphRequest request, QueryOptions query, IdStyle ids);

    /** What one request reads. */
    interface Opened {
        /** What the path names: a folder or a series; zeros for the whole mailbox. */
        UUID scope();

        /** @param from a position in a round */
        Read read(SyncPosition from, int size);

        /** The response. */
        Response answer(ObjectNode content);
    }

    /**
     * A page.
     *
     * @param removed the ids of what is no longer in the scope
     * @param entries in the form in which a list shows them
     * @param end the position after all of them
     */
    record Read(List<String> removed, List<ObjectNode> entries, SyncPosition end) {
        public Read {
            removed = List.copyOf(removed);
            entries = List.copyOf(entries);
        }
    }
}
