package dev.postern.acceptance;

import static dev.postern.acceptance.Observation.mailbox;

import java.util.ArrayList;
import java.util.List;

/** The keys that act on mail over Graph. */
final class MailSettingRows {
    private static final String UPLOAD = "{'AttachmentItem':{'attachmentType':'file','name':'f','size':3000000}}";

    private MailSettingRows() {}

    static List<SettingRow> all() {
        var rows = new ArrayList<SettingRow>();
        rows.add(new SettingRow(
                "mail.max-recipients",
                "1",
                "sending to two",
                mailbox(user -> user.sendTo("seen@contoso.example", "other@elsewhere.example")
                        .status()),
                "202",
                "400"));
        rows.add(new SettingRow(
                "mail.max-messages-per-hour",
                "1",
                "sending to one, twice",
                mailbox(user -> user.last(2, _ -> user.sendTo("seen@contoso.example"))),
                "202",
                "429"));
        rows.add(new SettingRow(
                "mail.max-recipients-per-hour",
                "1",
                "sending to one, twice",
                mailbox(user -> user.last(2, _ -> user.sendTo("seen@contoso.example"))),
                "202",
                "429"));
        rows.add(new SettingRow(
                "mail.max-messages-per-hour-of-app",
                "1",
                "sending to one, twice",
                mailbox(user -> user.last(2, _ -> user.sendTo("seen@contoso.example"))),
                "202",
                "429"));
        rows.add(new SettingRow(
                "mail.max-recipients-per-hour-of-app",
                "1",
                "sending to one, twice",
                mailbox(user -> user.last(2, _ -> user.sendTo("seen@contoso.example"))),
                "202",
                "429"));
        rows.add(new SettingRow(
                "mail.max-message-size",
                "20 KiB",
                "a draft of 40 KB",
                mailbox(user -> user.draft(40_000).status()),
                "201",
                "413"));
        rows.add(new SettingRow(
                "limits.body-bytes",
                "2 KiB",
                "a body of 5 KB",
                mailbox(user -> user.draft(5_000).status()),
                "201",
                "413"));
        rows.add(new SettingRow(
                "limits.memory",
                "8 MiB",
                "a body of 4 MB",
                mailbox(user -> user.draft(4_000_000).status()),
                "201",
                "503"));
        rows.add(new SettingRow(
                "graph.queries.unrestricted",
                "contoso.example",
                "a filter that Graph refuses",
                mailbox(user ->
                        user.get("/messages?$filter=endswith(subject,'a')").status()),
                "400",
                "200"));
        rows.add(new SettingRow(
                "graph.cloud-profile",
                "contoso.example",
                "whether sixty messages arrive at once",
                mailbox(user -> {
                    for (int i = 0; i < 60; i++) {
                        user.sendTo("seen@contoso.example").expect(202);
                    }
                    Answer list = user.get("/mailFolders/inbox/messages?$top=100&$select=id");
                    return list.expect(200).json().path("value").size() == 60;
                }),
                "true",
                "false"));
        rows.add(new SettingRow(
                "graph.cloud-faults",
                "100",
                "a request",
                mailbox(user -> user.get("/messages").status() >= 400).with("graph.cloud-profile", "contoso.example"),
                "false",
                "true"));
        rows.add(new SettingRow(
                "graph.cloud-policy-delay",
                "1 h",
                "a request that a new policy denies",
                mailbox(user -> {
                            user.postern().admin().securityGroup("empty");
                            user.postern().admin().restrict(user.app().appId(), "empty");
                            return user.get("/messages").status();
                        })
                        .with("graph.cloud-profile", "contoso.example"),
                "403",
                "200"));
        rows.add(new SettingRow(
                "access.require-scope",
                "true",
                "an application that no policy confines",
                mailbox(user -> user.get("/messages").status()),
                "200",
                "403"));
        rows.add(new SettingRow(
                "access.denial-text",
                "raop",
                "the text of a refusal by policy",
                mailbox(user -> {
                    user.postern().admin().securityGroup("empty");
                    user.postern().admin().restrict(user.app().appId(), "empty");
                    return user.get("/messages").expect(403).message().startsWith("Access to OData is disabled.");
                }),
                "true",
                "false"));
        rows.add(new SettingRow(
                "limits.disk-reserve",
                "1000000 GiB",
                "a draft",
                mailbox(user -> user.draft(1).status()),
                "201",
                "507"));
        rows.add(new SettingRow(
                "limits.temporary-bytes",
                "1 MiB",
                "MIME with a large attachment",
                mailbox(user -> user.send("POST", "/messages", "text/plain", mime(2_000_000))
                        .status()),
                "201",
                "507"));
        rows.addAll(mailboxes());
        return rows;
    }

