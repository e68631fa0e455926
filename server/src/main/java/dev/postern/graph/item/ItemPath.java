package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;

/**
 * How paths name the items of one kind: what the routes in this package have to know of it.
 *
 * @param <R> the capability through which items of this kind are read
 */
public interface ItemPath<R extends ItemReader> {
    /** The collection of items of this kind in addresses, for instance {@code messages}. */
    String collection();

    /**
     * The item that a path names, in the folder that it names.
     *
     * @throws dev.postern.mailbox.MailboxFailure when it is not there
     */
    public Item item(R mailbox, GraphRequest request, Fields fields);
}
