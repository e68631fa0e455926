package dev.postern.exchange;

import dev.postern.directory.User;
import dev.postern.mailbox.setting.AutomaticReplies;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Get- and Set-MailboxAutoReplyConfiguration. Times without an offset are in UTC. */
final class AutoReplyConfigurations {
    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ofPattern("M/d/yyyy[ H:mm[:ss]]", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm[:ss] a", Locale.ENGLISH));

    private AutoReplyConfigurations() {}

    static List<CmdletRow> get(MailboxInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        AutomaticReplies now = call.mailboxes().replies(owner);
        AutomaticReplies.Window window =
                now.window() == null ? AutomaticReplies.Window.proposed(call.now()) : now.window();
        String identity = Objects.requireNonNull(owner.recipient()).name();
        return List.of(new CmdletRow(
                identity,
                () -> new OutputProperties()
                        .text("AutoReplyState", state(now.status()))
                        .time("StartTime", window.start().instant())
                        .time("EndTime", window.end().instant())
                        .text("ExternalAudience", audience(now.audience()))
                        .text("InternalMessage", now.internalMessage())
                        .text("ExternalMessage", now.externalMessage())
                        .text("MailboxOwnerId", identity)
                        .text("Identity", identity)
                        .flag("IsValid", true)
                        .text("ObjectState", "Unchanged")
                        .node()));
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        Instant now = call.now();
        // checked before the change, and applied to the settings as they are then
        changed(call.arguments(), call.mailboxes().replies(owner), now);
        call.beforeChange();
        call.mailboxes().reply(owner, before -> changed(call.arguments(), before, now));
        return List.of();
    }

    private static AutomaticReplies changed(CmdletArguments arguments, AutomaticReplies before, Instant now) {
        AutomaticReplies.Status status = arguments.has("AutoReplyState")
                ? status(OptionalTexts.given(arguments, "AutoReplyState"))
                : before.status();
        AutomaticReplies.Audience audience = arguments.has("ExternalAudience")
                ? audience(OptionalTexts.given(arguments, "ExternalAudience"))
                : before.audience();
        AutomaticReplies.Window window = window(arguments, before.window());
        if (status == AutomaticReplies.Status.SCHEDULED && (window == null || !window.isPossible(now))) {
            throw CmdletFailures.invalid(
                    "The scheduled duration for sending automatic replies isn't valid. EndTime must be"
                            + " later than StartTime, and in the future.");
        }
        return before.changed(
                status,
                audience,
                message(arguments, "InternalMessage", before.internalMessage()),
                message(arguments, "ExternalMessage", before.externalMessage()),
                window);
    }

    private static AutomaticReplies.@Nullable Window window(
            CmdletArguments arguments, AutomaticReplies.@Nullable Window before) {
        AutomaticReplies.Time start = time(arguments, "StartTime", before == null ? null : before.start());
        AutomaticReplies.Time end = time(arguments, "EndTime", before == null ? null : before.end());
        return start == null || end == null ? before : new AutomaticReplies.Window(start, end);
    }

    private static AutomaticReplies.@Nullable Time time(
            CmdletArguments arguments, String name, AutomaticReplies.@Nullable Time before) {
        return arguments.has(name)
                ? AutomaticReplies.Time.of(utc(name, OptionalTexts.given(arguments, name)), "UTC")
                : before;
    }

    private static LocalDateTime utc(String name, String text) {
        try {
            return OffsetDateTime.parse(text)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toLocalDateTime();
        } catch (DateTimeParseException _) {
            return local(name, text);
        }
    }

    private static LocalDateTime local(String name, String text) {
        return FORMS.stream()
                .map(form -> parsed(text, form))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> CmdletFailures.invalid("The value \"" + text + "\" of " + name
                        + " isn't a time such as 2026-12-24T08:00:00 or 12/24/2026 08:00."));
    }

    private static Optional<LocalDateTime> parsed(String text, DateTimeFormatter form) {
        try {
            TemporalAccessor parsed = form.parseBest(text, LocalDateTime::from, LocalDate::from);
            return Optional.of(parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static String message(CmdletArguments arguments, String name, String before) {
        if (!arguments.has(name)) {
            return before;
        }
        String text = arguments.text(name);
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > AutomaticReplies.MAX_MESSAGE) {
            throw CmdletFailures.invalid(name + " is longer than " + AutomaticReplies.MAX_MESSAGE / 1024 + " KB.");
        }
        return text == null ? "" : text;
    }

    private static AutomaticReplies.Status status(String name) {
        return switch (name) {
            case "Enabled" -> AutomaticReplies.Status.ALWAYS_ENABLED;
            case "Scheduled" -> AutomaticReplies.Status.SCHEDULED;
            default -> AutomaticReplies.Status.DISABLED;
        };
    }

    private static String state(AutomaticReplies.Status status) {
        return switch (status) {
            case DISABLED -> "Disabled";
            case ALWAYS_ENABLED -> "Enabled";
            case SCHEDULED -> "Scheduled";
        };
    }

    private static AutomaticReplies.Audience audience(String name) {
        return switch (name) {
            case "None" -> AutomaticReplies.Audience.NONE;
            case "Known" -> AutomaticReplies.Audience.CONTACTS_ONLY;
            default -> AutomaticReplies.Audience.ALL;
        };
    }

    private static String audience(AutomaticReplies.Audience audience) {
        return switch (audience) {
            case NONE -> "None";
            case CONTACTS_ONLY -> "Known";
            case ALL -> "All";
        };
    }
}
