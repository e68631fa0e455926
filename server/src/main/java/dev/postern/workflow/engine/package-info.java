/** Runs: what is stored of workflows and their runs, what starts them, and what drives each of them to its end. */
@NullMarked
package dev.postern.workflow.engine;

import org.jspecify.annotations.NullMarked;
