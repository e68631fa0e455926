package dev.postern.graph.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespace of types, actions and functions. SDKs also write its alias: {@code graph.user} means {@code microsoft.graph.user}. Names
 * are compared without case.
 */
public final class Namespace {
    private static final String NAMESPACE = "microsoft.graph.";
    /** Ids and names with the same beginning contain further dots or other characters. */
    private static final Pattern QUALIFIED =
            Pattern.compile("(?:microsoft\\.)?graph\\.([\\p{Alpha}_][\\p{Alnum}_]*)", Pattern.CASE_INSENSITIVE);

    private Namespace() {}

    /** The name with the namespace if it has the namespace or its alias, otherwise the same text. */
    public static String full(String name) {
        Matcher qualified = QUALIFIED.matcher(name);
        return qualified.matches() ? NAMESPACE + qualified.group(1) : name;
    }

    /** The name without the namespace or its alias. */
    public static String local(String name) {
        Matcher qualified = QUALIFIED.matcher(name);
        return qualified.matches() ? qualified.group(1) : name;
    }

    /** The full name of a type of which only the local name is given. */
    static String of(String local) {
        return NAMESPACE + local;
    }
}
