package dev.postern.exchange;

import dev.postern.directory.User;
import dev.postern.mailbox.setting.MailboxLocale;
import dev.postern.mailbox.setting.RegionalSettings;
import java.util.List;
import java.util.Objects;

/** Get- and Set-MailboxRegionalConfiguration. */
final class RegionalConfigurations {
    private RegionalConfigurations() {}

    static List<CmdletRow> get(MailboxInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        RegionalSettings now = call.mailboxes().regional(owner);
        String identity = Objects.requireNonNull(owner.recipient()).name();
        return List.of(new CmdletRow(
                identity,
                () -> new OutputProperties()
                        .text("DateFormat", now.dateFormat())
                        .text("Language", now.locale().tag())
                        .flag("DefaultFolderNameMatchingUserLanguage", false)
                        .text("TimeFormat", now.timeFormat())
                        .text("TimeZone", now.timeZone())
                        .text("Identity", identity)
                        .flag("IsValid", true)
                        .text("ObjectState", "Unchanged")
                        .node()));
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        // checked before the change, and applied to the settings as they are then
        changed(call.arguments(), call.mailboxes().regional(owner));
        call.beforeChange();
        call.mailboxes().localize(owner, before -> changed(call.arguments(), before));
        return List.of();
    }

    private static RegionalSettings changed(CmdletArguments arguments, RegionalSettings before) {
        RegionalSettings after = before;
        if (arguments.has("Language")) {
            String tag = OptionalTexts.given(arguments, "Language");
            after = after.with(MailboxLocale.find(tag)
                    .orElseThrow(() ->
                            CmdletFailures.invalid("\"" + tag + "\" isn't the language of a mailbox, such as de-DE.")));
        }
        if (arguments.has("TimeZone")) {
            after = after.withTimeZone(OptionalTexts.timeZone(arguments, "TimeZone"));
        }
        MailboxLocale locale = after.locale();
        return after.withFormats(
                format(arguments, "DateFormat", after.dateFormat(), locale, locale.dateFormats()),
                format(arguments, "TimeFormat", after.timeFormat(), locale, locale.timeFormats()));
    }

    private static String format(
            CmdletArguments arguments, String name, String otherwise, MailboxLocale locale, List<String> allowed) {
        if (!arguments.has(name)) {
            return otherwise;
        }
        String given = OptionalTexts.given(arguments, name);
        if (!allowed.contains(given)) {
            throw CmdletFailures.invalid(name + " \"" + given + "\" isn't valid for current language setting \""
                    + locale.tag() + "\". Valid formats include: \"" + String.join(", ", allowed) + "\".");
        }
        return given;
    }
}
