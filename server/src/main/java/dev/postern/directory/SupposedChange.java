package dev.postern.directory;

import dev.postern.audit.Actor;
import java.util.function.Consumer;

/**
 * A change that is not made: the directory before it, as it would be after it, and what of the effective access it can affect.
 */
public record SupposedChange(DirectorySnapshot before, DirectorySnapshot after, TouchedAccess touched) {
    /**
     * Makes a change in a draft.
     *
     * @throws DirectoryFailure what the function or the draft refuses
     */
    public static SupposedChange of(DirectorySnapshot before, Actor actor, Consumer<Draft> change) {
        Draft draft = new Draft(before, actor, false);
        change.accept(draft);
        return draft.supposed();
    }

    /** How many bytes of memory the directory would need more, estimated as for changes that are made; negative if it would need less. */
    public long growth() {
        return after.facts().weight() - before.facts().weight();
    }

    /** Both changes together, if the other one begins where this one ends. */
    public SupposedChange then(SupposedChange next) {
        return new SupposedChange(before, next.after(), touched.and(next.touched()));
    }
}
