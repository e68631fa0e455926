package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit of a running server. */
record RemoteAudit(Server server) implements AuditPages {
    @Override
    public Page page(AuditReadOptions.Filter filter, @Nullable String from, int max) {
        Answer answer = server.send(Audience.MANAGEMENT, "GET", from == null ? first(filter, max) : from, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        String next = answer.json().path("@odata.nextLink").asString("");
        return new Page(answer.json().path("value").valueStream().toList(), next.isEmpty() ? null : next);
    }

    private static String first(AuditReadOptions.Filter filter, int max) {
        Map<String, String> query = new LinkedHashMap<>();
        filter.app().ifPresent(app -> query.put("app", app));
        filter.mailbox().ifPresent(mailbox -> query.put("mailbox", mailbox));
        filter.since().ifPresent(since -> query.put("since", since));
        if (filter.denied()) {
            query.put("denied", "true");
        }
        query.put("$top", Integer.toString(max));
        return "/postern/audit?"
                + query.entrySet().stream()
                        .map(one -> one.getKey() + "=" + Server.encode(one.getValue()))
                        .collect(Collectors.joining("&"));
    }
}
