package dev.postern.acceptance;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that read a store, with the responses of the version that made it. Contents are recorded by their hash. */
final class StoreRecording {
    private static final String BOX = "/v1.0/users/";
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";\r\n]{10,})");

    private final Administration admin;
    private final String token;
    private final List<ObjectNode> exchanges = new ArrayList<>();

    private StoreRecording(Administration admin, String token) {
        this.admin = admin;
        this.token = token;
    }

    /** Reads all data of these mailboxes and of the directory that a caller can read. */
    static List<ObjectNode> of(Administration admin, String token, List<String> mailboxes) {
        StoreRecording recording = new StoreRecording(admin, token);
        mailboxes.forEach(recording::mailbox);
        recording.directory();
        return recording.exchanges;
    }

    private void mailbox(String address) {
        String box = BOX + address;
        folders(box + "/mailFolders?includeHiddenFolders=true&$top=100", box);
        recordJson(box + "/mailFolders/inbox");
        recordJson(box + "/messages?$top=5&$select=subject&$orderby=receivedDateTime");
        recordJson(box + "/messages?$search=%22planned%22&$select=subject");
        recordJson(box + "/messages?$filter=hasAttachments%20eq%20true&$select=subject");
        recordJson(box + "/messages?$filter=from/emailAddress/address%20eq%20'second@contoso.example'&$select=subject");
    }

    private void folders(String list, String box) {
        for (JsonNode folder : recordJson(list).get("value")) {
            String path = box + "/mailFolders/" + folder.get("id").asString();
            recordJson(path);
            if (folder.get("childFolderCount").asInt() > 0) {
                folders(path + "/childFolders?includeHiddenFolders=true&$top=100", box);
            }
            String messages = path + "/messages?$top=100&$orderby=receivedDateTime%20desc,subject";
            boolean search = "#microsoft.graph.mailSearchFolder"
                    .equals(folder.path("@odata.type").asString(""));
            for (JsonNode message :
                    recordJson(search ? path + "/messages?$top=100" : messages).get("value")) {
                message(box + "/messages/" + message.get("id").asString());
            }
        }
    }

    private void message(String path) {
        recordJson(path);
        recordJson(path + "?$expand=attachments,extensions,singleValueExtendedProperties"
                + "($filter=id%20eq%20'String%20%7B66f5a359-4659-4830-9070-00047ec6ac6e%7D%20Name%20Color')");
        recordJson(path + "?$select=internetMessageHeaders,uniqueBody");
        recordHash(path + "/$value");
        for (JsonNode attachment : recordJson(path + "/attachments").get("value")) {
            String one = path + "/attachments/" + attachment.get("id").asString();
            if (!attachment.get("@odata.type").asString().endsWith("referenceAttachment")) {
                recordHash(one + "/$value");
            }
            if (attachment.get("@odata.type").asString().endsWith("itemAttachment")) {
                recordJson(one + "?$expand=microsoft.graph.itemattachment/item");
            }
        }
    }

    private void directory() {
        recordJson("/v1.0/users");
        for (JsonNode group : recordJson("/v1.0/groups").get("value")) {
            recordJson("/v1.0/groups/" + group.get("id").asString() + "/members");
        }
        recordJson("/v1.0/applications?$filter=displayName%20eq%20'reporter'");
        recordJson("/v1.0/servicePrincipals?$filter=displayName%20eq%20'reporter'");
    }

    private JsonNode recordJson(String path) {
        JsonNode body = read(admin, token, path);
        exchanges.add(Json.object().put("path", path).set("body", body));
        return body;
    }

    private void recordHash(String path) {
        exchanges.add(Json.object().put("path", path).put("sha256", hash(admin, token, path)));
    }

    /** Returns the current response of a path, without the address of the server. */
    static JsonNode read(Administration admin, String token, String path) {
        String body = admin.http().get(path, token).expect(200).body();
        return Json.parse(body.replace(admin.http().base(), ""));
    }

    /** Returns the hash of the current response of a path. */
    static String hash(Administration admin, String token, String path) {
        try {
            byte[] bytes = Http.bytes(admin.http().base() + path, token);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(withoutBoundaries(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Messages that were not submitted as MIME get random boundaries at each request. */
    private static byte[] withoutBoundaries(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> boundaries =
                BOUNDARY.matcher(text).results().map(found -> found.group(1)).toList();
        for (int i = 0; i < boundaries.size(); i++) {
            text = text.replace(boundaries.get(i), "boundary" + i);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static void write(List<ObjectNode> exchanges, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (ObjectNode each : exchanges) {
                out.write((Json.text(each) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    static List<JsonNode> read(InputStream file) {
        try (InputStream in = new GZIPInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
