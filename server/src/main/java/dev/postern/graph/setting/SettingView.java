package dev.postern.graph.setting;

import dev.postern.access.MailboxId;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.http.Json;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxLocale;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.RegionalSettings;
import dev.postern.query.Folding;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings of a mailbox in the form of Graph. */
record SettingView(MailboxId mailbox, User owner, Instant now) {
    /** Those with a path of their own. */
    static final List<String> PROPERTIES = List.of(
            "automaticRepliesSetting",
            "dateFormat",
            "delegateMeetingMessageDeliveryOptions",
            "language",
            "timeFormat",
            "timeZone",
            "userPurpose",
            "workingHours");

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS", Locale.ROOT);

    ObjectNode of(MailboxSettings.State state) {
        RegionalSettings regional = state.regional();
        ObjectNode json = Json.object();
        json.put("archiveFolder", WireIds.folder(mailbox, WellKnownFolder.ARCHIVE.id()));
        json.put("timeZone", regional.timeZone());
        json.put("delegateMeetingMessageDeliveryOptions", regional.delegateDelivery());
        json.put("dateFormat", regional.dateFormat());
        json.put("timeFormat", regional.timeFormat());
        json.put("userPurpose", purpose());
        json.set("automaticRepliesSetting", replies(state.replies()));
        json.set("language", language(regional.locale()));
        json.set("workingHours", workingHours(state.calendar()));
        return json;
    }

    private String purpose() {
        Recipient recipient = owner.recipient();
        if (recipient == null) {
            return "unknown";
        }
        return switch (recipient.type()) {
            case USER_MAILBOX -> "user";
            case SHARED_MAILBOX -> "shared";
            case ROOM_MAILBOX -> "room";
            case EQUIPMENT_MAILBOX -> "equipment";
            default -> "others";
        };
    }

    static ObjectNode language(MailboxLocale locale) {
        return Json.object().put("locale", locale.tag()).put("displayName", locale.displayName());
    }

    private ObjectNode replies(AutomaticReplies replies) {
        AutomaticReplies.Window window =
                replies.window() == null ? AutomaticReplies.Window.proposed(now) : replies.window();
        ObjectNode json = Json.object();
        json.put("status", replies.status().wireName());
        json.put("externalAudience", replies.audience().wireName());
        json.put("internalReplyMessage", replies.internalMessage());
        json.put("externalReplyMessage", replies.externalMessage());
        json.set("scheduledStartDateTime", time(window.start()));
        json.set("scheduledEndDateTime", time(window.end()));
        return json;
    }

    static ObjectNode time(AutomaticReplies.Time time) {
        return Json.object().put("dateTime", time.dateTime()).put("timeZone", time.timeZone());
    }

    private static ObjectNode workingHours(CalendarConfiguration configuration) {
        ObjectNode json = Json.object();
        ArrayNode days = json.putArray("daysOfWeek");
        configuration.workDays().stream().sorted().forEach(day -> days.add(Folding.lower(day.name())));
        json.put("startTime", TIME.format(configuration.start()));
        json.put("endTime", TIME.format(configuration.end()));
        ObjectNode custom = configuration.customZone();
        json.set(
                "timeZone",
                custom == null ? Json.object().put("name", configuration.timeZone()) : CustomTimeZone.shown(custom));
        return json;
    }
}
