package dev.postern.develop;

import dev.postern.access.TenantId;
import dev.postern.delivery.OutsideMail;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.Tenant;
import dev.postern.gate.AdministratorCaller;
import dev.postern.gate.Gate;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of developer mode, for the administrators of its tenants. */
public final class DeveloperApi {
    private static final int MAX_OUTSIDE = 1_000;
    private static final long MAX_OUTSIDE_BYTES = 16 << 20;
    private static final int MAX_TEXT = 260;
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private final DeveloperMode mode;
    private final Parts parts;

    /**
     * What the endpoints use.
     *
     * @param due runs everything that is due, after the clock was moved
     */
    public record Parts(
            Gate gate, Directory directory, Seeder seeder, OutsideMail outside, TenantMaker tenants, Runnable due) {}

    public DeveloperApi(DeveloperMode mode, Parts parts) {
        this.mode = mode;
        this.parts = parts;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        DeveloperGate gate = new DeveloperGate(parts.gate());
        gate.add(routes, "GET", "/postern/dev", (_, _) -> state());
        gate.add(routes, "POST", "/postern/dev/tenants", this::tenant);
        gate.add(routes, "POST", "/postern/dev/seed", this::seed);
        gate.add(routes, "POST", "/postern/dev/reset", (_, _) -> reset());
        gate.add(routes, "GET", "/postern/dev/faults", (_, _) -> faults());
        gate.add(routes, "POST", "/postern/dev/faults", (_, request) -> addFault(request));
        gate.add(routes, "DELETE", "/postern/dev/faults", (_, request) -> clearFaults(request));
        gate.add(routes, "DELETE", "/postern/dev/faults/{id}", (_, request) -> removeFault(request));
        gate.add(routes, "GET", "/postern/dev/clock", (_, _) -> clock());
        gate.add(routes, "POST", "/postern/dev/clock", (_, request) -> moveClock(request));
        gate.add(routes, "GET", "/postern/dev/outside", this::outside);
        gate.add(routes, "GET", "/postern/dev/outside/{id}", this::outsideMessage);
        gate.add(routes, "DELETE", "/postern/dev/outside", (caller, _) -> {
            parts.outside().clear(caller.tenant());
            return Response.empty(204);
        });
    }

    private Response state() {
        return DeveloperGate.json(
                200, time().put("generation", mode.generation().toString()).put("seeded", mode.isSeeded()));
    }

    private ObjectNode time() {
        return Json.object()
                .put("now", mode.clock().instant().toString())
                .put("offset", mode.clock().offset().toString());
    }

    private Response tenant(AdministratorCaller caller, Request request) {
        SeedMembers body = SeedMembers.of("", DeveloperGate.json(request), Set.of("domain"));
        String given = body.text("domain", MAX_TEXT);
        String domain = given == null
                ? "t" + UUID.randomUUID().toString().replace("-", "") + ".example"
                : given.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(domain).matches()) {
            throw DevelopFailure.invalid("'" + given + "' is no domain.");
        }
        try {
            TenantMaker.Created created = parts.tenants().create(domain, caller.actor());
            return DeveloperGate.json(
                    201,
                    Json.object()
                            .put("tenantId", created.tenant().id().toString())
                            .put("domain", domain)
                            .put("clientId", created.administrator().toString())
                            .put("clientSecret", created.secret()));
        } catch (DirectoryFailure.AlreadyExists e) {
            throw DevelopFailure.conflict("There is a tenant with the domain '" + domain + "' already.");
        }
    }

    private Response seed(AdministratorCaller caller, Request request) {
        SeedFile file = SeedReader.read(DeveloperGate.body(request, SeedReader.MAX_BYTES), request.memory());
        return DeveloperGate.json(200, parts.seeder().apply(caller.tenant(), file, caller.actor()));
    }

    private Response reset() {
        if (!mode.isSeeded()) {
            throw DevelopFailure.conflict("The server is still starting.");
        }
        mode.reset().run();
        return DeveloperGate.json(
                202, Json.object().put("generation", mode.generation().toString()));
    }

    private Response faults() {
        ObjectNode body = Json.object();
        body.set("value", mode.faults().list());
        return DeveloperGate.json(200, body);
    }

    private Response addFault(Request request) {
        return DeveloperGate.json(201, mode.faults().add(Fault.read(DeveloperGate.json(request), this::find)));
    }

    /** Removes all faults, or those of {@code ?tenant=}. */
    private Response clearFaults(Request request) {
        String query = request.rawQuery();
        if (query.isEmpty()) {
            mode.faults().clear(null);
            return Response.empty(204);
        }
        TenantId tenant = query.startsWith("tenant=") ? find(query.substring("tenant=".length())) : null;
        if (tenant == null) {
            throw DevelopFailure.invalid("The only parameter is 'tenant', the id or the domain of a tenant.");
        }
        mode.faults().clear(tenant);
        return Response.empty(204);
    }

    private @Nullable TenantId find(String guidOrDomain) {
        Tenant tenant = parts.directory().tenant(guidOrDomain);
        return tenant == null ? null : tenant.id();
    }

    private Response removeFault(Request request) {
        String id = request.segments().getLast();
        if (!mode.faults().remove(id)) {
            throw DevelopFailure.notFound("There is no fault '" + id + "'.");
        }
        return Response.empty(204);
    }

    private Response clock() {
        return DeveloperGate.json(200, time());
    }

    private Response moveClock(Request request) {
        SeedMembers body = SeedMembers.of("", DeveloperGate.json(request), Set.of("advance", "set"));
        String advance = body.textOrNumber("advance", MAX_TEXT);
        String set = body.text("set", MAX_TEXT);
        if ((advance == null) == (set == null)) {
            throw DevelopFailure.invalid("Either 'advance' or 'set' is required.");
        }
        if (advance != null) {
            mode.clock().advance(DurationText.read("advance", advance));
        } else {
            mode.clock().set(instant(set));
        }
        parts.due().run();
        return clock();
    }

    private static Instant instant(@Nullable String text) {
        try {
            return OffsetDateTime.parse(String.valueOf(text)).toInstant();
        } catch (DateTimeException e) {
            throw DevelopFailure.invalid("'set' must be a time with its offset, such as 2027-03-01T08:30:00Z.");
        }
    }

    private Response outside(AdministratorCaller caller, Request request) {
        ObjectNode body = Json.object();
        var values = body.putArray("value");
        request.memory().take(2 * MAX_OUTSIDE_BYTES);
        parts.outside().list(caller.tenant(), MAX_OUTSIDE, MAX_OUTSIDE_BYTES).forEach(one -> values.add(json(one)));
        return DeveloperGate.json(200, body);
    }

    private Response outsideMessage(AdministratorCaller caller, Request request) {
        String id = request.segments().getLast();
        OutsideMail.Captured found = null;
        try {
            found = parts.outside().find(caller.tenant(), UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            // no such id
        }
        if (found == null) {
            throw DevelopFailure.notFound("There is no captured message '" + id + "'.");
        }
        return DeveloperGate.json(200, json(found));
    }

    private static ObjectNode json(OutsideMail.Captured one) {
        ObjectNode json = Json.object()
                .put("id", one.id().toString())
                .put("subject", one.subject())
                .put("from", one.from());
        var to = json.putArray("to");
        one.to().stream().sorted().forEach(to::add);
        return json.put("received", one.received().toString()).put("mime", one.mime());
    }
}
