package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.delivery.Submissions;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.store.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Submits messages of a mailbox on behalf of its owner. The accepting object is created when the first message is sent. */
record Submitter(
        User owner, MailboxId mailbox, TenantId tenant, Supplier<Submissions> submissions, InstantSource clock) {
    /**
     * Makes a change and sends messages about it, in one transaction.
     *
     * @param sends whether the result of the change is one to send them for
     */
    <T> T submit(List<Submission.What.Message> messages, Work<T> change, Predicate<T> sends) {
        return submissions
                .get()
                .accept(
                        messages.stream()
                                .map(one -> submission(one, true, null, Duration.ZERO))
                                .toList(),
                        change,
                        sends);
    }

    /** @param delay of the delivery */
    void submit(Submission.What what, boolean save, Submission.@Nullable Deferral deferral, Duration delay) {
        submissions.get().accept(submission(what, save, deferral, delay));
    }

    /** Sends a message that is accepted once, however often it is submitted with this id. */
    void submit(UUID id, Submission.What.Message what, boolean save, Duration delay) {
        submissions.get().accept(submission(id, what, save, null, delay));
    }

    private Submission submission(
            Submission.What what, boolean save, Submission.@Nullable Deferral deferral, Duration delay) {
        return submission(SubmissionIds.fresh(clock.instant()), what, save, deferral, delay);
    }

    private Submission submission(
            UUID id, Submission.What what, boolean save, Submission.@Nullable Deferral deferral, Duration delay) {
        Recipient own = owner.recipient();
        String address = own == null ? owner.userPrincipalName() : own.primaryAddress();
        return new Submission(
                id,
                new SendingMailbox(mailbox, tenant, address, owner.displayName()),
                what,
                save,
                deferral,
                false,
                delay.isZero() ? null : clock.instant().plus(delay));
    }
}
