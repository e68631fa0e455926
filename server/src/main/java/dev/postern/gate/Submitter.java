package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.delivery.Represented;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.delivery.Submissions;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.store.Work;
import dev.postern.trace.TracedMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Submits messages of a mailbox on behalf of its owner. The accepting object is created when the first message is sent.
 *
 * @param origin the request that sends them
 * @param represented whose address the messages have; null if the mailbox's own
 */
record Submitter(
        User owner,
        MailboxId mailbox,
        TenantId tenant,
        Supplier<Submissions> submissions,
        TracedMessage.Origin origin,
        InstantSource clock,
        Authorship authorship,
        @Nullable Represented represented) {
    /**
     * The same for a message with this author.
     *
     * @throws Refusal.SendAsDenied if the mailbox may not send with it
     */
    Submitter representing(@Nullable Address from, @Nullable Address sender) {
        Represented other = authorship.of(from, sender);
        return new Submitter(owner, mailbox, tenant, submissions, origin, clock, authorship, other);
    }

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

    /** Sends a message that is accepted once, however often it is submitted with this key. */
    void submit(SubmissionIds.Key key, Submission.What.Message what, boolean save, Duration delay) {
        submissions.get().accept(submission(key, what, save, null, delay));
    }

    private Submission submission(
            Submission.What what, boolean save, Submission.@Nullable Deferral deferral, Duration delay) {
        SubmissionIds.Key key = new SubmissionIds.Key(SubmissionIds.fresh(clock.instant()), null);
        return submission(key, what, save, deferral, delay);
    }

    private Submission submission(
            SubmissionIds.Key key,
            Submission.What what,
            boolean save,
            Submission.@Nullable Deferral deferral,
            Duration delay) {
        Recipient own = owner.recipient();
        String address = own == null ? owner.userPrincipalName() : own.primaryAddress();
        return new Submission(
                key.id(),
                new SendingMailbox(mailbox, tenant, address, owner.displayName(), represented),
                what,
                save,
                deferral,
                false,
                delay.isZero() ? null : clock.instant().plus(delay),
                origin,
                key.repetition());
    }
}
