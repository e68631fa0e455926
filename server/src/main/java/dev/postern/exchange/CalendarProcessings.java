package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.ProcessingSetting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Get- and Set-CalendarProcessing. */
final class CalendarProcessings {
    private static final int MAX_RECIPIENTS = 1000;

    private CalendarProcessings() {}

    static List<CmdletRow> get(MailboxInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        CalendarProcessing now = call.mailboxes().processing(owner);
        String identity = Objects.requireNonNull(owner.recipient()).name();
        return List.of(new CmdletRow(identity, () -> {
            OutputProperties properties = new OutputProperties();
            ProcessingSetting.ALL.forEach(setting -> show(call.directory(), properties, now, setting));
            return properties
                    .text("MailboxOwnerId", identity)
                    .text("Identity", identity)
                    .flag("IsValid", true)
                    .text("ObjectState", "Changed")
                    .node();
        }));
    }

    private static void show(
            DirectorySnapshot directory,
            OutputProperties properties,
            CalendarProcessing now,
            ProcessingSetting setting) {
        String name = setting.name();
        switch (setting.type()) {
            case FLAG -> properties.flag(name, now.flag(name));
            case NUMBER -> properties.number(name, now.number(name));
            case CHOICE, TEXT -> properties.text(name, now.text(name));
            case RECIPIENTS ->
                properties.texts(
                        name,
                        now.recipients(name).stream()
                                .flatMap(id -> name(directory, id))
                                .toList());
        }
    }

    /** Those who were removed from the directory are not shown. */
    private static Stream<String> name(DirectorySnapshot directory, String id) {
        return Optional.ofNullable(directory.find(ObjectId.of(id))).map(Recipient::of).map(Recipient::name).stream();
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        User owner = call.owner(call.arguments().required("Identity"));
        // checked before the change, and applied to the settings as they are then
        changed(call, call.mailboxes().processing(owner));
        call.beforeChange();
        call.mailboxes().process(owner, before -> changed(call, before));
        return List.of();
    }

    private static CalendarProcessing changed(ChangingInvocation call, CalendarProcessing before) {
        CmdletArguments arguments = call.arguments();
        CalendarProcessing after = before;
        for (ProcessingSetting setting : ProcessingSetting.ALL) {
            String name = setting.name();
            if (arguments.has(name)) {
                after = switch (setting.type()) {
                    case FLAG -> after.with(name, flag(setting, arguments));
                    case NUMBER -> after.with(name, number(setting, arguments.count(name, 0)));
                    case CHOICE -> after.with(name, OptionalTexts.given(arguments, name));
                    case TEXT -> after.with(name, text(setting, arguments));
                    case RECIPIENTS -> after.with(name, recipients(call, name, before.recipients(name)));
                };
            }
        }
        if (arguments.has("ResourceDelegates")
                && !after.resource()
                && !after.recipients("ResourceDelegates").isEmpty()) {
            throw CmdletFailures.invalid("ResourceDelegates can only be enabled on resource mailboxes.");
        }
        return after;
    }

    private static boolean flag(ProcessingSetting setting, CmdletArguments arguments) {
        boolean on = arguments.flag(setting.name());
        if (!setting.allowed().isEmpty() && !setting.allowed().contains(String.valueOf(on))) {
            throw CmdletFailures.invalid(setting.name() + " can't be " + on + ": this server doesn't support it.");
        }
        return on;
    }

    private static int number(ProcessingSetting setting, int number) {
        int min = Integer.parseInt(setting.allowed().getFirst());
        int max = Integer.parseInt(setting.allowed().getLast());
        if (number < min || number > max) {
            throw CmdletFailures.invalid(
                    "The value of " + setting.name() + " must be from " + min + " to " + max + ", not " + number + ".");
        }
        return number;
    }

    private static String text(ProcessingSetting setting, CmdletArguments arguments) {
        String text = arguments.isNothing(setting.name()) ? "" : OptionalTexts.given(arguments, setting.name());
        return Checks.length(
                setting.name(), text, Integer.parseInt(setting.allowed().getFirst()));
    }

    private static List<String> recipients(ChangingInvocation call, String name, List<String> before) {
        var ids = new LinkedHashSet<String>();
        switch (call.arguments().addresses(name)) {
            case ArgumentValue.Texts(var all) -> all.forEach(one -> ids.add(id(call, one)));
            case ArgumentValue.Changes(var add, var remove) -> {
                ids.addAll(before);
                add.forEach(one -> ids.add(id(call, one)));
                remove.forEach(one -> ids.remove(id(call, one)));
            }
            case null, default -> {}
        }
        if (ids.size() > MAX_RECIPIENTS) {
            throw CmdletFailures.invalid(name + " can contain at most " + MAX_RECIPIENTS + " recipients.");
        }
        return List.copyOf(ids);
    }

    private static String id(ChangingInvocation call, String recipient) {
        return RecipientIdentity.reference(call.directory(), recipient, _ -> true)
                .id()
                .toString();
    }
}
