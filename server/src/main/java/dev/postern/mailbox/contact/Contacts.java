package dev.postern.mailbox.contact;

import dev.postern.mailbox.ContactProperties;
import dev.postern.mailbox.ContactTable;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import dev.postern.query.SearchExpression;
import dev.postern.store.Sql;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contacts of one mailbox, in stored form (see {@code docs/contacts.md}). Those in Deleted Items do not exist here. Thread-safe; see
 * {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class Contacts {
    /** All properties of a contact. */
    public static final Fields WHOLE = new Fields(PropertyTable.CONTACT, null, Integer.MAX_VALUE);

    private final Mailbox mailbox;
    private final ContactTable table;
    private final ContactFolders folders;

    public Contacts(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.table = mailbox.contacts();
        this.folders = new ContactFolders(mailbox);
    }

    /**
     * Creates a contact.
     *
     * @param contact in stored form, without properties that are computed; missing names are derived
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     */
    public Item create(FolderId folder, ObjectNode contact) {
        return mailbox.change(change -> {
            folders.get(change.sql(), folder);
            ObjectNode properties = ContactAddresses.resolved(contact.objectNode(), contact);
            return table.insert(change, folder, ContactNames.complete(properties));
        });
    }

    /** @throws MailboxFailure.ItemNotFound if it does not exist or was deleted */
    public Item get(ItemRef ref, LongConsumer memory) {
        return table.items().boundedReads().item(WHOLE, memory, fields -> mailbox.read(sql -> get(sql, ref, fields)));
    }

    private Item get(Sql sql, ItemRef ref, Fields fields) {
        Item item = table.items().require(sql, ref, fields);
        if (!folders.contains(sql, item.folder())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    /**
     * Lists the contacts of a folder.
     *
     * @param search null for all
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     */
    public Page<Item> list(ListQuery query, @Nullable SearchExpression search, LongConsumer memory) {
        FolderId folder = query.folder();
        if (folder != null) {
            folders.get(folder);
        }
        return table.items()
                .boundedReads()
                .page(
                        query.fields(),
                        query.top(),
                        memory,
                        fields -> search == null
                                ? table.items().list(query.reading(fields))
                                : table.search(search, query.reading(fields)));
    }

    /**
     * Whether a contact of the default folder has this address.
     *
     * @param address folded
     */
    public boolean hasAddress(String address) {
        Condition condition = new Condition.Any(
                Path.of("emailAddresses"),
                new Condition.Compare(Path.of("address"), Condition.Operator.EQ, new Literal.Text(address)));
        ListQuery query = new ListQuery(
                WellKnownFolder.CONTACTS.id(),
                condition,
                List.of(),
                0,
                1,
                false,
                Fields.of(PropertyTable.CONTACT, "displayName"));
        return !table.items().list(query).values().isEmpty();
    }

    /**
     * Changes a contact. Names that the change does not set are derived again, see {@link ContactNames#follow}.
     *
     * @param changeKey the change key that the caller knows; null to change any state
     * @param patch in stored form; null values remove properties
     */
    public Item update(ItemRef ref, @Nullable String changeKey, ObjectNode patch) {
        return mailbox.change(change -> {
            Item before = get(change.sql(), ref, WHOLE);
            before.core().require(changeKey);
            ObjectNode was = ContactProperties.of(before);
            ObjectNode resolved = ContactAddresses.resolved(was, patch);
            ObjectNode after = ContactProperties.merged(was, resolved);
            ContactNames.follow(was, resolved, after);
            return table.update(change, before, after, ContactNames.changed(resolved));
        });
    }

    /** Moves a contact to Deleted Items. */
    public void delete(ItemRef ref, @Nullable String changeKey) {
        mailbox.change(change -> {
            require(change, ref);
            return table.items().delete(change, ref, changeKey);
        });
    }

    /** Deletes a contact so that no program can reach it again. */
    public void purge(ItemRef ref) {
        mailbox.change(change -> {
            require(change, ref);
            return table.items().purge(change, ref);
        });
    }

    private void require(MailboxChange change, ItemRef ref) {
        get(change.sql(), ref, Fields.of(PropertyTable.CONTACT, "displayName"));
    }
}
