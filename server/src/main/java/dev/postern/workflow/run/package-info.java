/** The tree of a run, and the driver that takes it to its end. */
@NullMarked
package dev.postern.workflow.run;

import org.jspecify.annotations.NullMarked;
