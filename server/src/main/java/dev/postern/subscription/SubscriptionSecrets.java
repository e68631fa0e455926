package dev.postern.subscription;

import dev.postern.access.MailboxId;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Encrypts the secrets of all subscriptions with the current key. */
public final class SubscriptionSecrets {
    private SubscriptionSecrets() {}

    private record Secret(MailboxId mailbox, UUID id, byte[] sealed) {}

    /** What cannot be decrypted stays as it is. */
    public static void seal(Database database, Sealer sealer) {
        seal(database, sealer, "subscription", SubscriptionRows::place);
        seal(database, sealer, "notification", NotificationRows::place);
    }

    private static void seal(Database database, Sealer sealer, String table, Function<UUID, SecretPlace> place) {
        List<Secret> all = database.read(sql -> sql.list(
                "select mailbox_id, " + table + "_id, sealed from " + table + " where sealed is not null",
                row -> new Secret(new MailboxId(row.uuid(1)), row.uuid(2), row.bytes(3))));
        for (Secret one : all) {
            if (sealer.isCurrent(one.sealed())) {
                continue;
            }
            try {
                byte[] plain = sealer.open(place.apply(one.id()), one.sealed());
                byte[] sealed = sealer.seal(place.apply(one.id()), plain);
                database.write(sql -> sql.update(
                        "update " + table + " set sealed = ? where mailbox_id = ? and " + table + "_id = ?",
                        sealed,
                        one.mailbox().value(),
                        one.id()));
            } catch (SecretUnreadable e) {
                // its subscription is ignored until it expires
            }
        }
    }
}
