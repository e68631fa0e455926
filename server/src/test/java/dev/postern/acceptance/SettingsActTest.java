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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every key of the configuration acts: with another value, the server behaves differently in a way that can be observed from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsActTest {
    private static final int AT_ONCE = 8;

    private static final List<SettingRow> ROWS = Stream.of(
                    RestartSettingRows.all(),
                    ServerSettingRows.all(),
                    MailSettingRows.all(),
                    TransportSettingRows.all())
            .flatMap(List::stream)
            .toList();

    private final ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);

    @Test
    void everyKeyHasARow() {
        Set<String> keys = SettingsReader.read(Optional.empty(), Map.of(), Map.of()).effective().stream()
                .map(Settings.Effective::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(keys, ROWS.stream().map(SettingRow::key).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(keys.size(), ROWS.size(), "one row for each key");
    }

    /** The rows are observed at the same time, each on servers of its own: many wait for a time limit or a task of the server. */
    @TestFactory
    Stream<DynamicTest> changingAKeyChangesTheBehaviour() {
        List<Running> all = ROWS.stream()
                .map(row -> new Running(row, workers.submit(() -> Observed.of(row))))
                .toList();
        return all.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.row().key() + ": " + one.row().what(), () -> {
                            SettingRow row = one.row();
                            assertNotEquals(row.byDefault(), row.changed());
                            Observed observed = one.observed().get();
                            assertEquals(row.byDefault(), observed.byDefault(), "without the key");
                            assertEquals(row.changed(), observed.changed(), "with " + row.value());
                        }));
    }

    private record Running(SettingRow row, Future<Observed> observed) {}

    private record Observed(String byDefault, String changed) {
        /** One after the other: the value may name a port, a folder or a database that both see. */
        static Observed of(SettingRow row) throws Exception {
            return new Observed(row.observation().of(), row.observation().of(row.key(), row.value()));
        }
    }

    @AfterAll
    void close() {
        workers.shutdownNow();
    }
}
