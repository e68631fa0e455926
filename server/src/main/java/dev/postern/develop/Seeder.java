package dev.postern.develop;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.delivery.ContentSeed;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.Draft;
import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import dev.postern.http.Json;
import dev.postern.mailbox.TemporaryFiles;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies seed files. The directory objects are one change; the mail and the events are one transaction after it. If that fails, the change
 * of the directory is taken back.
 */
public final class Seeder {
    private static final Logger LOG = LoggerFactory.getLogger(Seeder.class);

    private final Directory directory;
    private final ContentSeed content;
    private final TemporaryFiles temporary;
    private final InstantSource clock;
    private final SecureRandom random;

    public Seeder(
            Directory directory,
            ContentSeed content,
            TemporaryFiles temporary,
            InstantSource clock,
            SecureRandom random) {
        this.directory = directory;
        this.content = content;
        this.temporary = temporary;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Applies a file to a tenant.
     *
     * @return what was created, with the secrets
     * @throws DevelopFailure if it cannot be applied; nothing was changed
     */
    public ObjectNode apply(TenantId tenant, SeedFile file, Actor actor) {
        Instant now = clock.instant();
        record Put(SeedDirectory directory, SeedContent content) {}
        Put put;
        try {
            put = directory.change(tenant, actor, draft -> {
                SeedDirectory objects = new SeedDirectory(draft, now, random);
                objects.put(file);
                SeedContent made = new SeedContent(objects.names(), now, temporary);
                try {
                    made.add(file);
                } catch (RuntimeException e) {
                    made.close();
                    throw e;
                }
                return new Put(objects, made);
            });
        } catch (DirectoryFailure.AlreadyExists | DirectoryFailure.AddressTaken e) {
            throw DevelopFailure.conflict(String.valueOf(e.getMessage()));
        }
        try (SeedContent made = put.content()) {
            content.add(tenant, made.mail(), made.events());
        } catch (RuntimeException e) {
            LOG.warn("The content of the seed could not be stored; its directory objects are removed again", e);
            takeBack(tenant, put.directory(), actor);
            throw e;
        }
        return result(tenant, put.directory(), put.content());
    }

    private void takeBack(TenantId tenant, SeedDirectory made, Actor actor) {
        directory.change(tenant, actor, draft -> {
            made.names().all().forEach(object -> draft.remove(object.id()));
            made.apps().forEach(app -> removeApp(draft, app));
            made.policies().forEach(draft::remove);
            return true;
        });
    }

    private static void removeApp(Draft draft, SeedDirectory.SeededApp app) {
        draft.remove(app.principal());
        draft.remove(app.application());
    }

    private ObjectNode result(TenantId id, SeedDirectory made, SeedContent content) {
        Tenant tenant = directory.snapshot(id).tenant();
        ObjectNode json = Json.object().put("tenantId", id.toString()).put("domain", tenant.defaultDomain());
        ArrayNode mailboxes = json.putArray("mailboxes");
        made.mailboxes()
                .forEach(user -> mailboxes
                        .addObject()
                        .put("id", user.id().toString())
                        .put("address", address(user.recipient())));
        ArrayNode groups = json.putArray("groups");
        made.groups()
                .forEach(group ->
                        groups.addObject().put("id", group.id().toString()).put("address", address(group.recipient())));
        ArrayNode apps = json.putArray("apps");
        made.apps()
                .forEach(app -> apps.addObject()
                        .put("name", app.name())
                        .put("appId", app.appId().toString())
                        .put("objectId", app.principal().toString())
                        .put("clientSecret", app.secret().text()));
        return json.put("mail", content.mail().size())
                .put("events", content.events().size());
    }

    private static String address(@Nullable Recipient recipient) {
        return Objects.requireNonNull(recipient).primaryAddress();
    }
}
