package dev.postern.graph.setting;

import dev.postern.calendar.ZoneName;
import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.setting.AutomaticReplies;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The value of {@code automaticRepliesSetting}; what it does not name stays as it is. */
record RepliesInput(ObjectNode given, Instant now) {
    AutomaticReplies apply(AutomaticReplies before) {
        AutomaticReplies.Status status = AutomaticReplies.Status.of(
                given.path("status").stringValue(before.status().wireName()));
        AutomaticReplies.Window window = window(before.window());
        if (status == AutomaticReplies.Status.SCHEDULED && (window == null || !window.isPossible(now))) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidScheduledOofDuration",
                    "The scheduled duration for sending automatic replies isn't valid. It has to end after its start,"
                            + " and in the future.");
        }
        return before.changed(
                status,
                AutomaticReplies.Audience.of(given.path("externalAudience")
                        .stringValue(before.audience().wireName())),
                message("internalReplyMessage", before.internalMessage()),
                message("externalReplyMessage", before.externalMessage()),
                window);
    }

    private AutomaticReplies.@Nullable Window window(AutomaticReplies.@Nullable Window before) {
        AutomaticReplies.Time start = time("scheduledStartDateTime", before == null ? null : before.start());
        AutomaticReplies.Time end = time("scheduledEndDateTime", before == null ? null : before.end());
        if (start == null || end == null) {
            return before;
        }
        return new AutomaticReplies.Window(start, end);
    }

    private AutomaticReplies.@Nullable Time time(String name, AutomaticReplies.@Nullable Time before) {
        JsonNode value = given.path(name);
        if (!value.isObject()) {
            return before;
        }
        String text = value.path("dateTime").stringValue("");
        String zoneName = value.path("timeZone").stringValue("UTC");
        ZoneName zone = SettingInput.zone(zoneName);
        try {
            return AutomaticReplies.Time.of(wall(text, zone), zoneName);
        } catch (DateTimeException e) {
            throw SettingInput.refused("The 'dateTime' of '" + name + "' is not a time.");
        }
    }

    /** An offset in the value is converted to the zone. */
    private static LocalDateTime wall(String text, ZoneName zone) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException e) {
            return OffsetDateTime.parse(text).atZoneSameInstant(zone.id()).toLocalDateTime();
        }
    }

    private String message(String name, String before) {
        JsonNode value = given.path(name);
        String text = value.isNull() ? "" : value.stringValue(before);
        if (text.getBytes(StandardCharsets.UTF_8).length > AutomaticReplies.MAX_MESSAGE) {
            throw SettingInput.refused("'" + name + "' is longer than " + AutomaticReplies.MAX_MESSAGE / 1024 + " KB.");
        }
        return text;
    }
}
