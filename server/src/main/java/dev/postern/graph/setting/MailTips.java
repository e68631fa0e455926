package dev.postern.graph.setting;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailTipReader;
import dev.postern.gate.TipSource;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.setting.AutomaticReplies;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code getMailTips}: what a sender should know about recipients before sending. */
record MailTips(InstantSource clock) {
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_ADDRESS = 1_024;

    Response get(MailReader mailbox, GraphRequest request) {
        ObjectNode parameters =
                request.parameters("getMailTips", request.model().types().type("user"), false);
        List<String> addresses = parameters
                .path("EmailAddresses")
                .valueStream()
                .map(one -> one.stringValue(""))
                .toList();
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "'EmailAddresses' must have 1 to " + MAX_ADDRESSES + " addresses.");
        }
        if (addresses.stream().anyMatch(one -> one.length() > MAX_ADDRESS)) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "An address may have at most " + MAX_ADDRESS + " characters.");
        }
        Set<Option> options = Option.of(parameters.path("MailTipsOptions").stringValue(""));
        MailTipReader tips = mailbox.mailTips();
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("Collection(microsoft.graph.mailTips)"));
        ArrayNode value = content.putArray("value");
        addresses.forEach(address -> value.add(entry(tips, address, options)));
        return GraphAnswer.ok(content, request.metadata());
    }

    /** The members of {@code mailTipsType}. */
    private enum Option {
        AUTOMATIC_REPLIES("automaticReplies"),
        MAILBOX_FULL_STATUS("mailboxFullStatus"),
        CUSTOM_MAIL_TIP("customMailTip"),
        EXTERNAL_MEMBER_COUNT("externalMemberCount"),
        TOTAL_MEMBER_COUNT("totalMemberCount"),
        MAX_MESSAGE_SIZE("maxMessageSize"),
        DELIVERY_RESTRICTION("deliveryRestriction"),
        MODERATION_STATUS("moderationStatus"),
        RECIPIENT_SCOPE("recipientScope"),
        RECIPIENT_SUGGESTIONS("recipientSuggestions");

        private final String wireName;

        Option(String wireName) {
            this.wireName = wireName;
        }

        /** @param text the canonical names, separated by commas; all options if it is empty */
        static Set<Option> of(String text) {
            Set<Option> options = EnumSet.noneOf(Option.class);
            for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
                options.add(named(name.strip()));
            }
            return options.isEmpty() ? EnumSet.allOf(Option.class) : options;
        }

        private static Option named(String name) {
            for (Option one : values()) {
                if (one.wireName.equals(name)) {
                    return one;
                }
            }
            throw new GraphFailure(400, "ErrorInvalidRequest", "'" + name + "' is not a mailTipsType.");
        }
    }

    private ObjectNode entry(MailTipReader tips, String address, Set<Option> options) {
        ObjectNode entry = Json.object();
        entry.putObject("emailAddress").put("name", "").put("address", address);
        boolean details = options.contains(Option.AUTOMATIC_REPLIES) || options.contains(Option.MAILBOX_FULL_STATUS);
        switch (tips.find(address, details, clock.instant())) {
            case TipSource.Unresolved _ ->
                error(entry, "InvalidRecipient", "The recipient was not found in the organization.");
            case TipSource.External _ -> {
                scope(entry, options, false);
                if (options.size() > 1 || !options.contains(Option.RECIPIENT_SCOPE)) {
                    error(
                            entry,
                            "ExternalRecipient",
                            "Of a recipient outside the organization only the scope is known.");
                }
            }
            case TipSource.NoMailbox _ -> {
                common(entry, options, tips, address);
                if (details) {
                    error(entry, "MailboxNotFound", "The recipient has no mailbox here.");
                }
            }
            case TipSource.TooManyMembers(int allowed) -> {
                common(entry, options, tips, address);
                error(entry, "ErrorTooManyMembers", "The groups have more than " + allowed + " members together.");
            }
            case TipSource.Members group -> {
                common(entry, options, tips, address);
                details(entry, options, new TipSource.Tips(false, null));
                if (options.contains(Option.EXTERNAL_MEMBER_COUNT)) {
                    entry.put("externalMemberCount", group.external());
                }
                if (options.contains(Option.TOTAL_MEMBER_COUNT)) {
                    entry.put("totalMemberCount", group.members());
                }
            }
            case TipSource.Tips known -> {
                common(entry, options, tips, address);
                details(entry, options, known);
            }
        }
        return entry;
    }

    private static void error(ObjectNode entry, String code, String message) {
        entry.putObject("error").put("message", message).put("code", code);
    }

    private static void scope(ObjectNode entry, Set<Option> options, boolean internal) {
        if (options.contains(Option.RECIPIENT_SCOPE)) {
            entry.put("recipientScope", internal ? "internal" : "external");
        }
    }

    /** What does not depend on the content of a mailbox. Nothing here restricts, moderates or comments on what is sent to a recipient. */
    private static void common(ObjectNode entry, Set<Option> options, MailTipReader tips, String address) {
        if (options.contains(Option.CUSTOM_MAIL_TIP)) {
            entry.put("customMailTip", "");
        }
        if (options.contains(Option.MAX_MESSAGE_SIZE)) {
            entry.put("maxMessageSize", (int) Math.min(Integer.MAX_VALUE, tips.messageBytes()));
        }
        if (options.contains(Option.DELIVERY_RESTRICTION)) {
            entry.put("deliveryRestricted", false);
        }
        if (options.contains(Option.MODERATION_STATUS)) {
            entry.put("isModerated", false);
        }
        scope(entry, options, tips.isInternal(address));
        if (options.contains(Option.RECIPIENT_SUGGESTIONS)) {
            entry.putArray("recipientSuggestions");
        }
    }

    private static void details(ObjectNode entry, Set<Option> options, TipSource.Tips known) {
        if (options.contains(Option.AUTOMATIC_REPLIES)) {
            entry.set("automaticReplies", replies(known.away()));
        }
        if (options.contains(Option.MAILBOX_FULL_STATUS)) {
            entry.put("mailboxFull", known.full());
        }
    }

    private static ObjectNode replies(TipSource.@Nullable Away away) {
        if (away == null) {
            return Json.object().put("message", "");
        }
        ObjectNode replies = Json.object().put("message", away.message());
        replies.set("messageLanguage", SettingView.language(away.language()));
        AutomaticReplies.Window window = away.window();
        if (window != null) {
            replies.set("scheduledStartTime", SettingView.time(window.start()));
            replies.set("scheduledEndTime", SettingView.time(window.end()));
        }
        return replies;
    }
}
