package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.develop.TenantMaker;
import dev.postern.directory.Directory;
import dev.postern.directory.Tenant;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Creates tenants for single tests. Their administrators have long-lived secrets, so that this server need not renew a thousand of them. */
record ThrowAwayTenants(Directory directory, InstantSource clock, SecureRandom random) implements TenantMaker {
    private static final Duration LIFE = Duration.ofDays(36_525);
    private static final String NAME = "throw-away tenant";

    @Override
    public Created create(String domain, Actor actor) {
        Instant now = clock.instant();
        Tenant tenant = new Tenant(new TenantId(UUID.randomUUID()), now, List.of(domain));
        NewSecret secret = NewSecret.of(NAME, now, now.plus(LIFE), random);
        AppId administrator = directory.createTenant(
                tenant,
                Map.of(),
                actor,
                _ -> {},
                draft -> Administrator.restore(draft, NAME, _ -> false, secret.credential(), now, random));
        return new Created(tenant, administrator, secret.text());
    }
}
