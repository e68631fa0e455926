/** The engine as a whole: what callers of the management API do with workflows and runs, and how its parts are assembled. */
@NullMarked
package dev.postern.workflow.engine;

import org.jspecify.annotations.NullMarked;
