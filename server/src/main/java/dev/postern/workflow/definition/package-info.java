/** Workflow definitions, which are read and validated completely when they are saved, so that runs fail as rarely as possible. */
@NullMarked
package dev.postern.workflow.definition;

import org.jspecify.annotations.NullMarked;
