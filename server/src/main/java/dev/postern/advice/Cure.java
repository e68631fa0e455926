package dev.postern.advice;

import dev.postern.access.AppSelector;
import dev.postern.directory.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands that together end a finding, in their order.
 *
 * @param change the same on a draft; null if it cannot be tried there
 * @param loosened the applications that a removed policy named; null if no policy is removed that may confine one
 * @param widens whether the commands are meant to give access
 */
record Cure(
        List<String> commands,
        @Nullable Consumer<Draft> change,
        @Nullable AppSelector loosened,
        boolean widens) {
    Cure {
        commands = List.copyOf(commands);
    }

    /** One command that gives no application anything. */
    static Cure of(String command, Consumer<Draft> change) {
        return new Cure(List.of(command), change, null, false);
    }

    /** Commands that are not tried on a draft. */
    static Cure untried(List<String> commands) {
        return new Cure(commands, null, null, false);
    }

    /** A cure that may loosen what confines these applications, so that it is used only if it does not. */
    Cure loosening(AppSelector apps) {
        return new Cure(commands, change, apps, widens);
    }

    /** This one, then another. */
    Cure then(Cure other) {
        List<String> all = new ArrayList<>(commands);
        all.addAll(other.commands);
        Consumer<Draft> first = change;
        Consumer<Draft> second = other.change;
        return new Cure(
                all,
                first == null || second == null ? null : first.andThen(second),
                other.loosened == null ? loosened : other.loosened,
                widens || other.widens);
    }
}
