package dev.postern.delivery;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Tenant;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** A store with some mailboxes, and nodes that deliver on demand. */
final class DeliveryFixture implements AutoCloseable {
    static final String DOMAIN = "@contoso.example";
    final MailFixture mail;
    final FailingDatabase database;
    final Map<String, MailboxId> people = new LinkedHashMap<>();
    private final Mailboxes.Settings settings;
    private final TestCore here;
    private final Tenant tenant;

    DeliveryFixture(Engine engine, String... names) {
        this(Databases.open(engine), names);
    }

    DeliveryFixture(Database real, String... names) {
        this(real, new Mailboxes.Settings("contoso.example", false), names);
    }

    DeliveryFixture(Database real, Mailboxes.Settings settings, String... names) {
        this.settings = settings;
        database = new FailingDatabase(real);
        mail = new MailFixture(database, settings);
        here = new TestCore(mail.core());
        tenant = here.tenant(MailFixture.TENANT, DOMAIN.substring(1));
        person("sender", mail.mailbox);
        for (String name : names) {
            person(name, mail.newMailbox());
        }
    }

    private void person(String name, MailboxId mailbox) {
        people.put(name + DOMAIN, mailbox);
        here.user(tenant, RecipientType.USER_MAILBOX, name, name, mailbox);
    }

    /** Creates a group with these members, given by name. */
    Group group(String name, String... members) {
        Group group = here.group(tenant, name);
        for (String member : members) {
            add(group, member);
        }
        return group;
    }

    void add(Group group, String member) {
        DirectoryObject found = Objects.requireNonNull(here.snapshot(tenant).byAddress(member + DOMAIN));
        here.directory().change(tenant.id(), TestCore.ACTOR, draft -> {
            draft.addMember(group.id(), found.id());
            return true;
        });
    }

    /** Another node on the same database. */
    Delivery node() {
        return mail.node(mail.random(), settings).delivery();
    }

    Submission submission(String message) {
        return new Submission(
                Uuids.timeOrdered(mail.instant(), mail.random()),
                new SendingMailbox(mail.mailbox, MailFixture.TENANT, "sender" + DOMAIN, "Sender"),
                new Submission.What.Message(MailFixture.json(message), List.of()),
                true);
    }

    static String to(String... names) {
        return "{'subject':'Hello','body':{'contentType':'text','content':'text'}," + recipients("toRecipients", names)
                + "}";
    }

    static String recipients(String property, String... names) {
        StringBuilder list = new StringBuilder("'" + property + "':[");
        for (String name : names) {
            String address = name.contains("@") ? name : name + DOMAIN;
            list.append(list.charAt(list.length() - 1) == '[' ? "" : ",")
                    .append("{'emailAddress':{'address':'")
                    .append(address)
                    .append("'}}");
        }
        return list.append("]").toString();
    }

    List<Item> items(String name, WellKnownFolder folder) {
        MailboxId mailbox = mailbox(name);
        List<Item> items = mail.mailboxes
                .open(mailbox)
                .items()
                .list(MailFixture.newest(folder.id(), 1000, Fields.of("body", "internetMessageHeaders", "flag")))
                .values();
        long total = mail.mailboxes.open(mailbox).folders().get(folder.id()).total();
        if (total != items.size()) {
            throw new AssertionError("the folder counts " + total + " and holds " + items.size());
        }
        return items;
    }

    MailboxId mailbox(String name) {
        MailboxId mailbox = people.get(name + DOMAIN);
        if (mailbox == null) {
            throw new IllegalArgumentException(name);
        }
        return mailbox;
    }

    int inbox(String name) {
        return items(name, WellKnownFolder.INBOX).size();
    }

    ObjectNode json(String text) {
        return MailFixture.json(text);
    }

    static void workAll(Delivery node) {
        while (node.worker().work()) {
            // until nothing is due
        }
    }

    @Override
    public void close() {
        mail.close();
    }
}
