package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.gate.ItemWriter;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.OperationHandler;
import java.util.List;

/**
 * Binds the operations on items of one kind at all paths of their collections.
 *
 * @param item the kind, as in the table of operations
 * @param collections the templates of their collections
 */
public record ItemRoutes<R extends MailboxAccess & ItemReader, W extends MailboxAccess & ItemWriter>(
        GraphEdge edge, String item, List<String> collections, MailboxOpening<R> reading, MailboxOpening<W> writing) {
    public ItemRoutes {
        collections = List.copyOf(collections);
    }

    /** Binds a handler to a GET. */
    public void read(String rest, OperationHandler<? super R> handler) {
        bind("GET", rest, reading, handler);
    }

    public void write(String method, String rest, OperationHandler<? super W> handler) {
        bind(method, rest, writing, handler);
    }

    /** Binds a handler with another capability. */
    public <C extends MailboxAccess> void bind(
            String method, String rest, MailboxOpening<C> opening, OperationHandler<? super C> handler) {
        collections.forEach(collection -> edge.bind(method, collection + rest, item, opening, handler));
    }

    /** The operations on open extensions. */
    public void extensions(ExtensionReads<R> reads, ExtensionWrites<W> writes) {
        read("/{id}/extensions", reads::list);
        write("POST", "/{id}/extensions", writes::create);
        read("/{id}/extensions/$count", reads::count);
        read("/{id}/extensions/{id}", reads::get);
        write("PATCH", "/{id}/extensions/{id}", writes::update);
        write("DELETE", "/{id}/extensions/{id}", writes::delete);
    }
}
