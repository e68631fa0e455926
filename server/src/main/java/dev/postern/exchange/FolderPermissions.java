package dev.postern.exchange;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.RecipientType;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Grantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Add-, Get-, Set- and Remove-MailboxFolderPermission, on the same permissions as {@code calendarPermissions} in Graph. */
final class FolderPermissions {
    private static final Set<CalendarRole> OUTSIDE =
            Set.of(CalendarRole.NONE, CalendarRole.FREE_BUSY_READ, CalendarRole.LIMITED_READ, CalendarRole.READ);

    private FolderPermissions() {}

    static List<CmdletRow> list(MailboxInvocation call) {
        FolderPath path = FolderPath.of(call, call.arguments().required("Identity"));
        List<CalendarPermission> all = entries(call, path);
        String user = call.arguments().text("User");
        if (user != null) {
            return List.of(row(call.directory(), path, existing(call, path, user), 0));
        }
        var rows = new ArrayList<CmdletRow>();
        all.forEach(entry -> rows.add(row(call.directory(), path, entry, rows.size())));
        return rows;
    }

    static List<CmdletRow> add(ChangingInvocation call) {
        FolderPath path = FolderPath.of(call, call.arguments().required("Identity"));
        Grantee grantee = grantee(call.directory(), call.arguments().required("User"));
        if (!grantee.isPerson() || find(call, path, grantee).isPresent()) {
            throw CmdletFailures.permissionExists(name(call.directory(), grantee));
        }
        if (grantee.recipient().equals(Optional.of(path.owner().id()))) {
            throw CmdletFailures.invalid("The owner of a mailbox has all rights and can't be given a permission.");
        }
        CalendarRights rights = rights(call, path, grantee);
        call.beforeChange();
        call.mailboxes().putPermission(path.owner(), path.calendar().id(), grantee, rights);
        return List.of(row(call.directory(), path, new CalendarPermission(grantee, rights), 0));
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        FolderPath path = FolderPath.of(call, call.arguments().required("Identity"));
        Grantee grantee =
                existing(call, path, call.arguments().required("User")).grantee();
        CalendarRights rights = rights(call, path, grantee);
        call.beforeChange();
        call.mailboxes().updatePermission(path.owner(), path.calendar().id(), grantee, rights);
        return List.of();
    }

    static List<CmdletRow> remove(ChangingInvocation call) {
        FolderPath path = FolderPath.of(call, call.arguments().required("Identity"));
        Grantee grantee =
                existing(call, path, call.arguments().required("User")).grantee();
        refuseNotification(call);
        if (!grantee.isPerson()) {
            throw CmdletFailures.invalid("The permission entry of " + name(call.directory(), grantee)
                    + " can't be removed. Set its access rights to None instead.");
        }
        call.beforeChange();
        call.mailboxes().removePermission(path.owner(), path.calendar().id(), grantee);
        return List.of();
    }

    private static List<CalendarPermission> entries(MailboxInvocation call, FolderPath path) {
        return call.mailboxes().permissions(path.owner(), path.calendar().id());
    }

    private static Optional<CalendarPermission> find(MailboxInvocation call, FolderPath path, Grantee grantee) {
        return entries(call, path).stream()
                .filter(entry -> entry.grantee().key().equals(grantee.key()))
                .findFirst();
    }

    /** The entry of a user, who may have been removed from the directory since. */
    private static CalendarPermission existing(MailboxInvocation call, FolderPath path, String user) {
        Optional<CalendarPermission> byName = entries(call, path).stream()
                .filter(entry -> entry.grantee().isPerson()
                        && (entry.grantee().name().equalsIgnoreCase(user)
                                || entry.grantee().address().equalsIgnoreCase(user)))
                .findFirst();
        return byName.isPresent()
                ? byName.get()
                : find(call, path, grantee(call.directory(), user))
                        .orElseThrow(() -> CmdletFailures.noPermission(user));
    }

    private static Grantee grantee(DirectorySnapshot directory, String user) {
        if (user.equalsIgnoreCase("Default")) {
            return Grantee.EVERYBODY;
        }
        if (user.equalsIgnoreCase("Anonymous")) {
            return Grantee.ANONYMOUS;
        }
        List<MailRecipient> found = RecipientIdentity.find(directory, user, FolderPermissions::canBeGranted);
        if (found.isEmpty() && user.indexOf('@') < 0) {
            MailRecipient named = RecipientIdentity.reference(directory, user, FolderPermissions::canBeGranted);
            return inside(named);
        }
        if (found.size() > 1) {
            throw CmdletFailures.ambiguous(user);
        }
        return found.isEmpty() ? outside(directory, user) : inside(found.getFirst());
    }

