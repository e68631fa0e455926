package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The types of the capabilities: a reader has no method that writes, and none bypasses the gate. */
class CapabilitiesTest {
    private static final List<Class<?>> ALL = List.of(
            AdministrationReader.class,
            AdministrationWriter.class,
            MailReader.class,
            MailWriter.class,
            MailSender.class,
            CalendarReader.class,
            CalendarWriter.class,
            ContactReader.class,
            ContactWriter.class,
            SettingsReader.class,
            SettingsWriter.class,
            SubscriptionReader.class,
            SubscriptionWriter.class,
            DirectoryReader.class,
            DirectoryWriter.class);

    private static Set<String> names(Class<?> type) {
        return Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    private static Set<String> added(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !name.equals("close"))
                .collect(Collectors.toSet());
    }

    @Test
    void aReaderHasNoWritingMethod() {
        Set<String> mail = names(MailReader.class);
        added(MailWriter.class).forEach(name -> assertFalse(mail.contains(name), name));
        added(MailSender.class).forEach(name -> assertFalse(mail.contains(name), name));
        added(DirectoryWriter.class)
                .forEach(name -> assertFalse(names(DirectoryReader.class).contains(name), name));
        added(AdministrationWriter.class)
                .forEach(name -> assertFalse(names(AdministrationReader.class).contains(name), name));
        added(CalendarWriter.class)
                .forEach(name -> assertFalse(names(CalendarReader.class).contains(name), name));
        added(ContactWriter.class)
                .forEach(name -> assertFalse(names(ContactReader.class).contains(name), name));
        added(SubscriptionWriter.class)
                .forEach(name -> assertFalse(names(SubscriptionReader.class).contains(name), name));
        added(SettingsWriter.class)
                .forEach(name -> assertFalse(names(SettingsReader.class).contains(name), name));
        assertFalse(ItemWriter.class.isAssignableFrom(MailReader.class));
        // A sender cannot change mail, and a writer cannot send.
        added(MailWriter.class)
                .forEach(name -> assertFalse(names(MailSender.class).contains(name), name));
        added(MailSender.class)
                .forEach(name -> assertFalse(names(MailWriter.class).contains(name), name));
    }

    @Test
    void theMethodsOfAReaderAreTheseAndNoOthers() {
        // a method that is added here must not change anything
        assertEquals(
                Set.of(
                        "folder",
                        "folders",
                        "folderSize",
                        "list",
                        "search",
                        "find",
                        "finds",
                        "countFound",
                        "item",
                        "original",
                        "isOutOfDate",
                        "attachments",
                        "attachment",
                        "attachmentContent",
                        "overrides",
                        "override",
                        "countOverrides",
                        "mailTips",
                        "changes",
                        "folderChanges",
                        "moveCounts"),
                added(MailReader.class));
        assertEquals(
                Set.of(
                        "calendar",
                        "calendars",
                        "defaultCalendar",
                        "defaultCalendarId",
                        "calendarGroup",
                        "calendarGroups",
                        "permissions",
                        "configuration",
                        "event",
                        "listEvents",
                        "view",
                        "reminding",
                        "instances",
                        "exceptions",
                        "cancelled",
                        "schedules",
                        "meeting",
                        "find",
                        "item",
                        "attachments",
                        "attachment",
                        "attachmentContent",
                        "changes",
                        "moveCounts"),
                added(CalendarReader.class));
        assertEquals(
                Set.of(
                        "folder",
                        "folders",
                        "contact",
                        "list",
                        "photo",
                        "photoContent",
                        "item",
                        "changes",
                        "folderChanges",
                        "moveCounts"),
                added(ContactReader.class));
        assertEquals(
                Set.of("state", "categories", "category", "rules", "rule", "requireFolder"),
                added(SettingsReader.class));
        assertEquals(
                Set.of(
                        "snapshot",
                        "calendars",
                        "permissions",
                        "configuration",
                        "regional",
                        "replies",
                        "processing",
                        "rules",
                        "mailFolder",
                        "folderName",
                        "traces"),
                added(AdministrationReader.class));
        assertEquals(Set.of("snapshot", "snapshotAt", "delta", "actor"), added(DirectoryReader.class));
        assertEquals(
                Set.of("id", "ownerId", "owner", "directory", "mayReadContent", "temporary", "syncState"),
                added(MailboxAccess.class));
    }

    @Test
    void everyCapabilityHasExactlyTheTypeOfItsForm() {
        for (MailboxOpening<?> opening : List.of(
                MailboxOpening.MAIL_READ,
                MailboxOpening.MAIL_WRITE,
                MailboxOpening.MAIL_SEND,
                MailboxOpening.CALENDAR_READ,
                MailboxOpening.CALENDAR_WRITE,
                MailboxOpening.CONTACTS_READ,
                MailboxOpening.CONTACTS_WRITE,
                MailboxOpening.SETTINGS_READ,
                MailboxOpening.SETTINGS_WRITE)) {
            assertTrue(Modifier.isFinal(opening.capability().getModifiers())
                    || opening.capability().isSealed());
            for (Area area : Area.values()) {
                for (Form form : Form.values()) {
                    Operation operation = new Operation("x", area, form, Set.of("p"), Set.of());
                    assertEquals(opening.toString().equals(area + " " + form), opening.opens(operation));
                }
            }
        }
        assertEquals(List.of(MailWriter.class, MailSender.class), List.of(MailReader.class.getPermittedSubclasses()));
        assertEquals(List.of(CalendarWriter.class), List.of(CalendarReader.class.getPermittedSubclasses()));
        assertEquals(List.of(ContactWriter.class), List.of(ContactReader.class.getPermittedSubclasses()));
        assertEquals(List.of(SettingsWriter.class), List.of(SettingsReader.class.getPermittedSubclasses()));
    }

    @Test
    void noCapabilityCanBeBypassed() {
        for (Class<?> type : ALL) {
            for (Method method : type.getMethods()) {
                assertFalse(
                        Set.of(Mailboxes.class, Database.class, OpenedMailbox.class, OpenedDirectory.class)
                                .contains(method.getReturnType()),
                        method.toString());
            }
            assertEquals(0, type.getConstructors().length, type + " has a public constructor");
        }
    }
}
