/** The rows of triggers, runs and actions, and the SQL that reads and writes them. */
@NullMarked
package dev.postern.workflow.row;

import org.jspecify.annotations.NullMarked;
