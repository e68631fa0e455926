/** Computes when a recurrence fires, in the local time of its time zone. */
@NullMarked
package dev.postern.workflow.recurrence;

import org.jspecify.annotations.NullMarked;
