package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemPath;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.PropertyTable;

/** The paths of contacts, for the routes that all kinds of items share. */
record ContactItemPath() implements ItemPath<ContactReader> {
    @Override
    public String collection() {
        return "contacts";
    }

    @Override
    public PropertyTable properties() {
        return PropertyTable.CONTACT;
    }

    @Override
    public Item item(ContactReader mailbox, GraphRequest request, Fields fields) {
        return ContactPath.contact(mailbox, request);
    }
}
