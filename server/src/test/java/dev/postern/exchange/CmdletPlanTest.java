package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.ComputePool;
import dev.postern.effective.PlanInvalid;
import dev.postern.effective.PlannedChange;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limit of the directory's memory holds for a plan as for the changes themselves. */
class CmdletPlanTest {
    private static final long MEMORY = 20_000;

    @Test
    void aPlanBeyondTheMemoryOfTheDirectoryIsInvalid() {
        try (var fixture = new ExchangeFixture(Engine.SQLITE);
                var compute = new ComputePool(1)) {
            List<PlannedChange> many = IntStream.range(0, 200)
                    .mapToObj(i -> new PlannedChange(
                            "New-Mailbox",
                            Json.parse("{\"Shared\":true,\"Name\":\"m" + i + "\"}")
                                    .asObject()))
                    .toList();
            var plan = new CmdletPlan(compute, InstantSource.system(), () -> MEMORY);
            assertTrue(
                    plan.evaluate(fixture.snapshot(), many.subList(0, 2), false).complete());
            PlanInvalid invalid = assertThrows(PlanInvalid.class, () -> plan.evaluate(fixture.snapshot(), many, false));
            assertTrue(invalid.index() > 2 && invalid.index() < 100, () -> "index " + invalid.index());
            assertTrue(String.valueOf(invalid.getMessage()).contains("quota"), invalid::getMessage);
            var wide = new CmdletPlan(compute, InstantSource.system(), () -> Long.MAX_VALUE);
            assertEquals(0, wide.evaluate(fixture.snapshot(), many, false).gainCount());
        }
    }
}
