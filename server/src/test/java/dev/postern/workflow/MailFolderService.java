package dev.postern.workflow;

import dev.postern.workflow.WorkflowBench.Answer;
import dev.postern.workflow.WorkflowBench.Seen;
import dev.postern.workflow.expression.JsonValues;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A folder that answers requests for its messages as Graph does. */
final class MailFolderService {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Pattern SINCE = Pattern.compile("receivedDateTime ge ([0-9TZ:.-]+)");

    /** A message in the folder. */
    record Mail(String subject, Instant received) {}

    final List<Mail> mails = new CopyOnWriteArrayList<>();

    void receive(String subject, Instant at) {
        mails.add(new Mail(subject, at));
    }

    Answer answer(Seen call) {
        String query = URLDecoder.decode(call.path(), StandardCharsets.UTF_8);
        Instant since = Instant.parse(first(SINCE, query, "1900-01-01T00:00:00Z"));
        ObjectNode body = JsonValues.object();
        var value = body.putArray("value");
        mails.stream()
                .filter(mail -> !mail.received().isBefore(since))
                .sorted(Comparator.comparing(Mail::received))
                .skip(Long.parseLong(first(Pattern.compile("[$]skip=([0-9]+)"), query, "0")))
                .limit(Long.parseLong(first(Pattern.compile("[$]top=([0-9]+)"), query, "10")))
                .forEach(mail -> {
                    ObjectNode shown = value.addObject();
                    shown.put("id", "id-" + mail.subject());
                    shown.put("subject", mail.subject());
                    shown.put("receivedDateTime", mail.received().toString());
                });
        return new Answer(200, JSON, body.toString());
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
