package dev.postern.query;

import java.util.LinkedHashSet;
import java.util.Set;

/** The properties that a condition uses. */
public final class UsedPaths {
    private UsedPaths() {}

    /** Returns the paths in the order of their first use. Of a collection's elements only the collection counts. */
    public static Set<Path> of(Condition condition) {
        Set<Path> paths = new LinkedHashSet<>();
        collect(condition, paths);
        return paths;
    }

    private static void collect(Condition condition, Set<Path> paths) {
        switch (condition) {
            case Condition.And(var all) -> all.forEach(each -> collect(each, paths));
            case Condition.Or(var any) -> any.forEach(each -> collect(each, paths));
            case Condition.Not(var inner) -> collect(inner, paths);
            case Condition.Compare(var path, var _, var _) -> paths.add(path);
            case Condition.In(var path, var _) -> paths.add(path);
            case Condition.Match(var path, var _, var _) -> paths.add(path);
            case Condition.NumericText(var path, var _, var _) -> paths.add(path);
            case Condition.Any(var path, var _) -> paths.add(path);
            case Condition.All(var path, var _) -> paths.add(path);
            case Condition.Count(var path, var _, var _) -> paths.add(path);
        }
    }
}
