/** When a recurrence fires, computed from its anchor on the wall clock of its time zone. */
@NullMarked
package dev.postern.workflow.recurrence;

import org.jspecify.annotations.NullMarked;
