package dev.postern.mailbox.event;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event or an occurrence in a view: what was shown of it before, or its properties. One of them is present.
 *
 * @param shown what was shown of its present state
 * @param instance its properties
 * @param keeping keeps what is made of its properties for later views
 */
public record ViewedEvent(
        ShownEvents.@Nullable Entry shown, @Nullable EventInstance instance, Consumer<ShownEvents.Entry> keeping) {}
