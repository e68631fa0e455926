/** The workflow engine: stored workflows and runs, what starts runs, and what drives each run to its end. */
@NullMarked
package dev.postern.workflow.engine;

import org.jspecify.annotations.NullMarked;
