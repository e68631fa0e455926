/** Stored workflows: their rows, versions and keys, and reading what a caller deploys. */
@NullMarked
package dev.postern.workflow.stored;

import org.jspecify.annotations.NullMarked;
