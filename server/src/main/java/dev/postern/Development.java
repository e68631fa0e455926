package dev.postern;

import dev.postern.audit.Actor;
import dev.postern.delivery.ContentSeed;
import dev.postern.delivery.OutsideMail;
import dev.postern.develop.DeveloperApi;
import dev.postern.develop.DeveloperMode;
import dev.postern.develop.SeedFile;
import dev.postern.develop.Seeder;
import dev.postern.directory.Tenant;
import dev.postern.http.Handler;
import dev.postern.http.RequestRouter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Assembles developer mode, if a server has it. Otherwise its paths are refused, and nothing else of it exists. */
final class Development {
    /** More captured mail is removed, the oldest first. */
    private static final int MAX_OUTSIDE = 10_000;

    private final @Nullable DeveloperMode mode;
    private final Core core;
    private final Tenant first;
    private final SecureRandom random;
    private final AtomicReference<Runnable> due = new AtomicReference<>(() -> {});

    Development(
            @Nullable DeveloperMode mode, Core core, AdministratorLeases leases, Tenant first, SecureRandom random) {
        this.mode = mode;
        this.core = core;
        this.first = first;
        this.random = random;
        if (mode != null) {
            leases.give(first.id(), mode.secret());
        }
    }

    /** Adds the routes, and the faults before all routes. */
    Handler over(RequestRouter router) {
        if (mode == null) {
            DeveloperMode.refuse(router.of("develop"));
            return router;
        }
        new DeveloperApi(
                        mode,
                        new DeveloperApi.Parts(
                                core.gate(),
                                core.directory(),
                                seeder(),
                                outside(),
                                new ThrowAwayTenants(core.directory(), core.clock(), random),
                                () -> due.get().run()))
                .addTo(router.of("develop"));
        return mode.disturbing(router);
    }

    private OutsideMail outside() {
        return new OutsideMail(core.database(), core.mailboxes(), core.outsideRoute());
    }

    private Seeder seeder() {
        return new Seeder(
                core.directory(),
                new ContentSeed(core.database(), core.mailboxes()),
                core.mailboxes().temporary(),
                core.clock(),
                random);
    }

    /** Sets the tasks that run when the clock has been moved. The scheduler of workflows looks for itself once a second. */
    void tasks(Background background, Background refresh, Notifications notifications) {
        if (mode == null) {
            return;
        }
        OutsideMail outside = outside();
        background.every(Duration.ofSeconds(10), "Limiting the captured mail", () -> outside.trim(MAX_OUTSIDE));
        due.set(() -> {
            refresh.runAll();
            background.runAll();
            notifications.runAll();
        });
    }

    /** Records that the server can be reset to its present state. */
    void seeded() {
        if (mode != null) {
            mode.seeded();
        }
    }

    /** Applies a seed file to the first tenant; returns what was created. */
    ObjectNode seed(SeedFile file) {
        return seeder().apply(first.id(), file, Actor.server(UUID.randomUUID()));
    }
}
