package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables of operations, and the operations of their rows. */
class OperationRowsTest {
    private static Map<String, String> row(String... cells) {
        var row = new LinkedHashMap<String, String>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }

    @Test
    void cellsInQuotesContainCommasAndQuotes() {
        assertEquals(
                List.of(
                        row("name", "plain", "permissions", "Mail.Read"),
                        row("name", "a, \"b\", c", "permissions", ""),
                        row("name", "", "permissions", "x y"),
                        row("name", "\"", "permissions", ",")),
                OperationRows.read(OperationRowsTest.class, "operation-rows.csv"));
    }

    @Test
    void aRowWithAnotherNumberOfCellsIsRefused() {
        for (String file : List.of("operation-rows-short.csv", "operation-rows-long.csv")) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> OperationRows.read(OperationRowsTest.class, file));
            assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "), refused::getMessage);
        }
        IllegalStateException missing = assertThrows(
                IllegalStateException.class, () -> OperationRows.read(OperationRowsTest.class, "nothing.csv"));
        assertEquals("nothing.csv is not in the jar", missing.getMessage());
    }

    @Test
    void aRowIsAnOperation() {
        assertEquals(
                new Operation("x", Area.MAIL, Form.SEND, Set.of("Mail.Send"), Set.of()),
                OperationRows.operation("x", row("area", "mail", "form", "send", "permissions", " Mail.Send ")));
        assertEquals(
                new Operation("y", Area.CALENDAR, Form.READ, Set.of("A", "B", "C"), Set.of("C")),
                OperationRows.operation(
                        "y",
                        row(
                                "area", "Calendar",
                                "form", "READ",
                                "permissions", "A  B",
                                "basic_permissions", "C")));
        assertEquals(
                Set.of(),
                OperationRows.operation("z", row("area", "NONE", "form", "read", "permissions", "  "))
                        .permissions());
    }

    @Test
    void aTableWithoutAColumnIsRefused() {
        for (String column : List.of("area", "form", "permissions")) {
            Map<String, String> row = row("area", "mail", "form", "read", "permissions", "Mail.Read");
            row.remove(column);
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> OperationRows.operation("x", row));
            assertEquals("The table has no column " + column, refused.getMessage());
        }
    }

    @Test
    void aBasicPermissionSuffices() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Operation("x", Area.MAIL, Form.READ, Set.of("Mail.Read"), Set.of("Mail.ReadBasic")));
        Operation operation = new Operation(
                "x", Area.MAIL, Form.READ, Set.of("Mail.Read", "Mail.ReadBasic"), Set.of("Mail.ReadBasic"));
        assertEquals(Set.of("Mail.Read"), operation.full());
        assertEquals(
                new Operation("y", Area.MAIL, Form.READ, operation.permissions(), operation.basic()),
                operation.named("y"));
    }

    @Test
    void onlyReadingChangesNothing() {
        assertFalse(GateFixture.READ.writes());
        assertTrue(GateFixture.WRITE.writes());
        assertTrue(GateFixture.mailbox(Area.MAIL, Form.SEND).writes());
    }

    @Test
    void someAreasBelongToAMailbox() {
        Set<Area> ofMailbox = Set.of(Area.MAIL, Area.CALENDAR, Area.CONTACTS, Area.SETTINGS);
        for (Area area : Area.values()) {
            assertEquals(ofMailbox.contains(area), area.isOfMailbox(), area.name());
        }
    }
}
