package dev.postern.console.message;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Why the console may not read a mailbox, and what would change that.
 *
 * @param reasons sentences
 * @param effects of the command, in sentences
 * @param grants whether a permission is missing, so that the command grants it
 * @param confinement the command that confines the console first; empty if no permission is missing
 * @param command that changes the answer, or empty
 */
public record UnreadableMailbox(
        String address,
        String said,
        String code,
        List<String> reasons,
        List<String> effects,
        boolean grants,
        String confinement,
        String command) {
    /** How the sentence begins that names the command. */
    private static final String CURE = "This command would";

    private static final int MAX_REASONS = 20;
    private static final int MAX_LENGTH = 500;

    public UnreadableMailbox {
        reasons = List.copyOf(reasons);
        effects = List.copyOf(effects);
    }

    /** Answers a refused request for mail; another refusal than for access remains as it is. */
    static Response page(Visit visit, String address, EdgeRefusal refused) {
        if (refused.status() != 403 && refused.status() != 401) {
            throw refused;
        }
        return visit.page(
                403,
                "The console may not read this mailbox",
                MessagePages.PATH,
                "message/unreadable.jte",
                of(visit, address, refused));
    }

    private static UnreadableMailbox of(Visit visit, String address, EdgeRefusal refused) {
        JsonNode why;
        try {
            Answer answer = visit.calls()
                    .management("/access/explain?app=" + visit.session().principal() + "&mailbox="
                            + EdgeCalls.encode(address) + "&permission=" + MailCalls.PERMISSION);
            why = answer.json();
        } catch (EdgeRefusal e) {
            return new UnreadableMailbox(
                    address, refused.said(), refused.code(), List.of(e.said()), List.of(), false, "", "");
        }
        String cmdlet = why.path("command").asString("");
        String command = PosternLine.advised(cmdlet);
        boolean held = why.path("entra").path("held").asBoolean(false)
                || !why.path("rbac").path("assignments").isEmpty();
        List<String> text = why.path("text")
                .valueStream()
                .map(one -> ShownText.line(one.asString(""), MAX_LENGTH))
                .toList();
        List<String> reasons = text.stream()
                .takeWhile(one -> !one.startsWith(CURE))
                .limit(MAX_REASONS)
                .toList();
        return new UnreadableMailbox(
                address,
                refused.said(),
                refused.code(),
                reasons,
                text.stream()
                        .dropWhile(one -> !one.startsWith(CURE))
                        .skip(1)
                        .limit(MAX_REASONS)
                        .toList(),
                !held,
                held
                        ? ""
                        : new ConsoleGrant(
                                        List.of(),
                                        why.path("application").path("appId").asString(""))
                                .confinement(),
                held ? command : ConsoleGrant.GRANT);
    }
}
