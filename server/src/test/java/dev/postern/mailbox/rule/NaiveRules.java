package dev.postern.mailbox.rule;

import dev.postern.mailbox.Body;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What rules do, written from the pages of Graph: one predicate after the other, on the JSON, with simple string functions. */
record NaiveRules(
        List<String> fired,
        Object folder,
        boolean read,
        @Nullable String importance,
        List<String> categories,
        List<Object> copies,
        List<String> sent) {

    static NaiveRules of(
            List<MessageRule> rules, ArrivingMessage.Content message, Set<FolderId> gone, Set<String> own) {
        var sorted = new ArrayList<>(rules);
        sorted.sort(
                (a, b) -> a.sequence() != b.sequence() ? a.sequence() - b.sequence() : Long.compare(a.id(), b.id()));
        var fired = new ArrayList<String>();
        Object folder = WellKnownFolder.INBOX.id();
        boolean read = false;
        boolean purged = false;
        String importance = null;
        Map<String, String> categories = new LinkedHashMap<>();
        var copies = new ArrayList<Object>();
        var sent = new ArrayList<String>();
        boolean sends = !message.nullSender()
                && header(message, "X-MS-Exchange-Inbox-Rules-Loop").isEmpty();
        for (MessageRule rule : sorted) {
            JsonNode does = rule.actions();
            if (!rule.enabled() || missing(does, gone) || !matches(rule, message, own)) {
                continue;
            }
            fired.add(rule.name());
            does.path("assignCategories")
                    .forEach(one -> categories.putIfAbsent(upper(one.stringValue("")), one.stringValue("")));
            read = read || yes(does, "markAsRead");
            importance = does.path("markImportance").stringValue(importance);
            if (does.has("copyToFolder") && !copies.contains(id(does, "copyToFolder"))) {
                copies.add(id(does, "copyToFolder"));
            }
            if (sends) {
                send(sent, "forward", does.path("forwardTo"), own);
                send(sent, "forwardasattachment", does.path("forwardAsAttachmentTo"), own);
                Set<String> others = new TreeSet<>(own);
                others.add(message.from().toLowerCase(Locale.ROOT));
                send(sent, "redirect", does.path("redirectTo"), others);
            }
            if (does.has("moveToFolder")) {
                folder = id(does, "moveToFolder");
            }
            if (yes(does, "delete")) {
                folder = WellKnownFolder.DELETEDITEMS.id();
            }
            purged = purged || yes(does, "permanentDelete");
            if (yes(does, "stopProcessingRules")) {
                break;
            }
        }
        return new NaiveRules(
                fired,
                purged ? WellKnownFolder.RECOVERABLEITEMSPURGES.id() : folder,
                read,
                importance,
                new ArrayList<>(categories.values()),
                copies,
                sent);
    }

    @Override
    public String toString() {
        return fired + " " + folder + " " + read + " " + importance + " " + categories + " " + copies + " " + sent;
    }

    private static FolderId id(JsonNode actions, String name) {
        return new FolderId(UUID.fromString(actions.path(name).stringValue()));
    }

    private static boolean missing(JsonNode actions, Set<FolderId> gone) {
        return (actions.has("moveToFolder") && gone.contains(id(actions, "moveToFolder")))
                || (actions.has("copyToFolder") && gone.contains(id(actions, "copyToFolder")));
    }

    private static void send(List<String> sent, String way, JsonNode to, Set<String> except) {
        var recipients = new ArrayList<String>();
        for (JsonNode one : to) {
            String address = one.at("/emailAddress/address").stringValue("");
            boolean known = recipients.stream().anyMatch(address::equalsIgnoreCase)
                    || except.stream().anyMatch(address::equalsIgnoreCase);
            if (!known) {
                recipients.add(address);
            }
        }
        if (!recipients.isEmpty()) {
            sent.add(way + recipients);
        }
    }

    private static boolean matches(MessageRule rule, ArrivingMessage.Content message, Set<String> own) {
        if (rule.conditions() != null) {
            for (var condition : rule.conditions().properties()) {
                if (used(condition.getValue()) && !holds(condition.getKey(), condition.getValue(), message, own)) {
                    return false;
                }
            }
        }
        if (rule.exceptions() != null) {
            for (var exception : rule.exceptions().properties()) {
                if (used(exception.getValue()) && holds(exception.getKey(), exception.getValue(), message, own)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean used(JsonNode value) {
        return !value.isNull()
                && !(value.isBoolean() && !value.booleanValue())
                && !(value.isArray() && value.isEmpty());
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static boolean yes(JsonNode actions, String name) {
        return actions.path(name).booleanValue(false);
    }

    private static String header(ArrivingMessage.Content message, String name) {
        for (JsonNode header : message.headers()) {
            if (name.equalsIgnoreCase(header.path("name").stringValue(""))) {
                return header.path("value").stringValue("");
            }
        }
        return "";
    }

    private static String plain(Body body) {
        return body.type() == Body.Type.HTML ? body.content().replaceAll("<[^>]*>", "") : body.content();
    }

    private static boolean contains(JsonNode terms, String... texts) {
        for (JsonNode term : terms) {
            for (String text : texts) {
                if (upper(text).contains(upper(term.stringValue("")))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holds(String name, JsonNode value, ArrivingMessage.Content message, Set<String> own) {
        List<String> to = List.copyOf(message.to());
        List<String> cc = List.copyOf(message.cc());
        var all = new ArrayList<>(to);
        all.addAll(cc);
        boolean inTo = to.stream().anyMatch(one -> own.contains(one.toLowerCase(Locale.ROOT)));
        boolean inCc = cc.stream().anyMatch(one -> own.contains(one.toLowerCase(Locale.ROOT)));
        String type = header(message, "Content-Type").replace("\"", "");
        String automatic = header(message, "Auto-Submitted");
        return switch (name) {
            case "subjectContains" -> contains(value, message.subject());
            case "bodyContains" -> contains(value, plain(message.body()));
            case "bodyOrSubjectContains" -> contains(value, message.subject(), plain(message.body()));
            case "senderContains" -> contains(value, message.from());
            case "recipientContains" -> contains(value, all.toArray(String[]::new));
            case "headerContains" ->
                contains(
                        value,
                        message.headers()
                                .valueStream()
                                .map(one -> one.path("name").stringValue("") + ": "
                                        + one.path("value").stringValue(""))
                                .toArray(String[]::new));
            case "categories" ->
                value.valueStream()
                        .anyMatch(one -> message.categories()
                                .contains(one.stringValue("").toLowerCase(Locale.ROOT)));
            case "fromAddresses" -> named(value, List.of(message.from()));
            case "sentToAddresses" -> named(value, all);
            case "sentToMe" -> inTo;
            case "sentCcMe" -> inCc;
            case "sentToOrCcMe" -> inTo || inCc;
            case "sentOnlyToMe" -> inTo && all.stream().allMatch(one -> own.contains(one.toLowerCase(Locale.ROOT)));
            case "notSentToMe" -> !inTo;
            case "hasAttachments" -> message.hasAttachments();
            case "importance" -> value.stringValue("").equals(message.importance());
            case "sensitivity" ->
                value.stringValue("")
                        .equals(
                                switch (header(message, "Sensitivity")) {
                                    case "Private" -> "private";
                                    case "Personal" -> "personal";
                                    case "Company-Confidential" -> "confidential";
                                    default -> "normal";
                                });
            case "withinSizeRange" ->
                message.size()
                                >= 1024L
                                        * ((ObjectNode) value)
                                                .get("minimumSize")
                                                .intValue()
                        && message.size()
                                <= 1024L
                                        * ((ObjectNode) value)
                                                .get("maximumSize")
                                                .intValue();
            case "messageActionFlag" -> {
                String flag = header(message, "X-Message-Flag");
                yield switch (value.stringValue("")) {
                    case "any" -> !flag.isEmpty();
                    case "call" -> flag.equals("Call");
                    case "followUp" -> flag.equals("Follow up");
                    default -> false;
                };
            }
            case "isMeetingRequest" ->
                message.meeting() != null && message.meeting().graphName().equals("meetingRequest");
            case "isMeetingResponse" ->
                message.meeting() != null
                        && List.of("meetingAccepted", "meetingTenativelyAccepted", "meetingDeclined")
                                .contains(message.meeting().graphName());
            case "isAutomaticReply" -> automatic.equals("auto-replied") && !type.startsWith("multipart/report");
            case "isAutomaticForward" ->
                !header(message, "X-MS-Exchange-Inbox-Rules-Loop").isEmpty();
            case "isNonDeliveryReport" -> type.contains("report-type=delivery-status");
            case "isReadReceipt" -> type.contains("report-type=disposition-notification");
            case "isEncrypted" -> type.contains("enveloped-data");
            case "isSigned" -> type.contains("signed");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean named(JsonNode people, List<String> addresses) {
        for (JsonNode one : people) {
            String address = one.at("/emailAddress/address").stringValue("");
            if (addresses.stream().anyMatch(address::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }
}
