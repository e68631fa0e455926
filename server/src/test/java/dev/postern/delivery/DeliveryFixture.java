package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A store with some people in it, and nodes that deliver when they are told to. */
final class DeliveryFixture implements AutoCloseable, RecipientResolver {
    static final String DOMAIN = "@contoso.example";
    final MailFixture mail;
    final FailingDatabase database;
    final Map<String, MailboxId> people = new LinkedHashMap<>();
    final Map<String, List<String>> groups = new HashMap<>();

    DeliveryFixture(Engine engine, String... names) {
        this(Databases.open(engine), names);
    }

    DeliveryFixture(Database real, String... names) {
        this(real, new Mailboxes.Settings("contoso.example", false), names);
    }

    DeliveryFixture(Database real, Mailboxes.Settings settings, String... names) {
        database = new FailingDatabase(real);
        mail = new MailFixture(database, settings);
        people.put("sender" + DOMAIN, mail.mailbox);
        for (String name : names) {
            people.put(name + DOMAIN, mail.newMailbox());
        }
    }

    Delivery node() {
        return node(database);
    }

    Delivery node(Database on) {
        return new Delivery(
                on, mail.mailboxes, this, mail, new UUID(mail.random().nextLong(), 1));
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
                .list(ListQuery.newest(folder.id(), 1000, Fields.of("body", "internetMessageHeaders", "flag")))
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
            // until there is nothing left
        }
    }

    @Override
    public Resolution resolve(TenantId tenant, Set<String> addresses) {
        Map<MailboxId, String> mailboxes = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        Set<String> outside = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(addresses);
        while (!open.isEmpty()) {
            String address = open.pop();
            MailboxId mailbox = people.get(address);
            if (!seen.add(address)) {
                continue;
            }
            if (mailbox != null) {
                mailboxes.put(mailbox, address);
            } else if (groups.containsKey(address)) {
                open.addAll(groups.getOrDefault(address, List.of()));
            } else if (address.endsWith(DOMAIN)) {
                unknown.add(address);
            } else {
                outside.add(address);
            }
        }
        return new Resolution(mailboxes, unknown, outside);
    }

    @Override
    public String postmaster(TenantId tenant) {
        return "postmaster" + DOMAIN;
    }

    @Override
    public void close() {
        mail.close();
    }
}
