/** A workflow's definition: read and checked as a whole when it is saved, so that a run meets no surprise that could be known. */
@NullMarked
package dev.postern.workflow.definition;

import org.jspecify.annotations.NullMarked;
