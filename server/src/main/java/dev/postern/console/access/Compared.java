package dev.postern.console.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do, and the form that makes it.
 *
 * @param problem why it cannot be made; empty if it can
 * @param difference null if it cannot be made
 * @param fields of the form
 * @param back where the question came from; empty if there was none
 */
public record Compared(String problem, @Nullable Difference difference, Map<String, String> fields, String back) {}
