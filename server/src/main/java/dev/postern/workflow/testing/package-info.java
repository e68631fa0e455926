/** Tests of workflows: a table of cases, each run in the process, compared with what it expects. */
@NullMarked
package dev.postern.workflow.testing;

import org.jspecify.annotations.NullMarked;
