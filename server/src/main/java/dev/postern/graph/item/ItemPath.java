package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.WireIds;

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

    /** What the path names: the item, or one occurrence of it. */
    default ItemRef ref(R mailbox, GraphRequest request, Item item) {
        return new ItemRef(item.id(), item.moveCount());
    }

    /** The id of what the path names. */
    default String id(R mailbox, GraphRequest request, Item item, IdStyle style) {
        return WireIds.item(item, style);
    }
}
