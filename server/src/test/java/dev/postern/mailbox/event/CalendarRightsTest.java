package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access rights of Exchange and the roles of Graph that they are. */
class CalendarRightsTest {
    @ParameterizedTest
    @CsvSource({
        "none, None, none",
        "AVAILABILITYONLY, AvailabilityOnly, freeBusyRead",
        "LimitedDetails, LimitedDetails, limitedRead",
        "reviewer, Reviewer, read",
        "ReadItems|FolderVisible, Reviewer, read",
        "Editor, Editor, write",
        "Editor|Reviewer, Editor, write",
        "Author, Author, custom",
        "Owner, Owner, custom",
        "Editor|CreateSubfolders, PublishingEditor, custom",
        "ReadItems|CreateItems, CreateItems|ReadItems, custom",
    })
    void combinationsHaveOneForm(String given, String canonical, String role) {
        CalendarRights rights = CalendarRights.of(List.of(given.split("\\|")), false, false);
        assertEquals(List.of(canonical.split("\\|")), rights.access());
        assertEquals(role, rights.role().wireName());
        assertEquals(rights, CalendarRights.stored(rights.text(), false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nothing", "None|Editor", "AvailabilityOnly|LimitedDetails", "Editor|x"})
    void otherCombinationsDoNotExist(String given) {
        assertThrows(
                IllegalArgumentException.class, () -> CalendarRights.of(List.of(given.split("\\|")), false, false));
    }

    @ParameterizedTest
    @CsvSource({
        "Editor, true, false, delegateWithoutPrivateEventAccess",
        "Editor, true, true, delegateWithPrivateEventAccess",
        "Reviewer, true, false, custom",
        "Editor, false, true, custom",
    })
    void delegatesAreEditors(String access, boolean delegate, boolean seesPrivate, String role) {
        assertEquals(
                role,
                CalendarRights.of(List.of(access), delegate, seesPrivate).role().wireName());
    }
}
