package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.PropertyTable;

/**
 * The paths of the items of one kind, for the routes in this package.
 *
 * @param <R> the capability for reading items of this kind
 */
public interface ItemPath<R extends ItemReader> {
    /** The collection of items of this kind in URLs, for instance {@code messages}. */
    String collection();

    /** The properties of items of this kind. */
    PropertyTable properties();

    /**
     * The item in a path, in the folder of the path.
     *
     * @throws dev.postern.mailbox.MailboxFailure if it does not exist
     */
    Item item(R mailbox, GraphRequest request, Fields fields);
}
