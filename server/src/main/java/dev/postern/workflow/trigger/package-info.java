/** Triggers: when they fire, and which runs start. */
@NullMarked
package dev.postern.workflow.trigger;

import org.jspecify.annotations.NullMarked;
