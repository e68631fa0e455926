package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.delivery.Submissions;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.store.Uuids;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Submits messages of a mailbox on behalf of its owner. The accepting object is created when the first message is sent. */
record Submitter(
        User owner, MailboxId mailbox, TenantId tenant, Supplier<Submissions> submissions, InstantSource clock) {
    void submit(Submission.What what, boolean save, Submission.@Nullable Deferral deferral) {
        Recipient own = owner.recipient();
        String address = own == null ? owner.userPrincipalName() : own.primaryAddress();
        submissions
                .get()
                .accept(new Submission(
                        Uuids.timeOrdered(clock.instant(), ThreadLocalRandom.current()),
                        new SendingMailbox(mailbox, tenant, address, owner.displayName()),
                        what,
                        save,
                        deferral));
    }
}
