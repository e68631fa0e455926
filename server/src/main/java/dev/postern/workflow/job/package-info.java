/** The timers that continue runs and fire triggers, and metrics. */
@NullMarked
package dev.postern.workflow.job;

import org.jspecify.annotations.NullMarked;
