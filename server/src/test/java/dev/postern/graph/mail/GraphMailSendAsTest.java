package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.audit.AuditRows;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.SendRight;
import dev.postern.directory.SendRights;
import dev.postern.directory.User;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Sending as another recipient, and on its behalf. The mailbox that sends is always Adele's. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphMailSendAsTest {
    private static final String SHARED = GraphMailFixture.SHARED;
    private static final String ADELE = GraphMailFixture.ADELE;

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient client;
    private Group inner;
    private Group outer;
    private Group open;

    @BeforeEach
    void open() {
        mail = new GraphMailFixture(engine);
        client = mail.client(mail.app("sender", "Mail.ReadWrite", "Mail.Send"));
        inner = mail.group("inner", mail.owner(ADELE).id());
        outer = mail.group("outer", inner.id());
        open = distribution("open", mail.owner(ADELE).id());
    }

    @AfterEach
    void close() {
        mail.close();
    }

    private Group distribution(String name, ObjectId member) {
        Group group = mail.group(name, member);
        Group plain = new Group(
                group.id(),
                group.createdAt(),
                group.displayName(),
                group.mailNickname(),
                false,
                group.groupTypes(),
                group.recipient(),
                group.owners(),
                group.profile());
        change(draft -> draft.put(plain));
        return plain;
    }

    private void change(Consumer<Draft> change) {
        mail.directory.change(mail.tenant.id(), GraphMailFixture.ACTOR, draft -> {
            change.accept(draft);
            return true;
        });
    }

    private void grant(String address, SendRight right, ObjectId... trustees) {
        change(draft -> {
            MailRecipient recipient =
                    Objects.requireNonNull(MailRecipient.of(draft.before().byAddress(address)));
            var changed = SendRights.with(recipient.recipient(), right, List.of(trustees));
            switch (recipient.object()) {
                case User user -> draft.put(user.withRecipient(changed));
                case Group group -> draft.put(group.withRecipient(changed));
                default -> throw new AssertionError(recipient);
            }
        });
    }

    private static String person(String address) {
        return "{'emailAddress':{'address':'" + address + "'}}";
    }

    private static String message(String subject, String more) {
        return "{'subject':'" + subject + "','toRecipients':[" + person("megan@contoso.example") + "]" + more + "}";
    }

    private static String from(String address) {
        return ",'from':" + person(address);
    }

    private GraphClient.Answer send(String subject, String more) {
        return client.post("/users/" + ADELE + "/sendMail", "{'message':" + message(subject, more) + "}");
    }

    /** The people of the copy in a folder: author and sender. */
    private String people(String user, String folder, String subject) {
        mail.delivery.deliverDue();
        JsonNode found = client.get(
                        "/users/" + user + "/mailFolders/" + folder + "/messages?$filter=subject eq '" + subject + "'")
                .at("/value/0");
        return found.at("/from/emailAddress/address").asString() + " "
                + found.at("/sender/emailAddress/address").asString();
    }

    private enum Trustee {
        SELF,
        INNER,
        OUTER,
        OPEN,
        OTHER
    }

    private record Case(SendRight right, Trustee trustee, String from, boolean allowed) {}

    private static final List<Case> CASES = List.of(
            new Case(SendRight.SEND_AS, Trustee.SELF, "shared@contoso.example", true),
            new Case(SendRight.SEND_AS, Trustee.SELF, "SHARED.alias@contoso.example", true),
            new Case(SendRight.SEND_AS, Trustee.INNER, "shared@contoso.example", true),
            new Case(SendRight.SEND_AS, Trustee.OUTER, "shared@contoso.example", true),
            new Case(SendRight.SEND_ON_BEHALF, Trustee.SELF, "shared@contoso.example", true),
            new Case(SendRight.SEND_ON_BEHALF, Trustee.OUTER, "shared.alias@contoso.example", true),
            new Case(SendRight.SEND_AS, Trustee.OPEN, "shared@contoso.example", false),
            new Case(SendRight.SEND_AS, Trustee.OTHER, "shared@contoso.example", false),
            new Case(SendRight.SEND_ON_BEHALF, Trustee.OTHER, "shared@contoso.example", false),
            new Case(SendRight.SEND_AS, Trustee.SELF, "megan@contoso.example", false),
            new Case(SendRight.SEND_AS, Trustee.SELF, "nobody@contoso.example", false),
            new Case(SendRight.SEND_AS, Trustee.SELF, "shared@fabrikam.example", false));

    @Test
    void rightsDecide() {
        for (Case one : CASES) {
            ObjectId trustee = switch (one.trustee()) {
                case SELF -> mail.owner(ADELE).id();
                case INNER -> inner.id();
                case OUTER -> outer.id();
                case OPEN -> open.id();
                case OTHER -> mail.owner("megan@contoso.example").id();
            };
            grant(SHARED, one.right(), trustee);
            String subject = "case " + CASES.indexOf(one);
            var answer = send(subject, from(one.from()));
            if (one.allowed()) {
                answer.expect(202);
                String sender = one.right() == SendRight.SEND_AS ? one.from() : ADELE;
                assertEquals(one.from() + " " + sender, people("megan@contoso.example", "inbox", subject), subject);
                assertEquals(one.from() + " " + sender, people(ADELE, "sentitems", subject), subject);
            } else {
                answer.expect(403, "ErrorSendAsDenied");
            }
            grant(SHARED, one.right());
            send("later", from(one.from())).expect(403, "ErrorSendAsDenied");
        }
        assertEquals(" ", people("megan@contoso.example", "inbox", "later"));
    }

    @Test
    void aRightIsNotMutual() {
        grant(ADELE, SendRight.SEND_AS, mail.owner(SHARED).id());
        send("x", from(SHARED)).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void withBothRightsAMailboxSendsAs() {
        grant(SHARED, SendRight.SEND_ON_BEHALF, mail.owner(ADELE).id());
        grant(SHARED, SendRight.SEND_AS, mail.owner(ADELE).id());
        send("both", from(SHARED)).expect(202);
        assertEquals(SHARED + " " + SHARED, people("megan@contoso.example", "inbox", "both"));
    }

    @Test
    void groupsCanBeAuthors() {
        grant("open@contoso.example", SendRight.SEND_AS, mail.owner(ADELE).id());
        send("group", from("open@contoso.example")).expect(202);
        assertEquals("open@contoso.example open@contoso.example", people("megan@contoso.example", "inbox", "group"));
        send("group", from("outer@contoso.example")).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void aRecipientOfAnotherTenantIsNone() {
        var home = mail.tenant;
        mail.tenant = mail.newTenant("fabrikam.example");
        mail.user("shared", "Shared");
        var stranger = mail.owner("shared@fabrikam.example").id();
        grant("shared@fabrikam.example", SendRight.SEND_AS, stranger);
        mail.tenant = home;
        grant(SHARED, SendRight.SEND_AS, stranger);
        send("x", from("shared@fabrikam.example")).expect(403, "ErrorSendAsDenied");
        send("x", from(SHARED)).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void theSenderIsOneOfTheTwo() {
        grant(SHARED, SendRight.SEND_ON_BEHALF, mail.owner(ADELE).id());
        send("named", from(SHARED) + ",'sender':" + person(ADELE)).expect(202);
        assertEquals(SHARED + " " + ADELE, people("megan@contoso.example", "inbox", "named"));
        send("claimed", from(SHARED) + ",'sender':" + person(SHARED)).expect(202);
        assertEquals(SHARED + " " + ADELE, people("megan@contoso.example", "inbox", "claimed"));
        send("x", from(SHARED) + ",'sender':" + person("megan@contoso.example")).expect(403, "ErrorSendAsDenied");
        send("x", from(ADELE) + ",'sender':" + person(SHARED)).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void aRemovedRecipientHasNoPermissions() {
        var adele = mail.owner(ADELE).id();
        grant(SHARED, SendRight.SEND_AS, adele);
        var old = mail.owner(SHARED);
        change(draft -> draft.remove(old.id()));
        mail.user("shared", "Another");
        send("x", from(SHARED)).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void draftsAreDecidedWhenTheyAreSent() {
        grant(SHARED, SendRight.SEND_AS, mail.owner(ADELE).id());
        String kept = draft("kept");
        String refused = draft("refused");
        client.post("/users/" + ADELE + "/messages/" + kept + "/send", "").expect(202);
        grant(SHARED, SendRight.SEND_AS);
        client.post("/users/" + ADELE + "/messages/" + refused + "/send", "").expect(403, "ErrorSendAsDenied");
        assertEquals(SHARED + " " + SHARED, people("megan@contoso.example", "inbox", "kept"));
        assertEquals(" ", people("megan@contoso.example", "inbox", "refused"));
    }

    private String draft(String subject) {
        return client.post("/users/" + ADELE + "/messages", message(subject, from(SHARED)))
                .at("/id")
                .asString();
    }

    @Test
    void deferredMessagesAreDecidedAgain() {
        grant(SHARED, SendRight.SEND_ON_BEHALF, mail.owner(ADELE).id());
        String later = ",'singleValueExtendedProperties':[{'id':'SystemTime 0x3FEF','value':'2026-11-23T08:10:00Z'}]";
        send("one", from(SHARED) + later).expect(202);
        mail.pass(Duration.ofMinutes(10));
        mail.deferred.round();
        assertEquals(SHARED + " " + ADELE, people("megan@contoso.example", "inbox", "one"));
        send("two", from(SHARED) + later.replace("08:10", "08:20")).expect(202);
        grant(SHARED, SendRight.SEND_ON_BEHALF);
        mail.pass(Duration.ofMinutes(10));
        mail.deferred.round();
        assertEquals(" ", people("megan@contoso.example", "inbox", "two"));
    }

    @Test
    void mimeNamesTheSenderThatTheRightAllows() {
        grant(SHARED, SendRight.SEND_ON_BEHALF, mail.owner(ADELE).id());
        assertEquals("Sender: " + ADELE, senderField("none", ""));
        assertEquals("Sender: " + ADELE, senderField("own", "Sender: " + ADELE + "\r\n"));
        assertTrue(senderField("claimed", "Sender: " + SHARED + "\r\n").contains(ADELE));
        grant(SHARED, SendRight.SEND_AS, mail.owner(ADELE).id());
        assertEquals("", senderField("as", ""));
    }

    private String senderField(String subject, String header) {
        String mime = "From: " + SHARED + "\r\n" + header + "To: megan@contoso.example\r\nSubject: " + subject
                + "\r\nContent-Type: text/plain\r\n\r\nHello\r\n";
        client.call(
                        "POST",
                        "/users/" + ADELE + "/sendMail",
                        "text/plain",
                        Base64.getEncoder().encode(mime.getBytes(StandardCharsets.UTF_8)))
                .expect(202);
        mail.delivery.deliverDue();
        String id = client.get("/users/megan@contoso.example/messages?$filter=subject eq '" + subject + "'")
                .at("/value/0/id")
                .asString();
        return client.get("/users/megan@contoso.example/messages/" + id + "/$value")
                .text()
                .lines()
                .filter(line -> line.startsWith("Sender:"))
                .findFirst()
                .orElse("");
    }

    @Test
    void theAuditSaysWhichRightAllowedIt() {
        ObjectId shared = mail.owner(SHARED).id();
        send("x", from(SHARED)).expect(403, "ErrorSendAsDenied");
        mail.audit.flush();
        grant(SHARED, SendRight.SEND_ON_BEHALF, mail.owner(ADELE).id());
        send("x", from(SHARED)).expect(202);
        grant(SHARED, SendRight.SEND_AS, mail.owner(ADELE).id());
        send("x", from(SHARED)).expect(202);
        send("x", "").expect(202);
        List<String> ends = new AuditRows(mail.database)
                .ofMailbox(mail.mailbox(ADELE)).stream()
                        .map(entry -> String.valueOf(entry.explanation()))
                        .map(text -> text.replaceAll("^Granted.*?\\. ?(?=Not|Sent|$)", ""))
                        .toList();
        assertEquals(
                List.of(
                        "Not sent: no right to send as " + shared + ".",
                        "Sent on behalf of " + shared + ".",
                        "Sent as " + shared + ".",
                        ""),
                ends);
    }
}
