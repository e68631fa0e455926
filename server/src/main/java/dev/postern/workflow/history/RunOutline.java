package dev.postern.workflow.history;

import dev.postern.workflow.definition.Status;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.HistoryTable.Group;
import dev.postern.workflow.row.HistoryTable.NamedGroup;
import dev.postern.workflow.row.Repetition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All actions of a run without inputs and outputs, from one query. */
final class RunOutline {
    private final Map<String, List<NamedGroup>> groups;
    private final Masking masking;

    RunOutline(List<NamedGroup> groups, Masking masking) {
        this.groups = groups.stream().collect(Collectors.groupingBy(NamedGroup::action));
        this.masking = masking;
    }

    /** Returns an action; null if it has not started. */
    @Nullable
    ActionOutline of(ActionPlace place) {
        int length = Repetition.length(place.loops().size());
        List<NamedGroup> own = groups.getOrDefault(place.name(), List.of()).stream()
                .filter(one -> one.group().length() <= length)
                .toList();
        if (own.isEmpty()) {
            return null;
        }
        Status status = RunHistory.folded(own.stream()
                .map(NamedGroup::group)
                .collect(Collectors.toMap(Group::status, Group::count, Integer::sum)));
        // of repetitions only what failed is worth telling
        boolean telling = length == 0 || status == Status.FAILED || status == Status.TIMED_OUT;
        NamedGroup shown = own.stream()
                .filter(one -> one.group().status() == status)
                .findFirst()
                .orElse(own.getFirst());
        return new ActionOutline(
                place,
                status,
                length == 0 ? 0 : count(own, length),
                own.stream()
                        .map(one -> one.group().started())
                        .min(Instant::compareTo)
                        .orElseThrow(),
                status.done() ? ended(own) : null,
                telling ? shown.code() : null,
                telling ? masking.orNull(shown.error()) : null);
    }

    private static int count(List<NamedGroup> own, int length) {
        return own.stream()
                .map(NamedGroup::group)
                .filter(group -> group.length() == length)
                .mapToInt(Group::count)
                .sum();
    }

    private static @Nullable Instant ended(List<NamedGroup> own) {
        return own.stream()
                .map(one -> one.group().ended())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
