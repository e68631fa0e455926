package dev.postern.graph.setting;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.StructuredType;
import dev.postern.mailbox.setting.MailboxLocale;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.RegionalSettings;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a change of {@code mailboxSettings}. What cannot be set is ignored.
 *
 * @param body typed, with canonical names
 * @param now decides whether a window of automatic replies is in the past
 */
record SettingInput(ObjectNode body, Instant now) {
    private static final String TYPE = "mailboxSettings";
    private static final String LANGUAGE = "language";
    private static final String TIME_ZONE = "timeZone";
    private static final String DATE_FORMAT = "dateFormat";
    private static final String TIME_FORMAT = "timeFormat";
    private static final String DELEGATES = "delegateMeetingMessageDeliveryOptions";
    private static final List<String> READ_ONLY = List.of("archiveFolder", "userPurpose");

    static SettingInput read(GraphRequest request, Instant now) {
        JsonNode raw = request.json();
        checkDays(raw.path("workingHours").path("daysOfWeek"));
        ObjectNode body = request.model().bodies().read(type(request), raw);
        body.remove(READ_ONLY);
        return new SettingInput(body, now);
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type(TYPE);
    }

    /** The error of Exchange, which differs from that of other enumerations. */
    private static void checkDays(JsonNode days) {
        for (JsonNode day : days) {
            String text = day.stringValue("");
            if (day.isString()
                    && Arrays.stream(DayOfWeek.values())
                            .noneMatch(one -> one.name().equalsIgnoreCase(text))) {
                throw new GraphFailure(400, "InvalidArguments", "Requested value '" + text + "' was not found.");
            }
        }
    }

    boolean isEmpty() {
        return body.isEmpty();
    }

    boolean has(String name) {
        return body.has(name);
    }

    /** @throws GraphFailure if a value is not possible; nothing is changed then */
    MailboxSettings.State apply(MailboxSettings.State before) {
        MailboxSettings.State after = before.with(regional(before.regional()));
        if (body.path("workingHours") instanceof ObjectNode hours) {
            after = after.with(new WorkingHoursInput(hours, now).apply(before.calendar()));
        }
        if (body.path("automaticRepliesSetting") instanceof ObjectNode replies) {
            after = after.with(new RepliesInput(replies, now).apply(before.replies()));
        }
        return after;
    }

    private RegionalSettings regional(RegionalSettings before) {
        RegionalSettings after = before;
        if (body.path(LANGUAGE) instanceof ObjectNode language) {
            String tag = language.path("locale").stringValue("");
            after = after.with(MailboxLocale.find(tag)
                    .orElseThrow(() -> refused("'" + tag + "' is not the locale of a supported language.")));
        }
        if (body.path(TIME_ZONE).isString()) {
            String name = body.path(TIME_ZONE).stringValue("");
            zone(name);
            after = after.withTimeZone(name);
        }
        String date = body.path(DATE_FORMAT).stringValue(after.dateFormat());
        String time = body.path(TIME_FORMAT).stringValue(after.timeFormat());
        check(DATE_FORMAT, date, after.locale(), after.locale().dateFormats());
        check(TIME_FORMAT, time, after.locale(), after.locale().timeFormats());
        return after.withFormats(date, time)
                .withDelegateDelivery(body.path(DELEGATES).stringValue(after.delegateDelivery()));
    }

    private static void check(String name, String value, MailboxLocale locale, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw refused("'" + value + "' is not a " + name + " of " + locale.tag() + ". Possible are: "
                    + String.join(", ", allowed) + ".");
        }
    }

    static ZoneName zone(String name) {
        return ZoneNames.find(name)
                .orElseThrow(
                        () -> new GraphFailure(400, "InvalidTimeZone", "Time Zone settings provided are invalid."));
    }

    static GraphFailure refused(String message) {
        return new GraphFailure(400, "ErrorInvalidRequest", message);
    }
}
