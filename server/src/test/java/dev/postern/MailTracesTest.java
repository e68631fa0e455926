package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.access.TenantId;
import dev.postern.receive.TracedArrival;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.trace.TraceSearch;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTracesTest {
    private static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");
    private static final UUID MESSAGE = UUID.fromString("01a21f3c-ad80-7c48-ba3f-4877a76a8aa8");
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03Z");

    /** As a host does that sends one message to each of its recipients in a transaction of its own. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageThatArrivesAgainKeepsItsEarlierRecipients(Engine engine) {
        try (Database database = Databases.open(engine)) {
            arrives(database, recipient("anna@contoso.example", true), recipient("bob@contoso.example", false));
            arrives(database, recipient("bob@contoso.example", true), recipient("eve@contoso.example", true));
            TracedMessage found = Objects.requireNonNull(new TraceSearch(database).find(TENANT, MESSAGE));
            assertEquals(
                    Map.of(
                            "anna@contoso.example", TraceState.DELIVERED,
                            "bob@contoso.example", TraceState.DELIVERED,
                            "eve@contoso.example", TraceState.DELIVERED),
                    found.recipients().stream()
                            .collect(Collectors.toMap(TracedRecipient::address, TracedRecipient::state)));
        }
    }

    private static void arrives(Database database, TracedArrival.Recipient... recipients) {
        TracedArrival arrival = new TracedArrival(
                TENANT,
                MESSAGE,
                NOW,
                "ann@elsewhere.example",
                "Hello",
                "<1@elsewhere.example>",
                100,
                "192.0.2.1",
                List.of(recipients));
        database.write(sql -> {
            new MailTraces().add(sql, arrival);
            return true;
        });
    }

    private static TracedArrival.Recipient recipient(String address, boolean delivered) {
        return new TracedArrival.Recipient(address, delivered, delivered ? "250 2.6.0 Stored" : "552 5.2.2 Full");
    }
}
