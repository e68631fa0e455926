package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every key of the configuration acts: with another value, the server behaves differently in a way that can be observed from outside. */
class SettingsActTest {
    private static final List<SettingRow> ROWS = Stream.of(
                    ServerSettingRows.all(), MailSettingRows.all(), RestartSettingRows.all())
            .flatMap(List::stream)
            .toList();

    @Test
    void everyKeyHasARow() {
        Set<String> keys = SettingsReader.read(Optional.empty(), Map.of(), Map.of()).effective().stream()
                .map(Settings.Effective::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(keys, ROWS.stream().map(SettingRow::key).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(keys.size(), ROWS.size(), "one row for each key");
    }

    @TestFactory
    Stream<DynamicTest> changingAKeyChangesTheBehaviour() {
        return ROWS.stream()
                .map(row -> DynamicTest.dynamicTest(row.key() + ": " + row.what(), () -> {
                    assertNotEquals(row.byDefault(), row.changed());
                    assertEquals(row.byDefault(), row.observation().of(), "without the key");
                    assertEquals(row.changed(), row.observation().of(row.key(), row.value()), "with " + row.value());
                }));
    }
}
