package dev.postern.console.message;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.FormFields;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** {@code /console/mail/{address}} and its list of messages, which the browser reads again every few seconds. */
final class MailListPage {
    private static final int MAX_FOLDERS = 150;
    private static final int ROWS = 30;
    private static final int MAX_QUERY = 500;
    private static final int MAX_TOKEN = 2_000;
    private static final String INBOX = "inbox";
    private static final String ALL = "all";
    private static final Pattern NEXT = Pattern.compile("[?&]\\$(skip|skiptoken)=([^&]+)");

    private final Visit visit;
    private final String address;
    private final MailCalls mail;
    private final FormFields fields;

    MailListPage(Visit visit) {
        this.visit = visit;
        this.address = visit.segment(2);
        this.mail = new MailCalls(visit, address);
        this.fields = visit.fields();
    }

    Response show() {
        MailListView view;
        try {
            List<FolderEntry> folders = folders();
            view = view(folders, name(folders), list(isOutgoing(folders)), "");
        } catch (EdgeRefusal e) {
            return UnreadableMailbox.page(visit, address, e);
        }
        return visit.page(ShownText.line(address, MAX_QUERY), MessagePages.PATH, "message/mailbox.jte", view);
    }

    /** Nothing if the list is the one that the browser has; otherwise the list, the folders, and a sentence about new messages. */
    Response refresh() {
        boolean outgoing = fields.flag("outgoing");
        try {
            Listed listed = list(outgoing);
            if (listed.seen().equals(fields.text("seen"))) {
                return Response.empty(204);
            }
            List<FolderEntry> folders = folders();
            return visit.page(
                    address,
                    MessagePages.PATH,
                    "message/refreshed.jte",
                    view(folders, name(folders), listed, news(listed.rows())));
        } catch (EdgeRefusal e) {
            // the page as a whole says why it may not be read any more; a server in trouble is asked again
            return e.status() < 500 && e.status() != 429
                    ? Response.text(200, "text/html; charset=utf-8", "").with("HX-Refresh", "true")
                    : Response.empty(204);
        }
    }

    private String folder() {
        return fields.find("folder").orElse(INBOX);
    }

    private String query() {
        return ShownText.line(fields.text("q"), MAX_QUERY);
    }

    private String filter() {
        return fields.find("show")
                .filter(one -> List.of("unread", "attachments").contains(one))
                .orElse("");
    }

    private List<FolderEntry> folders() {
        return FolderEntry.tree(mail.folders(MAX_FOLDERS).values().stream()
                .filter(folder -> !folder.path("isHidden").asBoolean(false))
                .limit(MAX_FOLDERS)
                .toList());
    }

    private boolean isShown(FolderEntry entry) {
        return folder().equals(INBOX)
                ? entry.depth() == 0 && entry.name().equals("Inbox")
                : entry.id().equals(folder());
    }

    private String name(List<FolderEntry> folders) {
        return folder().equals(ALL)
                ? "All folders"
                : folders.stream()
                        .filter(this::isShown)
                        .map(FolderEntry::name)
                        .findFirst()
                        .orElse("Folder");
    }

    private boolean isOutgoing(List<FolderEntry> folders) {
        return folders.stream().anyMatch(entry -> isShown(entry) && entry.isOutgoing());
    }

    /** @param seen by which the browser and the server see whether the list has changed */
    private record Listed(List<MessageRow> rows, boolean outgoing, String next, String problem, String seen) {}

    private Listed list(boolean outgoing) {
        String select = "$top=" + ROWS + "&$select=" + MessageRow.SELECT + (outgoing ? ",toRecipients" : "");
        Answer answer;
        try {
            answer = mail.messages(folder().equals(ALL) ? "" : folder(), select + condition() + position());
        } catch (EdgeRefusal e) {
            if (e.status() != 400 || query().isEmpty()) {
                throw e;
            }
            return new Listed(List.of(), outgoing, "", "The search was not understood: " + e.said(), "problem");
        }
        List<MessageRow> rows = answer.values().stream()
                .limit(ROWS)
                .map(one -> MessageRow.of(one, outgoing))
                .filter(row -> !filter().equals("unread") || row.unread())
                .toList();
        Matcher next = NEXT.matcher(answer.json().path("@odata.nextLink").asString(""));
        String more = next.find() ? path("") + "&" + next.group(1) + "=" + next.group(2) : "";
        var digest = new CRC32();
        digest.update(rows.toString().getBytes(StandardCharsets.UTF_8));
        return new Listed(rows, outgoing, more, "", Long.toHexString(digest.getValue()));
    }

    /** A search has no further condition in Graph, so its words say it; none says that a message is unread. */
    private String condition() {
        if (!query().isEmpty()) {
            String words = filter().equals("attachments") ? "(" + query() + ") AND hasAttachments:true" : query();
            return "&$search="
                    + EdgeCalls.encode("\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return switch (filter()) {
            case "attachments" -> "&$filter=hasAttachments%20eq%20true";
            case "unread" -> "&$filter=isRead%20eq%20false";
            default -> "";
        };
    }

    private String position() {
        String skip = fields.text("skip");
        String token = fields.text("skiptoken");
        if (skip.matches("[0-9]{1,9}")) {
            return "&$skip=" + skip;
        }
        return token.isEmpty() || token.length() > MAX_TOKEN ? "" : "&$skiptoken=" + EdgeCalls.encode(token);
    }

    private boolean isFirst() {
        return position().isEmpty();
    }

    /** Of this list, from its beginning. */
    private String path(String part) {
        return "/console/mail/" + EdgeCalls.encode(address) + part + "?folder=" + EdgeCalls.encode(folder())
                + (query().isEmpty() ? "" : "&q=" + EdgeCalls.encode(query()))
                + (filter().isEmpty() ? "" : "&show=" + filter());
    }

    private MailListView view(List<FolderEntry> folders, String name, Listed listed, String news) {
        String newest = listed.rows().isEmpty() ? "" : listed.rows().getFirst().id();
        String refresh = path("/list") + (listed.outgoing() ? "&outgoing=1" : "") + "&seen=" + listed.seen()
                + "&newest=" + EdgeCalls.encode(newest);
        return new MailListView(
                address,
                folders,
                folders.size() >= MAX_FOLDERS,
                folder(),
                name,
                listed.outgoing(),
                query(),
                filter(),
                listed.rows(),
                listed.problem(),
                listed.next(),
                isFirst(),
                isFirst() ? refresh : "",
                news);
    }

    private String news(List<MessageRow> rows) {
        String newest = fields.text("newest");
        List<MessageRow> arrived =
                rows.stream().takeWhile(row -> !row.id().equals(newest)).toList();
        if (arrived.isEmpty() || (arrived.size() == rows.size() && !newest.isEmpty())) {
            // nothing, or the message that was the newest is gone
            return "";
        }
        MessageRow latest = arrived.getFirst();
        String count = arrived.size() == 1 ? "One new message" : arrived.size() + " new messages";
        return count + ": " + latest.title() + (latest.people().isEmpty() ? "" : ", " + latest.people());
    }
}
