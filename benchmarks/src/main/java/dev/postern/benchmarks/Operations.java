package dev.postern.benchmarks;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The measured operations, from a baseline request that does nothing to searches. */
final class Operations {
    private static final String LISTED = "$select=subject,from,receivedDateTime,isRead,hasAttachments,importance";
    private static final String INBOX = "/mailFolders/inbox/messages";
    private static final int BODY = 2_000;
    private static final int MIN_MESSAGES = 200;

    private final Mailbox mailbox;

    Operations(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    List<BenchmarkOperation> all() throws IOException {
        List<String> ids = ids();
        return List.of(
                new BenchmarkOperation("baseline", 0, 200, false, _ -> baseline()),
                new BenchmarkOperation("sendMail", 0.4, 202, true, this::sendMail),
                get("list 25", 0.39, "/mailFolders/inbox/messages?$top=25&" + LISTED),
                get("list 25 whole", 0, "/mailFolders/inbox/messages?$top=25"),
                new BenchmarkOperation(
                        "get one",
                        0.15,
                        200,
                        false,
                        random -> mailbox.request("GET", "/messages/" + ids.get(random.nextInt(ids.size())), "")),
                delta("delta unchanged", 0.3, INBOX, 0),
                delta("delta mailbox unchanged", 0.3, "/messages", 0),
                delta("delta 100 changed", 0, INBOX, 100),
                get(
                        "filter unread",
                        0,
                        "/mailFolders/inbox/messages?$top=25&$filter=isRead eq false&$orderby=receivedDateTime desc&"
                                + LISTED),
                new BenchmarkOperation(
                        "filter sender",
                        0,
                        200,
                        false,
                        random -> mailbox.request(
                                "GET",
                                "/messages?$top=25&$filter=from/emailAddress/address eq 'sender" + random.nextInt(1000)
                                        + "@fabrikam.example'&" + LISTED,
                                "")),
                new BenchmarkOperation("search rare", 0, 200, false, random -> search(5_000 + random.nextInt(5_000))),
                new BenchmarkOperation("search common", 0, 200, false, random -> search(random.nextInt(20))));
    }

    private BenchmarkOperation get(String name, double wanted, String path) {
        byte[] request = mailbox.request("GET", path, "");
        return new BenchmarkOperation(name, wanted, 200, false, _ -> request);
    }

    /**
     * Follows a link after this many changes of messages, on one page. The link is made when it is first followed, so that no other operation
     * changes the mailbox in between. Its first round has one message; the cost of a link does not depend on that.
     */
    private BenchmarkOperation delta(String name, double wanted, String messages, int changes) {
        var request = new AtomicReference<byte[]>();
        return new BenchmarkOperation(name, wanted, 200, false, _ -> {
            synchronized (request) {
                byte[] made = request.get();
                if (made == null) {
                    made = mailbox.request("GET", deltaLink(messages, changes), "", "Prefer: odata.maxpagesize=1000");
                    request.set(made);
                }
                return made;
            }
        });
    }

    private String deltaLink(String messages, int changes) {
        try (Wire wire = new Wire(mailbox.server().port())) {
            String first = messages + "/delta?$top=1&$select=subject,from,receivedDateTime,isRead";
            String link = Json.parse(mailbox.expect(wire, "GET", first, "", 200).content())
                    .path("@odata.deltaLink")
                    .asString("");
            String page = "/mailFolders/inbox/messages?$select=id&$top=" + Math.max(1, changes);
            int changed = 0;
            for (JsonNode one : Json.parse(
                            mailbox.expect(wire, "GET", page, "", 200).content())
                    .path("value")) {
                if (changed++ < changes) {
                    String path = "/messages/" + one.path("id").asString("");
                    mailbox.expect(wire, "PATCH", path, "{\"importance\":\"low\"}", 200);
                }
            }
            return link.substring(link.indexOf("/users/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] search(int word) {
        return mailbox.request("GET", "/messages?$search=\"" + Words.word(word) + "\"&$top=25&" + LISTED, "");
    }

    private byte[] baseline() {
        return ("GET /healthz HTTP/1.1\r\nHost: localhost:" + mailbox.server().port() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] sendMail(RandomGenerator random) {
        return mailbox.request("POST", "/sendMail", letter(random, "bench1"));
    }

    static String letter(RandomGenerator random, String to) {
        ObjectNode root = Json.object();
        ObjectNode message = root.putObject("message");
        message.put("subject", Words.text(random, 40).strip());
        message.putObject("body").put("contentType", "Text").put("content", Words.text(random, BODY));
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", to + "@contoso.example");
        return Json.text(root);
    }

    /**
     * Some hundred messages to read. If there are too few, the mailbox first sends to itself, so that lists are not
     * empty either.
     */
    private List<String> ids() throws IOException {
        try (Wire wire = new Wire(mailbox.server().port())) {
            String page = "/messages?$top=1000&$select=id";
            var ids = new ArrayList<String>();
            var random = new SplittableRandom(3);
            for (int i = 0; ids.size() < MIN_MESSAGES; i++) {
                if (i > 0) {
                    for (int sent = 0; sent < MIN_MESSAGES; sent++) {
                        mailbox.expect(wire, "POST", "/sendMail", letter(random, "bench0"), 202);
                    }
                }
                ids.clear();
                for (JsonNode one : Json.parse(
                                mailbox.expect(wire, "GET", page, "", 200).content())
                        .path("value")) {
                    ids.add(one.path("id").asString(""));
                }
            }
            return ids;
        }
    }
}
