package dev.postern.delivery;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.TransportRule;
import dev.postern.html.HtmlText;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.query.Folding;
import dev.postern.trace.TracedMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the transport rules of a tenant to what a program sends, when it is accepted. Only the recipients' copies are changed. Meetings and
 * what mailboxes send by themselves are not changed.
 */
record TransportRules(Function<TenantId, DirectorySnapshot> directories) {
    /** A message and its envelope after the rules. */
    record Applied(Envelope envelope, QueuedMessage queued) {}

    /** Returns null if no rule changes anything. */
    @Nullable
    Applied apply(Envelope envelope, QueuedMessage queued, TracedMessage.@Nullable Origin origin) {
        if (origin == null || queued.message().has(MeetingNotice.PROPERTY)) {
            return null;
        }
        DirectorySnapshot directory = directories.apply(envelope.tenant());
        Address author = queued.author();
        String address = author == null ? null : author.address();
        DirectoryObject sender = address == null ? null : directory.byAddress(address);
        List<TransportRule> matching = directory.transportRules().stream()
                .filter(rule -> rule.enabled()
                        && isOf(rule, directory, sender)
                        && isTo(rule, directory, envelope.recipients())
                        && (rule.fromApplication() == null
                                || rule.fromApplication().value().equals(origin.app())))
                .toList();
        if (matching.isEmpty()) {
            return null;
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode().setAll(queued.message());
        Set<String> recipients = new LinkedHashSet<>(envelope.recipients());
        for (TransportRule rule : matching) {
            header(rule, message);
            if (!queued.isMime()) {
                disclaimer(rule, message);
            }
            rule.blindCopyTo().stream()
                    .map(id -> MailRecipient.of(directory.find(id)))
                    .filter(Objects::nonNull)
                    .forEach(one -> recipients.add(Folding.lower(one.recipient().primaryAddress())));
        }
        return new Applied(envelope.to(recipients), queued.with(message));
    }

    private static boolean isOf(TransportRule rule, DirectorySnapshot directory, @Nullable DirectoryObject sender) {
        if (rule.from().isEmpty() && rule.fromMemberOf().isEmpty()) {
            return true;
        }
        if (sender == null) {
            return false;
        }
        return (rule.from().isEmpty() || rule.from().contains(sender.id()))
                && (rule.fromMemberOf().isEmpty() || isMember(directory, sender.id(), rule.fromMemberOf()));
    }

    private static boolean isMember(DirectorySnapshot directory, ObjectId member, List<ObjectId> groups) {
        Set<ObjectId> all = directory.allGroupsOf(member);
        return groups.stream().anyMatch(all::contains);
    }

    private static boolean isTo(TransportRule rule, DirectorySnapshot directory, Set<String> recipients) {
        String scope = rule.sentToScope();
        boolean inside = "InOrganization".equals(scope);
        return scope == null
                || recipients.stream()
                        .anyMatch(one -> directory.isAccepted(one.substring(one.lastIndexOf('@') + 1)) == inside);
    }

    /** A field that the message has already is replaced; in MIME that was submitted, it stays. */
    private static void header(TransportRule rule, ObjectNode message) {
        String name = rule.headerName();
        String value = rule.headerValue();
        if (name == null || value == null) {
            return;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode own : message.path("internetMessageHeaders")) {
            if (!name.equalsIgnoreCase(own.path("name").stringValue(""))) {
                kept.add(own);
            }
        }
        message.set("internetMessageHeaders", kept);
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        if (message.get(TransportHeaders.RULES) instanceof ObjectNode before) {
            set.setAll(before);
        }
        set.put(name, value);
        message.set(TransportHeaders.RULES, set);
    }

    private static void disclaimer(TransportRule rule, ObjectNode message) {
        String disclaimer = rule.disclaimer();
        if (disclaimer == null) {
            return;
        }
        JsonNode body = message.path("body");
        boolean html = "html".equalsIgnoreCase(body.path("contentType").stringValue("text"));
        String content = body.path("content").stringValue("");
        String added = html ? inHtml(content, disclaimer, rule.prepended()) : inText(content, disclaimer, rule);
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        changed.put("contentType", html ? "html" : "text").put("content", added);
        message.set("body", changed);
    }

    private static String inText(String content, String disclaimer, TransportRule rule) {
        String text = HtmlText.lines(disclaimer);
        return rule.prepended() ? text + "\r\n" + content : content + "\r\n" + text;
    }

    /** Inside of the element {@code body}, if there is one. */
    private static String inHtml(String page, String disclaimer, boolean before) {
        String low = page.toLowerCase(Locale.ROOT);
        int at;
        if (before) {
            int start = low.indexOf("<body");
            int end = start < 0 ? -1 : low.indexOf('>', start);
            at = end < 0 ? 0 : end + 1;
        } else {
            int end = low.lastIndexOf("</body");
            at = end < 0 ? page.length() : end;
        }
        // the lower case of a few letters is longer than they are
        at = low.length() == page.length() ? at : before ? 0 : page.length();
        return page.substring(0, at) + disclaimer + page.substring(at);
    }
}
