package dev.postern.receive;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.compute.ComputePool;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.outbound.AddressRange;
import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.MailHandler;
import dev.postern.smtp.server.MailTransaction;
import dev.postern.smtp.server.Peer;
import dev.postern.smtp.server.RecipientCommand;
import dev.postern.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two tenants, contoso.example and fabrikam.example, and a host that sends mail to them. */
final class ReceivingFixture implements AutoCloseable {
    static final String HOST = "mx.contoso.example";
    static final Peer STRANGER = peer("192.0.2.1", false);
    static final Peer TRUSTED = peer("198.51.100.7", false);
    static final Peer LMTP = peer("192.0.2.1", true);

    final MailFixture mail;
    final TestCore here;
    final Tenant contoso;
    final Tenant fabrikam;
    final List<TracedArrival> traced = new ArrayList<>();
    private final ComputePool pool = new ComputePool(2);
    private final Map<String, MailboxId> people = new HashMap<>();
    final MailHandler handler;

    ReceivingFixture(Database database) {
        this(database, new Mailboxes.Settings("contoso.example", false), settings(10_000_000));
    }

    ReceivingFixture(Database database, Mailboxes.Settings mailboxes, ReceivingSettings settings) {
        mail = new MailFixture(database, mailboxes);
        here = new TestCore(mail.core());
        contoso = here.tenant(MailFixture.TENANT, "contoso.example");
        fabrikam = here.tenant(new TenantId(here.uuid()), "fabrikam.example");
        handler = mail.core().receiving(settings, pool, (_, arrival) -> traced.add(arrival));
    }

    static ReceivingSettings settings(long maxBytes) {
        return new ReceivingSettings(HOST, List.of(AddressRange.parse("198.51.100.0/24")), 500, maxBytes, true);
    }

    static Peer peer(String address, boolean lmtp) {
        return new Peer(InetAddress.ofLiteral(address), "mail.elsewhere.example", lmtp ? "LMTP" : "ESMTP", lmtp);
    }

    User person(Tenant tenant, String name, RecipientType type) {
        MailboxId mailbox = new MailboxId(here.uuid());
        people.put(name + "@" + tenant.defaultDomain(), mailbox);
        return here.user(tenant, type, name, name, mailbox);
    }

    User person(String name) {
        return person(contoso, name, RecipientType.USER_MAILBOX);
    }

    /** A group that accepts mail from outside, or not. */
    Group group(String name, boolean inside, ObjectId... members) {
        Group group = here.group(contoso, name, members);
        Recipient old = Objects.requireNonNull(group.recipient());
        Recipient recipient = new Recipient(
                old.type(),
                old.name(),
                old.alias(),
                old.primaryAddress(),
                old.otherAddresses(),
                old.sid(),
                old.exchangeGuid(),
                false,
                Map.of("RequireSenderAuthenticationEnabled", Boolean.toString(inside)));
        return here.put(
                contoso,
                new Group(
                        group.id(),
                        group.createdAt(),
                        group.displayName(),
                        group.mailNickname(),
                        true,
                        List.of(),
                        recipient,
                        List.of(),
                        Map.of()));
    }

    void member(Group group, ObjectId member) {
        here.directory().change(contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(group.id(), member);
            return true;
        });
    }

    /** The texts of the replies: of the first command that was refused, or of the data. */
    List<String> send(Peer peer, String sender, List<String> recipients, byte[] content) {
        return switch (handler.begin(peer, new MailCommand(sender, 0, false, null, false))) {
            case MailHandler.Begun.Refused(Reply reply) -> List.of(reply.text());
            case MailHandler.Begun.Accepted(MailTransaction transaction) -> send(transaction, recipients, content);
        };
    }

    private static List<String> send(MailTransaction transaction, List<String> recipients, byte[] content) {
        boolean some = false;
        var refused = new ArrayList<String>();
        for (String recipient : recipients) {
            Reply reply = transaction.recipient(new RecipientCommand(recipient, DeliveryNotice.USUAL));
            some |= reply.isPositive();
            if (!reply.isPositive()) {
                refused.add(reply.text());
            }
        }
        if (!some) {
            transaction.abort();
            return refused;
        }
        try (OutputStream out = transaction.content()) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        refused.addAll(transaction.end().stream().map(Reply::text).toList());
        return refused;
    }

    /** The beginning of the only reply: code and status. */
    String code(Peer peer, String sender, String recipient, String content) {
        return code(send(peer, sender, List.of(recipient), bytes(content)).getFirst());
    }

    static String code(String reply) {
        return reply.substring(0, reply.indexOf(' ', 4));
    }

    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    Mailbox open(String address) {
        return mail.mailboxes.open(Objects.requireNonNull(people.get(address), address));
    }

    List<Item> items(String address, WellKnownFolder folder) {
        Mailbox mailbox = open(address);
        // a mailbox is created at its first use
        if (mail.mailboxes.find(mailbox.id()) == null) {
            return List.of();
        }
        return mailbox.items()
                .list(MailFixture.newest(folder.id(), 1000, Fields.of("body", "internetMessageHeaders")))
                .values();
    }

    List<Item> inbox(String address) {
        return items(address, WellKnownFolder.INBOX);
    }

    /** The MIME of the only message in the Inbox. */
    String mime(String address) {
        List<Item> inbox = inbox(address);
        if (inbox.size() != 1) {
            throw new AssertionError("not one message: " + inbox.size());
        }
        return new String(mime(address, inbox.getFirst()), StandardCharsets.UTF_8);
    }

    byte[] mime(String address, Item item) {
        @Nullable Content content = open(address).mimeSources().find(item.id());
        try (InputStream in = Objects.requireNonNull(content).open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
        mail.close();
    }
}
