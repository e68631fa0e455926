package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.SendRights;
import dev.postern.directory.TransportRule;
import dev.postern.store.Engine;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many transport rules a tenant can have, and how many trustees a recipient. */
class SendingBoundsTest {
    @Test
    void transportRules() {
        try (var fixture = new ExchangeFixture(Engine.SQLITE)) {
            for (int i = 0; i <= TransportRule.MAX_RULES; i++) {
                var reply = fixture.run(
                        "New-TransportRule",
                        "{\"Name\":\"rule " + i + "\",\"SetHeaderName\":\"X-A\",\"SetHeaderValue\":\"" + i + "\"}");
                assertEquals(i < TransportRule.MAX_RULES ? 200 : 400, reply.status(), reply.text());
            }
            assertEquals(
                    TransportRule.MAX_RULES,
                    fixture.run("Get-TransportRule", "{}").rows().size());
        }
    }

    @Test
    void trustees() {
        try (var fixture = new ExchangeFixture(Engine.SQLITE)) {
            fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"sales\"}");
            for (int i = 0; i <= SendRights.MAX_TRUSTEES; i++) {
                fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"m" + i + "\"}");
            }
            assertEquals(200, grant(fixture, SendRights.MAX_TRUSTEES).status());
            var refused = grant(fixture, SendRights.MAX_TRUSTEES + 1);
            assertEquals(400, refused.status());
            assertTrue(refused.text().contains("at most 1000"), refused.text());
        }
    }

    private static ExchangeFixture.Reply grant(ExchangeFixture fixture, int count) {
        String names = IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));
        return fixture.run("Set-Mailbox", "{\"Identity\":\"sales\",\"GrantSendOnBehalfTo\":[" + names + "]}");
    }
}
