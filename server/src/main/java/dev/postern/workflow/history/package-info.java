/** What the history of a run shows of its actions. */
@NullMarked
package dev.postern.workflow.history;

import org.jspecify.annotations.NullMarked;