    private static List<SettingRow> mailboxes() {
        return List.of(
                new SettingRow(
                        "mailbox.max-items",
                        "1",
                        "two drafts",
                        mailbox(user -> user.last(2, _ -> user.draft(1))),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-size",
                        "1 MiB",
                        "a draft of 1.5 MB",
                        mailbox(user -> user.draft(1_500_000).status()),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-recoverable-size",
                        "1 MiB",
                        "a draft after a large one was deleted",
                        mailbox(user -> {
                            user.send("DELETE", "/messages/" + user.draftId(1_500_000), null, null)
                                    .expect(204);
                            return user.draft(1).status();
                        }),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-folders",
                        "50",
                        "forty more folders",
                        mailbox(user -> user.last(40, i -> user.post("/mailFolders", "{'displayName':'f" + i + "'}"))),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-folder-depth",
                        "5",
                        "eight levels of folders",
                        mailbox(user -> {
                            String parent = "inbox";
                            int status = 0;
                            for (int i = 0; i < 8 && status < 400; i++) {
                                Answer made =
                                        user.post("/mailFolders/" + parent + "/childFolders", "{'displayName':'f'}");
                                status = made.status();
                                parent = made.json().path("id").asString("");
                            }
                            return status;
                        }),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-upload-sessions",
                        "1",
                        "two upload sessions",
                        mailbox(user -> {
                            String draft = "/messages/" + user.draftId(1) + "/attachments/createUploadSession";
                            return user.last(2, _ -> user.post(draft, UPLOAD));
                        }),
                        "201",
                        "403"),
                new SettingRow(
                        "mailbox.max-queued",
                        "1",
                        "three messages without a route",
                        mailbox(user -> user.last(3, _ -> user.sendTo("other@elsewhere.example"))),
                        "202",
                        "403"),
                new SettingRow(
                        "compute.cache-bytes",
                        "0",
                        "memory of the cache after a page was read",
                        mailbox(user -> {
                            String page = "<html><head><title>t</title></head><body><script>x</script><p>"
                                    + "<b>text</b> ".repeat(2_000) + "</p></body></html>";
                            String id = user.post(
                                            "/messages", "{'body':{'contentType':'html','content':'" + page + "'}}")
                                    .expect(201)
                                    .json()
                                    .path("id")
                                    .asString();
                            user.get("/messages/" + id).expect(200);
                            user.get("/messages/" + id).expect(200);
                            return ServerSettingRows.metric(user.postern(), "postern_compute_cache_bytes") > 0;
                        }),
                        "true",
                        "false"),
                new SettingRow(
                        "limits.shown-events",
                        "0",
                        "memory of the cache after a view",
                        mailbox(user -> {
                            user.post(
                                            "/events",
                                            "{'subject':'seen','start':{'dateTime':'2026-03-02T09:00:00','timeZone':'UTC'},"
                                                + "'end':{'dateTime':'2026-03-02T10:00:00','timeZone':'UTC'}}")
                                    .expect(201);
                            user.get("/calendarView?startDateTime=2026-03-02&endDateTime=2026-03-03")
                                    .expect(200);
                            return ServerSettingRows.metric(user.postern(), "postern_shown_events_bytes") > 0;
                        }),
                        "true",
                        "false"));
    }

    private static String mime(int size) {
        return Http.base64("From: seen@contoso.example\r\nSubject: m\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Disposition: attachment; filename=f\r\n\r\n" + "x".repeat(size) + "\r\n--b--\r\n");
    }
}