    private static boolean canBeGranted(MailRecipient recipient) {
        return !recipient.isGroup() || recipient.recipient().type() == RecipientType.SECURITY_GROUP;
    }

    private static Grantee inside(MailRecipient recipient) {
        return Grantee.inside(
                recipient.id(), recipient.displayName(), recipient.recipient().primaryAddress());
    }

    private static Grantee outside(DirectorySnapshot directory, String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        if (!address.matches("[^\\s@<>]{1,64}@[^\\s@<>]{1,255}") || directory.isAccepted(domain)) {
            throw CmdletFailures.unknownUser(address);
        }
        return Grantee.outside(address, address);
    }

    private static CalendarRights rights(ChangingInvocation call, FolderPath path, Grantee grantee) {
        refuseNotification(call);
        List<String> access = call.arguments().texts("AccessRights");
        List<String> flags = call.arguments().texts("SharingPermissionFlags");
        boolean delegate = flags.contains("Delegate");
        boolean seesPrivate = flags.contains("CanViewPrivateItems");
        CalendarRights rights;
        try {
            rights = CalendarRights.of(access, delegate, seesPrivate);
        } catch (IllegalArgumentException e) {
            throw CmdletFailures.invalid(e.getMessage() + ".");
        }
        boolean editor = rights.access().equals(List.of("Editor"));
        if (flags.contains("None") && flags.size() > 1) {
            throw CmdletFailures.invalid("SharingPermissionFlags can't combine None with other flags.");
        }
        if (delegate && (!editor || !path.calendar().isDefault() || !isUser(call.directory(), grantee))) {
            throw CmdletFailures.invalid(
                    "The flag Delegate needs the access right Editor, the default calendar, and a user"
                            + " of the organization.");
        }
        if (seesPrivate && !delegate) {
            throw CmdletFailures.invalid("The flag CanViewPrivateItems needs the flag Delegate.");
        }
        boolean outside = grantee.isPerson() && grantee.recipient().isEmpty();
        if ((outside || grantee.equals(Grantee.ANONYMOUS)) && !OUTSIDE.contains(rights.role())) {
            throw CmdletFailures.invalid(
                    "Users outside the organization can have the access rights None, AvailabilityOnly,"
                            + " LimitedDetails and Reviewer.");
        }
        return rights;
    }

    private static void refuseNotification(ChangingInvocation call) {
        if (call.arguments().flag("SendNotificationToUser")) {
            throw CmdletFailures.invalid("SendNotificationToUser is not supported: this server sends no sharing"
                    + " invitations. Nothing was changed.");
        }
    }

    private static boolean isUser(DirectorySnapshot directory, Grantee grantee) {
        return grantee.recipient()
                .map(directory::find)
                .filter(object -> !(object instanceof Group))
                .isPresent();
    }

    /** The name as it is now, or as it was when the user was in the directory. */
    private static String name(DirectorySnapshot directory, Grantee grantee) {
        if (grantee.equals(Grantee.EVERYBODY)) {
            return "Default";
        }
        return grantee.recipient()
                .map(directory::find)
                .map(DirectoryObject::displayName)
                .orElse(grantee.name());
    }

    private static CmdletRow row(DirectorySnapshot directory, FolderPath path, CalendarPermission entry, int number) {
        CalendarRights rights = entry.rights();
        String name = name(directory, entry.grantee());
        String flags = !rights.delegate() ? "" : rights.seesPrivate() ? "Delegate, CanViewPrivateItems" : "Delegate";
        return new CmdletRow(
                String.format(Locale.ROOT, "%04d", number),
                () -> new OutputProperties()
                        .text("FolderName", path.calendar().name())
                        .text("User", name)
                        .texts("AccessRights", rights.access())
                        .text("SharingPermissionFlags", flags.isEmpty() ? null : flags)
                        .text("Identity", name)
                        .flag("IsValid", true)
                        .text("ObjectState", "New")
                        .node());
    }
}
