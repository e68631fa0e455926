package dev.postern.mailbox.sync;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a reader knows a scope. A round contains the changes after {@code after} up to {@code until}: first what is
 * no longer in the scope, so that a removal never follows the same object within a round, then what is in it. What changes
 * while the round is read has a higher number and is part of the next round. So an object that changes again before its page is read is
 * reported in the next round only, which then must not forget the first of these changes: {@code base} is for conditions on
 * the history of an object.
 *
 * @param after the reader knows every object as it was after this change, or a later change of it follows; 0 before and in the first
 *     round, which removes nothing
 * @param base the reader knows every change up to this one; less than {@code after} if the mailbox was changed during the last round
 * @param until the last change of the round; 0 between rounds
 * @param cursor the last object that was read; null at the beginning of the phase
 * @param given the objects of the round so far
 */
public record SyncPosition(
        long after,
        long base,
        long until,
        Phase phase,
        @Nullable Cursor cursor,
        int given) {
    /** The two parts of a round. */
    public enum Phase {
        REMOVED,
        PRESENT
    }

    /**
     * A place in the order in which a phase is read: by scope, number and id.
     *
     * @param scope the folder, of a scope with several
     * @param number of the change, or the time by which the first round is sorted
     */
    public record Cursor(UUID scope, long number, UUID id) {
        private static final UUID LAST = new UUID(-1, -1);

        /** Before the objects with a higher number. */
        static Cursor after(UUID scope, long number) {
            return new Cursor(scope, number, LAST);
        }
    }

    /** Before the first round. */
    public static SyncPosition start() {
        return new SyncPosition(0, 0, 0, Phase.PRESENT, null, 0);
    }

    public boolean isFirst() {
        return after == 0;
    }

    public boolean isBetween() {
        return until == 0;
    }

    /** The position in a round: this one, or the beginning of the round that ends at the last change of the mailbox. */
    public SyncPosition begun(long last) {
        return isBetween() ? new SyncPosition(after, base, last, phase, null, 0) : this;
    }

    /**
     * After the round.
     *
     * @param last the last change of the mailbox now
     */
    SyncPosition finished(long last) {
        return new SyncPosition(until, last == until ? until : base, 0, Phase.REMOVED, null, 0);
    }

    SyncPosition at(@Nullable Cursor place) {
        return new SyncPosition(after, base, until, phase, place, given);
    }

    SyncPosition gave(Cursor place, int number) {
        return new SyncPosition(after, base, until, phase, place, number);
    }

    SyncPosition present() {
        return new SyncPosition(after, base, until, Phase.PRESENT, null, given);
    }
}
