/** The expression language of workflow definitions: compiled once when a definition is saved, evaluated in every run. */
@NullMarked
package dev.postern.workflow.expression;

import org.jspecify.annotations.NullMarked;
