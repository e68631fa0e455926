/** The actions of a definition: one type each, with its reader. */
@NullMarked
package dev.postern.workflow.action;

import org.jspecify.annotations.NullMarked;
