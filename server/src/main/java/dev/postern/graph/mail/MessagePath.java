package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemPath;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.PropertyTable;

/** The paths of messages, for the routes that all kinds of items share. */
record MessagePath() implements ItemPath<MailReader> {
    @Override
    public String collection() {
        return "messages";
    }

    @Override
    public PropertyTable properties() {
        return PropertyTable.MESSAGE;
    }

    @Override
    public Item item(MailReader mailbox, GraphRequest request, Fields fields) {
        return MailPath.message(mailbox, request, fields);
    }
}
