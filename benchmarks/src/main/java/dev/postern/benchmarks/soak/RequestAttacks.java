package dev.postern.benchmarks.soak;

import dev.postern.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Attacks by requests: those of an application with a mailbox, and those of an outsider. */
final class RequestAttacks {
    private static final String MAILBOX = "/v1.0/users/" + Site.HOSTILE;

    private final Site site;
    private final Http http;

    RequestAttacks(Site site, Http http) {
        this.site = site;
        this.http = http;
    }

    List<Attack> all() {
        var attacks = new ArrayList<Attack>();
        attacks.add(new Attack("html", 1, Duration.ofSeconds(2), this::storeHtml));
        attacks.add(new Attack("html-to-others", 1, Duration.ofSeconds(20), this::sendHtml));
        attacks.add(new Attack("mime", 1, Duration.ofSeconds(3), this::storeMime));
        attacks.add(new Attack("list", 2, Duration.ofSeconds(1), _ -> get("/messages?$top=50")));
        attacks.add(new Attack("batch", 2, Duration.ofSeconds(1), _ -> batch()));
        attacks.add(new Attack("query", 2, Duration.ofMillis(300), r -> get("/messages?" + HostileContent.query(r))));
        attacks.add(new Attack("json", 1, Duration.ofSeconds(1), this::json));
        attacks.add(new Attack("upload", 1, Duration.ofMillis(500), _ -> abandonedUpload()));
        attacks.add(new Attack("guess", 4, Duration.ofMillis(50), _ -> guess()));
        attacks.add(new Attack("forge", 2, Duration.ofMillis(100), _ -> forge()));
        attacks.add(new Attack("workflow", 1, Duration.ofSeconds(5), _ -> workflow()));
        return attacks;
    }

    private int hostile(String method, String path, String type, String body) throws IOException {
        return http.send(method, path, site.hostile().token(http), type, body).status();
    }

    private int get(String path) throws IOException {
        return hostile("GET", MAILBOX + path, "application/json", "");
    }

    private int storeHtml(RandomGenerator random) throws IOException {
        return hostile("POST", MAILBOX + "/messages", "application/json", Json.text(HostileContent.message(random)));
    }

    private int sendHtml(RandomGenerator random) throws IOException {
        ObjectNode root = Json.object();
        ObjectNode message = HostileContent.message(random);
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", Site.RECEIVER);
        root.set("message", message);
        root.put("saveToSentItems", false);
        return hostile("POST", MAILBOX + "/sendMail", "application/json", Json.text(root));
    }

    private int storeMime(RandomGenerator random) throws IOException {
        return hostile("POST", MAILBOX + "/messages", "text/plain", HostileContent.mime(random));
    }

    /** Twenty lists of everything in one request. */
    private int batch() throws IOException {
        ObjectNode root = Json.object();
        ArrayNode requests = root.putArray("requests");
        for (int i = 0; i < 20; i++) {
            requests.addObject()
                    .put("id", Integer.toString(i))
                    .put("method", "GET")
                    .put("url", "/users/" + Site.HOSTILE + "/messages?$top=1000&$expand=attachments");
        }
        return hostile("POST", "/v1.0/$batch", "application/json", Json.text(root));
    }

    private int json(RandomGenerator random) throws IOException {
        String body = random.nextBoolean() ? "[".repeat(1_000_000) : "{\"a\":[" + "{},".repeat(1_000_000) + "{}]}";
        return hostile("POST", MAILBOX + "/messages", "application/json", body);
    }

    private int abandonedUpload() throws IOException {
        Http.Reply draft =
                http.send("POST", MAILBOX + "/messages", site.hostile().token(http), "application/json", "{}");
        if (draft.status() != 201) {
            return draft.status();
        }
        String id = Json.parse(draft.body()).path("id").asString("");
        return hostile(
                "POST",
                MAILBOX + "/messages/" + id + "/attachments/createUploadSession",
                "application/json",
                "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"x\",\"size\":100000000}}");
    }

    private int guess() throws IOException {
        String form = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id="
                + UUID.randomUUID() + "&client_secret=" + UUID.randomUUID();
        return http.send(
                        "POST",
                        "/" + site.tenantId() + "/oauth2/v2.0/token",
                        "",
                        "application/x-www-form-urlencoded",
                        form)
                .status();
    }

    /** A valid token with its last characters changed. */
    private int forge() throws IOException {
        String token = site.hostile().token(http);
        return http.get(MAILBOX + "/messages", token.substring(0, token.length() - 8) + "AAAAAAAA")
                .status();
    }

    private int workflow() throws IOException {
        Site.cli(site.profile(), "workflow", "run", "bomb");
        return 0;
    }
}
