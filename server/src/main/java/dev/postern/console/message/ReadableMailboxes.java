package dev.postern.console.message;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /console/mail}: the mailboxes that the console may read.
 *
 * @param grant null unless the list is empty without a search, or is the first page
 * @param next the path of the next page, or empty
 */
public record ReadableMailboxes(
        String query, List<String> mailboxes, @Nullable ConsoleGrant grant, String next) {
    private static final int MAILBOXES = 50;
    private static final int MAX_QUERY = 200;
    private static final Pattern NEXT = Pattern.compile("[?&]\\$skiptoken=([^&]+)");

    public ReadableMailboxes {
        mailboxes = List.copyOf(mailboxes);
    }

    static Response page(Visit visit) {
        String query = ShownText.line(visit.fields().text("q"), MAX_QUERY);
        String token = visit.fields().text("skiptoken");
        String search = query.isEmpty() ? "" : "&search=" + EdgeCalls.encode(query);
        Answer answer;
        try {
            answer = visit.calls()
                    .get(
                            Resource.GRAPH,
                            "/postern/me/mailboxes?permission=" + MailCalls.PERMISSION + "&$top=" + MAILBOXES + search
                                    + (token.isEmpty() ? "" : "&$skiptoken=" + EdgeCalls.encode(token)));
        } catch (EdgeRefusal e) {
            if (e.status() != 403) {
                throw e;
            }
            answer = new Answer(200, Json.object(), List.of());
        }
        Matcher next = NEXT.matcher(answer.json().path("@odata.nextLink").asString(""));
        var model = new ReadableMailboxes(
                query,
                answer.values().stream()
                        .map(one -> one.path("mailbox").asString(""))
                        .sorted()
                        .toList(),
                query.isEmpty() && token.isEmpty() ? ConsoleGrant.read(visit) : null,
                next.find()
                        ? MessagePages.PATH + "?" + (query.isEmpty() ? "" : "q=" + EdgeCalls.encode(query) + "&")
                                + "skiptoken=" + next.group(1)
                        : "");
        return visit.page("Mail", MessagePages.PATH, "message/choose.jte", model);
    }

    public String path(String mailbox) {
        return MessagePages.PATH + "/" + EdgeCalls.encode(mailbox);
    }
}
