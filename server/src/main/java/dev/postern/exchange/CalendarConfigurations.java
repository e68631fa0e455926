package dev.postern.exchange;

import dev.postern.directory.User;
import dev.postern.mailbox.setting.CalendarConfiguration;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Get- and Set-MailboxCalendarConfiguration. */
final class CalendarConfigurations {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    /** PowerShell writes fractions of a second, which are zero. */
    private static final Pattern TIME_OF_DAY =
            Pattern.compile("([01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.0{1,7})?)?");

    private static final Pattern REMINDER = Pattern.compile("(?:(\\d{1,2})\\.)?([01]?\\d|2[0-3]):([0-5]\\d)(?::00)?");
    private static final int MAX_REMINDER_MINUTES = 14 * 24 * 60;

    private CalendarConfigurations() {}

    static List<CmdletRow> get(MailboxInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        CalendarConfiguration now = call.mailboxes().configuration(owner);
        String identity = Objects.requireNonNull(owner.recipient()).name();
        return List.of(new CmdletRow(
                identity,
                () -> new OutputProperties()
                        .text("WorkDays", shown(now.workDays()))
                        .text("WorkingHoursStartTime", TIME.format(now.start()))
                        .text("WorkingHoursEndTime", TIME.format(now.end()))
                        .text(
                                "WorkingHoursTimeZone",
                                now.customZone() == null
                                        ? now.timeZone()
                                        : now.customZone().path("name").stringValue(""))
                        .text("WeekStartDay", name(now.weekStart()))
                        .flag("RemindersEnabled", now.reminders())
                        .text("DefaultReminderTime", shown(Duration.ofMinutes(now.reminderMinutes())))
                        .text("MailboxOwnerId", identity)
                        .text("Identity", identity)
                        .flag("IsValid", true)
                        .text("ObjectState", "Unchanged")
                        .node()));
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        // checked before the change, and applied to the configuration as it is then
        changed(call.arguments(), call.mailboxes().configuration(owner));
        call.beforeChange();
        call.mailboxes().configure(owner, before -> changed(call.arguments(), before));
        return List.of();
    }

    private static CalendarConfiguration changed(CmdletArguments arguments, CalendarConfiguration before) {
        CalendarConfiguration after = before;
        if (arguments.has("WorkDays")) {
            if (arguments.texts("WorkDays").isEmpty()) {
                throw CmdletFailures.empty("WorkDays", "an empty list");
            }
            after = after.withWorkDays(days(arguments.texts("WorkDays")));
        }
        LocalTime from = time(arguments, "WorkingHoursStartTime", before.start());
        LocalTime to = time(arguments, "WorkingHoursEndTime", before.end());
        if (!from.isBefore(to)) {
            throw CmdletFailures.invalid("WorkingHoursStartTime must be earlier than WorkingHoursEndTime.");
        }
        after = after.withHours(from, to);
        if (arguments.has("WorkingHoursTimeZone")) {
            after = after.withTimeZone(OptionalTexts.timeZone(arguments, "WorkingHoursTimeZone"));
        }
        String weekStart = arguments.text("WeekStartDay");
        if (weekStart != null) {
            after = after.withWeekStart(day(weekStart));
        }
        return after.withReminders(
                arguments.has("RemindersEnabled") ? arguments.flag("RemindersEnabled") : before.reminders(),
                arguments.has("DefaultReminderTime")
                        ? minutes(OptionalTexts.given(arguments, "DefaultReminderTime"))
                        : before.reminderMinutes());
    }

    private static LocalTime time(CmdletArguments arguments, String name, LocalTime otherwise) {
        if (!arguments.has(name)) {
            return otherwise;
        }
        String text = OptionalTexts.given(arguments, name);
        if (!TIME_OF_DAY.matcher(text).matches()) {
            throw CmdletFailures.invalid(
                    "The value \"" + text + "\" of " + name + " isn't a time of day such as 08:00:00.");
        }
        String time = text.replaceFirst("\\.0+$", "");
        return LocalTime.parse(time.indexOf(':') == 1 ? "0" + time : time);
    }

    /** Reads {@code 00:15:00} and {@code 1.00:00:00}. */
    private static int minutes(String text) {
        var matcher = REMINDER.matcher(text);
        if (matcher.matches()) {
            int days = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
            int minutes = (days * 24 + Integer.parseInt(matcher.group(2))) * 60 + Integer.parseInt(matcher.group(3));
            if (minutes <= MAX_REMINDER_MINUTES) {
                return minutes;
            }
        }
        throw CmdletFailures.invalid("The value \"" + text
                + "\" of DefaultReminderTime isn't a time such as 00:15:00, of whole minutes and at most 14 days.");
    }

    private static String shown(Duration time) {
        String days = time.toDays() == 0 ? "" : time.toDays() + ".";
        return String.format(Locale.ROOT, "%s%02d:%02d:00", days, time.toHoursPart(), time.toMinutesPart());
    }

    private static Set<DayOfWeek> days(List<String> names) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names) {
            switch (name) {
                case "Weekdays" -> days.addAll(WEEKDAYS);
                case "WeekEndDays" -> days.addAll(WEEKEND);
                case "AllDays" -> days.addAll(EnumSet.allOf(DayOfWeek.class));
                case "None" -> {}
                default -> days.add(day(name));
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String shown(Set<DayOfWeek> days) {
        if (days.isEmpty()) {
            return "None";
        }
        if (days.equals(WEEKDAYS)) {
            return "Weekdays";
        }
        if (days.equals(WEEKEND)) {
            return "WeekEndDays";
        }
        return days.size() == 7
                ? "AllDays"
                : days.stream()
                        .sorted((a, b) -> Integer.compare(a.getValue() % 7, b.getValue() % 7))
                        .map(CalendarConfigurations::name)
                        .collect(Collectors.joining(", "));
    }

    private static String name(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
