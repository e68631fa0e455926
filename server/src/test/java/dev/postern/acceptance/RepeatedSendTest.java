package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program that repeats {@code sendMail}, because it did not receive the response, does not send twice. */
class RepeatedSendTest {
    private static TestPostern postern;
    private static Administration admin;
    private static String token;
    private static String reader;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        admin = postern.admin();
        admin.sharedMailbox("sender");
        admin.sharedMailbox("other");
        admin.sharedMailbox("receiver");
        token = admin.token(admin.app("repeater", "Mail.Send"));
        reader = admin.token(admin.app("reader", "Mail.Read"));
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static String id(Duration age) {
        return Uuids.timeOrdered(Instant.now().minus(age), new Random()).toString();
    }

    private static void send(String from, String subject, boolean save, String id) {
        String body = Administration.mail(subject, "receiver@contoso.example");
        String saved = body.substring(0, body.lastIndexOf('}')) + ",\"saveToSentItems\":" + save + "}";
        admin.http()
                .send(
                        "POST",
                        "/v1.0/users/" + from + "@contoso.example/sendMail",
                        token,
                        "application/json",
                        saved,
                        List.of("client-request-id", id))
                .expect(202);
    }

    private static void arrives(String subject, int times) {
        // What is sent last arrives last.
        String last = "After " + UUID.randomUUID();
        send("sender", last, false, UUID.randomUUID().toString());
        Waiting.until(() -> count("receiver", "inbox", last) == 1 ? Optional.of(true) : Optional.empty());
        assertEquals(
                times,
                Waiting.until(
                        () -> Optional.of(count("receiver", "inbox", subject)).filter(n -> n >= times)));
    }

    private static int count(String mailbox, String folder, String subject) {
        return admin.http()
                .get(
                        "/v1.0/users/" + mailbox + "@contoso.example/mailFolders/" + folder
                                + "/messages?$select=subject&$filter=subject%20eq%20'" + subject.replace(" ", "%20")
                                + "'",
                        reader)
                .expect(200)
                .json()
                .get("value")
                .size();
    }

    @Test
    void aRepeatedRequestSendsOnce() {
        String id = id(Duration.ofSeconds(3));
        for (int i = 0; i < 3; i++) {
            send("sender", "Repeated", true, id);
        }
        arrives("Repeated", 1);
        assertEquals(1, count("sender", "sentitems", "Repeated"));
    }

    @Test
    void aRepeatedRequestSendsOnceWithoutACopyToo() {
        String id = id(Duration.ofHours(30));
        send("sender", "Not saved", false, id);
        arrives("Not saved", 1);
        send("sender", "Not saved", false, id);
        arrives("Not saved", 1);
    }

    @Test
    void anotherMessageOrMailboxIsNoRepetition() {
        String id = id(Duration.ZERO);
        send("sender", "One of two", true, id);
        send("sender", "Two of two", true, id);
        send("other", "Two of two", true, id);
        arrives("One of two", 1);
        arrives("Two of two", 2);
    }

    @Test
    void anIdThatIsNotTimeOrderedCountsForAWindow() {
        String id = UUID.randomUUID().toString();
        send("sender", "Same id", true, id);
        send("sender", "Same id", true, id);
        arrives("Same id", 1);
    }

    @Test
    void aVeryOldIdCountsForAWindow() {
        String id = id(Duration.ofDays(91));
        send("sender", "Old id", true, id);
        send("sender", "Old id", true, id);
        arrives("Old id", 1);
    }
}
